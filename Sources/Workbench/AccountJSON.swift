import CommentFormats
import Moderation

extension CommentAccount {
    /// The account for programs.
    ///
    /// - Parameter ruleSet: What tells the rules from others.
    public func json(ruleSet: String) -> JSONValue {
        .object([
            ("ruleset", .string(ruleSet)), ("id", .optional(id)), ("author", .optional(author)),
            ("verdict", .string(outcome.name)),
            ("because", .string(because)), ("score", .points(score)), ("policy", .optional(policy)),
            ("hold", .optional(hold)), ("reject", .optional(reject)),
            ("categories", .array(categories.map(Self.json))),
            ("rules", .array(rules.map(Self.json))), ("shadow", .array(shadow.map(Self.json))),
            ("would", .optional(would?.name)), ("errors", .strings(failures)), ("tell", .strings(tell)),
            ("truncated", .strings(truncated)), ("changes", .strings(changes)),
        ])
    }

    private static func json(_ category: Verdict.CategoryAccount) -> JSONValue {
        .object([
            ("category", .string(category.name)), ("sum", .points(category.sum)), ("total", .points(category.total)),
            ("hold", .optional(category.hold)), ("reject", .optional(category.reject)),
        ])
    }

    private static func json(_ rule: RuleAccount) -> JSONValue {
        .object([
            ("rule", .string(rule.name)), ("category", .string(rule.category)), ("score", .points(rule.points)),
            ("reason", .string(rule.reason)), ("about", .optional(rule.about)), ("from", .string(rule.place)),
            ("decides", .optional(rule.decides?.name)), ("needs", .strings(rule.conditions)),
            ("hits", .array(rule.hits.map(json))), ("more", .integer(rule.moreHits)),
        ])
    }

    private static func json(_ hit: HitAccount) -> JSONValue {
        .object([
            ("field", .string(hit.field)), ("at", .array([.integer(hit.at.lowerBound), .integer(hit.at.upperBound)])),
            ("found", .string(hit.found)), ("entry", .string(hit.entry)), ("from", .optional(hit.from)),
        ])
    }
}
