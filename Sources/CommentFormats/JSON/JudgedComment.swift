import Moderation

/// A comment as a queue holds it: what came in, with its verdict.
public struct JudgedComment: Sendable {
    public var comment: Comment
    public var verdict: StoredVerdict
}

/// What a verdict says, as it was written under `moderation`. What is missing or of another shape is left out.
public struct StoredVerdict: Sendable, Equatable {
    /// A rule that fired.
    public struct Rule: Sendable, Equatable {
        public var name: String
        public var category: String
        public var points: Points
        public var reason: String?
        public var hits: [Hit]
        /// How many hits there were beside those.
        public var moreHits: Int
    }

    public struct Hit: Sendable, Equatable {
        public var field: Field
        /// Bytes of the field.
        public var at: Range<Int>
        public var found: String
        public var entry: String
        /// The list and its line; `nil` where the entry stands in the rule.
        public var from: String?
    }

    public var because: String
    public var score: Points
    public var rules: [Rule]
    /// Rules on trial.
    public var shadow: [Rule]
    /// `file:line: message` of each rule that failed.
    public var failures: [String]

    init(_ tape: ValueTape) {
        let root = TapeValue(tape: tape, index: 0)
        because = root["because"]?.string ?? ""
        score = root["score"]?.points ?? .zero
        rules = root["rules"]?.items.compactMap(Rule.init) ?? []
        shadow = root["shadow"]?.items.compactMap(Rule.init) ?? []
        failures =
            root["errors"]?.items.compactMap { error in
                guard let file = error["file"]?.string, let message = error["message"]?.string else { return nil }
                let rule = error["rule"]?.string.map { "rule \"\($0)\" failed: " } ?? ""
                return "\(file):\(error["line"]?.integer ?? 0): \(rule)\(message)"
            } ?? []
    }
}

extension StoredVerdict.Rule {
    fileprivate init?(_ value: TapeValue) {
        guard let name = value["rule"]?.string else { return nil }
        self.name = name
        category = value["category"]?.string ?? ""
        points = value["score"]?.points ?? .zero
        reason = value["reason"]?.string
        hits = value["hits"]?.items.compactMap(StoredVerdict.Hit.init) ?? []
        moreHits = value["more"]?.integer ?? 0
    }
}

extension StoredVerdict.Hit {
    fileprivate init?(_ value: TapeValue) {
        guard let field = value["field"]?.string.flatMap(Field.init(name:)), let at = value["at"]?.items, at.count == 2,
            let from = at[0].integer, let to = at[1].integer, 0 <= from, from <= to
        else { return nil }
        self.field = field
        self.at = from..<to
        found = value["found"]?.string ?? ""
        entry = value["entry"]?.string ?? ""
        self.from = value["from"]?.string
    }
}
