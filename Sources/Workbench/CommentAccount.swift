import Moderation

/// A readable account of one verdict: every rule, every point, every word, and what would have changed it.
public struct CommentAccount: Sendable {
    /// A field with the words that rules found in it.
    public struct MarkedField: Sendable {
        public var name: String
        /// The text piece by piece, without the comment's e-mail and IP.
        public var pieces: [(text: String, isMarked: Bool)]
    }

    /// A rule that fired.
    public struct RuleAccount: Sendable {
        public var name: String
        public var category: String
        public var points: Points
        public var reason: String
        public var about: String?
        /// `file:line` of the rule.
        public var place: String
        /// The outcome that it asks for whatever the score.
        public var decides: Verdict.Outcome?
        /// What its words and patterns found.
        public var hits: [HitAccount]
        public var moreHits: Int
        /// Other rules that it needs or excludes, such as "all of praise, link_in_url: both fired".
        public var conditions: [String]
    }

    /// Words of the comment that an entry matched.
    public struct HitAccount: Sendable {
        public var field: String
        public var at: Range<Int>
        public var found: String
        public var entry: String
        /// The list and its line; `nil` where the entry stands in the rule.
        public var from: String?
    }

    public var id: String?
    public var author: String?
    public var outcome: Verdict.Outcome
    public var because: String
    public var score: Points
    /// The policy that applied; `nil` for the one without a name.
    public var policy: String?
    public var hold: Points?
    public var reject: Points?
    public var fields: [MarkedField]
    public var rules: [RuleAccount]
    /// Rules on trial.
    public var shadow: [RuleAccount]
    public var would: Verdict.Outcome?
    package var categories: [Verdict.CategoryAccount]
    /// `file:line: message` of each rule that failed.
    public var failures: [String]
    public var tell: [String]
    /// Fields of which only the first part was looked at.
    public var truncated: [String]
    /// What would have to be otherwise for another outcome, a sentence each.
    public var changes: [String]

    /// - Parameters:
    ///   - text: The value of a field.
    ///   - redactor: Takes the comment's e-mail and IP out of texts.
    package init(_ verdict: Verdict, text: (Field) -> String?, redactor: Redactor) {
        let ruleSet = verdict.ruleSet
        id = text(.id).map(redactor.redacted)
        author = text(.author).map(redactor.redacted)
        outcome = verdict.outcome
        because = verdict.because
        score = verdict.score
        policy = ruleSet.policies.indices.contains(verdict.policy) ? ruleSet.policies[verdict.policy].name : nil
        (hold, reject) = verdict.thresholds
        rules = verdict.fired.map { Self.account(of: $0, in: verdict) }
        shadow = verdict.shadow.map { Self.account(of: $0, in: verdict) }
        would = verdict.would
        categories = verdict.categoryAccounts
        failures = verdict.failures.map { failure in
            let name = failure.rule.map { "rule \"\(ruleSet.rules[$0].name)\" failed: " } ?? ""
            return "\(failure.file):\(failure.line): \(name)\(failure.message)"
        }
        tell = verdict.tell
        truncated = verdict.truncated.map(\.name)
        changes = VerdictChanges(verdict).sentences
        fields = Field.allCases.compactMap { field in
            let marks = verdict.hits.filter { $0.field == field }.map(\.at)
            guard field == .body || !marks.isEmpty, let value = text(field) else { return nil }
            if field == .email || field == .ip {
                return MarkedField(name: field.name, pieces: [("[\(field.name)]", true)])
            }
            let secrets = Array(value.utf8).withUnsafeBytes { redactor.ranges(in: $0) }
            return MarkedField(name: field.name, pieces: MarkedText.pieces(of: value, marks: marks, secrets: secrets))
        }
    }

    private static func account(of fired: Verdict.Fired, in verdict: Verdict) -> RuleAccount {
        let ruleSet = verdict.ruleSet
        let rule = ruleSet.rules[fired.rule]
        return RuleAccount(
            name: rule.name, category: ruleSet.categories[fired.category].name, points: fired.points,
            reason: verdict.string(fired.reason), about: rule.about, place: "\(rule.file):\(rule.line)",
            decides: fired.decides,
            hits: verdict.hits[fired.hits].map { hit in
                let entry = ruleSet.entries[hit.entry]
                return HitAccount(
                    field: hit.field.name, at: hit.at, found: verdict.string(hit.found), entry: entry.text,
                    from: entry.file.map { "\($0):\(entry.line)" })
            },
            moreHits: fired.moreHits,
            conditions: verdict.conditions(of: fired.rule).map { key, rules in
                "\(key) of "
                    + rules.map { $0.name + ($0.fired ? " (fired)" : " (silent)") }.joined(separator: ", ")
            })
    }
}

extension CommentAccount {
    /// Of a comment that a replay visits.
    public init(_ visit: Replay.Visit) {
        self.init(visit.verdicts[0], text: visit.text, redactor: visit.redactor)
    }
}
