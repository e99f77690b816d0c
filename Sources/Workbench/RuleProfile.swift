import CommentFormats
import Moderation

/// What each rule and each stage cost over some comments.
public struct RuleProfile: Sendable {
    /// One rule's line.
    public struct Row: Sendable {
        public var name: String
        public var isShadow: Bool
        public var fired: Int
        public var failed: Int
        /// How many comments it looked at.
        public var asked: Int
        /// Microseconds a comment that it looked at: the mean, and what 99 of 100 kept within.
        public var mean: Double
        public var percentile99: Double
        public var longest: Double
        /// Where the comment that took longest stands: `line 17` or `file:17`.
        public var longestPlace: String
        /// Microseconds a comment of the run.
        public var cost: Double
        /// Bytes of Lua's memory a comment that it looked at.
        public var allocated: Double
    }

    public struct Stage: Sendable {
        public var name: String
        /// Microseconds a comment.
        public var cost: Double
    }

    public var comments: Int
    /// Those that cost most first.
    public var rows: [Row]
    public var stages: [Stage]
    /// How many verdicts rules on trial would change.
    public var wouldChange: Int
    public var malformed: Int
    /// Where the first record that is no comment stands, and why.
    public var firstMalformed: String?
    private var ruleSet: String
    public var withFailures: Int

    /// Judges all that a source has.
    ///
    /// - Parameter inputs: The names of the inputs; with more than one a comment is named with its file.
    public init(
        ruleSet: RuleSet, source: any CommentSource, inputs: [String], options: Replay.Options = .init(),
        progress: (Int) -> Void = { _ in }
    ) throws {
        var options = options
        options.isProfiled = true
        let replay = try Replay(ruleSets: [ruleSet], source: source, options: options)
        var first: String?
        let summary = try replay.run { entry, block in
            first = first ?? Replay.place(of: entry, in: block, inputs)
        } visit: { visit in
            if visit.number % 1000 == 0 { progress(visit.number) }
            return true
        }[0]
        let count = max(summary.comments, 1)
        comments = summary.comments
        wouldChange = summary.wouldChange
        malformed = summary.malformed
        firstMalformed = first
        self.ruleSet = ruleSet.shortHash
        withFailures = summary.withFailures
        let profile = replay.profile
        let times = profile?.rules ?? []
        rows = ruleSet.rules.indices.filter { ruleSet.rules[$0].isOn }.map { index in
            let time = times[index]
            let asked = Double(max(time.count, 1))
            let place =
                inputs.count > 1 && inputs.indices.contains(time.longestSource)
                ? "\(inputs[time.longestSource]):\(time.longestLine)" : "line \(time.longestLine)"
            return Row(
                name: ruleSet.rules[index].name, isShadow: ruleSet.rules[index].isShadow, fired: summary.fired[index],
                failed: summary.failed[index], asked: time.count, mean: Double(time.total) / asked / 1e3,
                percentile99: Double(time.percentile(0.99)) / 1e3, longest: Double(time.longest) / 1e3,
                longestPlace: time.count == 0 ? "" : place, cost: Double(time.total) / Double(count) / 1e3,
                allocated: Double(time.allocated) / asked)
        }
        rows.sort { ($0.cost, $1.name) > ($1.cost, $0.name) }
        stages = JudgementProfile.Stage.allCases.map {
            Stage(name: $0.name, cost: Double(profile?.time(of: $0) ?? 0) / Double(count) / 1e3)
        }
    }

    /// The profile for programs. Times are microseconds.
    public var json: JSONValue {
        func rounded(_ value: Double) -> JSONValue { .number((value * 1000).rounded() / 1000) }
        return .object([
            ("ruleset", .string(ruleSet)), ("comments", .integer(comments)), ("malformed", .integer(malformed)),
            ("would_change", .integer(wouldChange)),
            (
                "rules",
                .array(
                    rows.map { row in
                        .object([
                            ("rule", .string(row.name)), ("shadow", .bool(row.isShadow)),
                            ("fired", .integer(row.fired)),
                            ("share", rounded(Double(row.fired) / Double(max(comments, 1)))),
                            ("errors", .integer(row.failed)), ("asked", .integer(row.asked)),
                            ("cost", rounded(row.cost)), ("mean", rounded(row.mean)),
                            ("p99", rounded(row.percentile99)), ("longest", rounded(row.longest)),
                            ("longest_at", .string(row.longestPlace)), ("bytes", rounded(row.allocated)),
                        ])
                    })
            ),
            ("stages", .array(stages.map { .object([("stage", .string($0.name)), ("cost", rounded($0.cost))]) })),
        ])
    }
}
