import CommentFormats
import Moderation

/// What another version of the rules makes of the same comments.
public struct RuleComparison: Sendable {
    /// A rule that one of the two versions counted, or counted with other points.
    public struct RuleChange: Sendable {
        public var name: String
        /// Points under the old rules; `nil` where it did not fire.
        public var old: Points?
        public var new: Points?
    }

    /// A comment whose verdict changed.
    public struct Change: Sendable {
        public var place: String
        public var id: String?
        public var author: String?
        public var old: Verdict.Outcome
        public var new: Verdict.Outcome
        public var oldScore: Points
        public var newScore: Points
        public var rules: [RuleChange]
        /// What changed it beside the rules that fired: rules that fail, and who is exempt.
        public var causes: [String]
    }

    public private(set) var comments = 0
    public private(set) var malformed = 0
    /// Where the first record that is no comment stands, and why: `line 3: …`.
    public private(set) var firstMalformed: String?
    private let ruleSets: (old: String, new: String)
    /// How many went from an outcome to another: by the old outcome, then the new one.
    public private(set) var counts = [[Int]](repeating: [0, 0, 0], count: 3)
    /// How many kept their verdict with another score.
    public private(set) var otherScores = 0
    /// How often each rule stood in a changed verdict, by name.
    public private(set) var ruleCounts: [String: Int] = [:]
    /// The changed verdicts, in input order, or a sample of them.
    public private(set) var changes: [Change] = []
    /// How many verdicts changed.
    public var changed: Int {
        comments - Verdict.Outcome.allCases.reduce(0) { $0 + counts[Int($1.rawValue)][Int($1.rawValue)] }
    }

    /// Judges all that a source has by two rule sets.
    ///
    /// - Parameters:
    ///   - inputs: The names of the inputs; with more than one a comment is named with its file.
    ///   - sample: How many changes are kept, spread evenly over all by chance, always the same; `nil` keeps all.
    public init(
        old: RuleSet, new: RuleSet, source: any CommentSource, inputs: [String], sample: Int? = nil,
        options: Replay.Options = .init(), progress: (Int) -> Void = { _ in }
    ) throws {
        let replay = try Replay(ruleSets: [old, new], source: source, options: options)
        var kept = Reservoir<Change>(limit: sample)
        ruleSets = (old.shortHash, new.shortHash)
        let summary = try replay.run { entry, block in
            firstMalformed = firstMalformed ?? Replay.place(of: entry, in: block, inputs)
        } visit: { visit in
            if visit.number % 1000 == 0 { progress(visit.number) }
            let (before, after) = (visit.verdicts[0], visit.verdicts[1])
            counts[Int(before.outcome.rawValue)][Int(after.outcome.rawValue)] += 1
            if before.outcome == after.outcome {
                if before.score != after.score { otherScores += 1 }
                return true
            }
            let change = Self.change(visit, inputs)
            for rule in change.rules { ruleCounts[rule.name, default: 0] += 1 }
            kept.add(change)
            return true
        }[0]
        comments = summary.comments
        malformed = summary.malformed
        changes = kept.items
    }

    private static func change(_ visit: Replay.Visit, _ inputs: [String]) -> Change {
        let (old, new) = (visit.verdicts[0], visit.verdicts[1])
        let isExempt = old.cause == .exempt || new.cause == .exempt
        let line = visit.entry.line
        let place = inputs.count > 1 ? "\(inputs[visit.block.source]):\(line)" : "line \(line)"
        return Change(
            place: place, id: visit.text(of: .id).map(visit.redactor.redacted),
            author: visit.text(of: .author).map(visit.redactor.redacted),
            old: old.outcome, new: new.outcome, oldScore: old.score, newScore: new.score,
            rules: isExempt ? [] : ruleChanges(old, new), causes: causes(old, new))
    }

    private static func causes(_ old: Verdict, _ new: Verdict) -> [String] {
        if new.cause == .exempt { return ["now exempt"] }
        if old.cause == .exempt { return ["no longer exempt"] }
        func failing(_ verdict: Verdict) -> [(name: String, place: String)] {
            verdict.failures.map { failure in
                let name = failure.rule.map { verdict.ruleSet.rules[$0].name } ?? "a policy's when"
                return (name, "\(failure.file):\(failure.line): \(failure.message)")
            }
        }
        let (before, after) = (failing(old), failing(new))
        return after.filter { item in !before.contains { $0.name == item.name } }.map {
            "\($0.name) now fails (\($0.place))"
        }
            + before.filter { item in !after.contains { $0.name == item.name } }.map { "\($0.name) no longer fails" }
    }

    /// The rules that fired in one of the two only, or with other points, or that decide otherwise.
    private static func ruleChanges(_ old: Verdict, _ new: Verdict) -> [RuleChange] {
        func points(_ verdict: Verdict) -> [(name: String, points: Points, decides: Verdict.Outcome?)] {
            verdict.fired.map { (verdict.ruleSet.rules[$0.rule].name, $0.points, $0.decides) }
        }
        let (before, after) = (points(old), points(new))
        var changes: [RuleChange] = []
        for rule in before {
            let now = after.first { $0.name == rule.name }
            if now?.points == rule.points, now?.decides == rule.decides { continue }
            changes.append(RuleChange(name: rule.name, old: rule.points, new: now?.points))
        }
        for rule in after where !before.contains(where: { $0.name == rule.name }) {
            changes.append(RuleChange(name: rule.name, old: nil, new: rule.points))
        }
        return changes
    }

    /// The comparison for programs.
    public var json: JSONValue {
        return .object([
            ("old_ruleset", .string(ruleSets.old)), ("new_ruleset", .string(ruleSets.new)),
            ("comments", .integer(comments)), ("malformed", .integer(malformed)), ("changed", .integer(changed)),
            ("other_scores", .integer(otherScores)), ("counts", Self.json(counts)),
            (
                "rules",
                .object(
                    ruleCounts.sorted { ($0.value, $1.key) > ($1.value, $0.key) }.map { ($0.key, .integer($0.value)) })
            ),
            ("changes", .array(changes.map(Self.json))),
        ])
    }

    /// How many went from an outcome to another, by the old one, then the new one.
    static func json(_ counts: [[Int]]) -> JSONValue {
        let names = Verdict.Outcome.allCases
        return .object(
            names.flatMap { old in
                names.map { new in
                    ("\(old.name)_to_\(new.name)", .integer(counts[Int(old.rawValue)][Int(new.rawValue)]))
                }
            })
    }

    static func json(_ change: Change) -> JSONValue {
        .object([
            ("at", .string(change.place)), ("id", .optional(change.id)), ("author", .optional(change.author)),
            ("old", .string(change.old.name)), ("new", .string(change.new.name)),
            ("causes", .strings(change.causes)), ("old_score", .points(change.oldScore)),
            ("new_score", .points(change.newScore)),
            (
                "rules",
                .array(
                    change.rules.map {
                        .object([("rule", .string($0.name)), ("old", .optional($0.old)), ("new", .optional($0.new))])
                    })
            ),
        ])
    }
}
