import CommentFormats
import Moderation

extension Evaluation {
    /// The evaluation for programs. What is not defined, such as the AUC of comments with one label, is left out.
    public var json: JSONValue {
        .object([
            ("ruleset", .string(ruleSet.shortHash)), ("comments", .integer(comments)),
            ("unlabelled", .integer(unlabelled)), ("malformed", .integer(malformed)),
            ("samples", .integer(Bootstrap.samples)),
            (
                "categories",
                .array(
                    categories.map { category in
                        .object([
                            ("category", .string(category.name)), ("known", .bool(category.isKnown)),
                            ("hold", .optional(category.hold)), ("reject", .optional(category.reject)),
                            ("inputs", .array(category.parts.filter { $0.input != nil }.map(Self.json))),
                            ("all", category.parts.last.map(Self.json) ?? .null),
                        ])
                    })
            ),
        ])
    }

    private static func json(_ part: Part) -> JSONValue {
        var members: [(String, JSONValue)] = [
            ("input", .optional(part.input)), ("comments", .integer(part.count)),
            ("positives", .integer(part.ranking.positives)),
        ]
        let figures = [
            ("auc", part.auc), ("average_precision", part.averagePrecision), ("recall_at_1", part.recallAt1),
            ("recall_at_5", part.recallAt5), ("f1", part.f1),
        ]
        for (name, figure) in figures {
            guard let figure else { continue }
            members.append((name, rounded(figure.value)))
            members.append(
                (
                    name + "_interval",
                    .array([rounded(figure.interval.lowerBound), rounded(figure.interval.upperBound)])
                ))
        }
        members += [
            ("verdicts", json(part.verdicts)), ("own_verdicts", json(part.ownVerdicts)),
            ("rules", .array(part.rules.map(json))),
        ]
        return .object(members)
    }

    private static func json(_ confusion: Confusion) -> JSONValue {
        func counts(_ counts: [Int]) -> JSONValue {
            .object(Verdict.Outcome.allCases.map { ($0.name, .integer(counts[Int($0.rawValue)])) })
        }
        return .object([("positive", counts(confusion.positives)), ("negative", counts(confusion.negatives))])
    }

    private static func json(_ rule: RuleFigures) -> JSONValue {
        .object([
            ("rule", .string(rule.name)), ("shadow", .bool(rule.isShadow)), ("score", .points(rule.score)),
            ("hits", .integer(rule.hits)), ("positives", .integer(rule.positives)),
            ("precision", rounded(rule.precision)), ("recall", rounded(rule.recall)), ("lift", rounded(rule.lift)),
            ("loss", rounded(rule.gain)),
        ])
    }

    /// Six digits after the point: more than any sample tells.
    private static func rounded(_ value: Double?) -> JSONValue {
        value.map { .number(($0 * 1e6).rounded() / 1e6) } ?? .null
    }
}
