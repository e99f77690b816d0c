import CommentFormats
import Moderation

extension ScoreTuning {
    /// The tuning for programs.
    public var json: JSONValue {
        .object([
            ("ruleset", .string(ruleSet.shortHash)), ("comments", .integer(comments)),
            ("unlabelled", .integer(unlabelled)), ("malformed", .integer(malformed)),
            ("categories", .array(categories.map(Self.json))),
            (
                "skipped",
                .array(skipped.map { .object([("label", .string($0.label)), ("why", .string($0.why))]) })
            ),
            ("changed", .integer(changes.changed)),
            (
                "changes",
                .array(
                    changes.counts.map { counts in
                        .object([
                            ("label", .string(counts.label)), ("positive", RuleComparison.json(counts.positives)),
                            ("negative", RuleComparison.json(counts.negatives)),
                        ])
                    })
            ),
            ("examples", .array(changes.examples.map(RuleComparison.json))),
        ])
    }

    private static func json(_ category: Category) -> JSONValue {
        .object([
            ("category", .string(category.name)), ("comments", .integer(category.comments)),
            ("positives", .integer(category.positives)), ("folds", .integer(category.folds)),
            ("folds_by", .string(category.foldKind)), ("penalty", category.penalty.map { .number($0) } ?? .null),
            (
                "inputs",
                .array(
                    category.parts.map { part in
                        .object([
                            ("input", .string(part.input)), ("comments", .integer(part.comments)),
                            ("positives", .integer(part.positives)), ("now", json(part.now)),
                            ("tuned", json(part.tuned)),
                        ])
                    })
            ),
            (
                "rules",
                .array(
                    category.proposals.map {
                        .object([
                            ("rule", .string($0.name)), ("now", .points($0.now)), ("tuned", .points($0.proposed)),
                            ("hits", .integer($0.hits)),
                        ])
                    })
            ),
            (
                "left_alone",
                .array(
                    category.leftAlone.map {
                        .object([
                            ("rule", .string($0.name)), ("why", .string($0.reason)), ("hits", .integer($0.hits)),
                        ])
                    })
            ),
        ])
    }

    private static func json(_ figures: Figures) -> JSONValue {
        func rounded(_ value: Double?) -> JSONValue {
            value.map { .number(($0 * 1e6).rounded() / 1e6) } ?? .null
        }
        return .object([
            ("auc", rounded(figures.ranking?.auc)), ("average_precision", rounded(figures.ranking?.averagePrecision)),
            ("recall_at_1", rounded(figures.ranking?.recallAt1)), ("recall_at_5", rounded(figures.ranking?.recallAt5)),
            ("log_loss", rounded(figures.loss)),
        ])
    }
}
