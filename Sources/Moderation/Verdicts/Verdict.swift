/// What was decided about one comment, and why.
///
/// A moderator fills the same verdict again for each comment: what repeats (rule names, list entries) is an index
/// into `ruleSet`, what is new (reasons, words found) is a range of `text`. The accessors give strings.
public struct Verdict: Sendable {
    /// Where the comment goes, from lenient to strict.
    public enum Outcome: UInt8, Sendable, Comparable, CaseIterable {
        case accept, hold, reject

        public static func < (left: Outcome, right: Outcome) -> Bool { left.rawValue < right.rawValue }
        /// The word in verdicts and rules.
        public var name: String {
            switch self {
            case .accept: "accept"
            case .hold: "hold"
            case .reject: "reject"
            }
        }
    }

    /// What settled the outcome.
    public enum Cause: Sendable, Equatable {
        /// The score against the policy's thresholds.
        case score
        /// A category's own threshold; an index into `RuleSet.categories`.
        case category(Int)
        /// A decisive rule; an index into `RuleSet.rules`.
        case rule(Int)
        /// A rule failed, and the policy's `on_error` asks for more than the rest came to.
        case error
        /// The policy exempts the comment from judgement.
        case exempt
    }

    /// A rule that fired.
    public struct Fired: Sendable, Equatable {
        /// An index into `RuleSet.rules`.
        public var rule: Int
        /// An index into `RuleSet.categories`.
        public var category: Int
        /// The outcome that the rule asks for whatever the score.
        public var decides: Outcome?
        public var points: Points
        /// A range of `Verdict.text`; empty where the rule gives no reason.
        public var reason: Range<Int>
        /// A range of `Verdict.hits`.
        public var hits: Range<Int>
        /// How many hits there were beyond those.
        public var moreHits: Int
    }

    /// Words of the comment that made a rule fire.
    public struct Hit: Sendable, Equatable {
        public var field: Field
        /// A half-open range of bytes of the field's value, on character boundaries.
        public var at: Range<Int>
        /// The words as they stand in the comment: a range of `Verdict.text`.
        public var found: Range<Int>
        /// The list entry or pattern that they matched: an index into `RuleSet.entries`.
        public var entry: Int
    }

    /// A rule that failed on this comment.
    public struct Failure: Sendable, Equatable {
        /// An index into `RuleSet.rules`, or `nil` where a policy's `when` failed.
        public var rule: Int?
        /// The file, as messages name it.
        public var file: String
        public var line: Int
        public var message: String
    }

    /// The rules that judged.
    public let ruleSet: RuleSet

    public internal(set) var outcome: Outcome = .accept
    public internal(set) var cause: Cause = .score
    /// The sum of `categoryScores`.
    public internal(set) var score = Points.zero
    /// The sum of each category after its cap, by the index in `RuleSet.categories`; `nil` where none of its rules fired.
    public internal(set) var categoryScores: [Points?] = []
    /// The rules that fired, in load order.
    public internal(set) var fired: [Fired] = []
    /// The rules on trial that would have fired, in load order.
    public internal(set) var shadow: [Fired] = []
    /// The outcome if the rules on trial counted; set when one of them fired.
    public internal(set) var would: Outcome?
    public internal(set) var failures: [Failure] = []
    public internal(set) var hits: [Hit] = []
    /// The policy that applied: an index into `RuleSet.policies`.
    public internal(set) var policy = 0
    /// The fields of which only the first 256 KiB were looked at.
    public internal(set) var truncated: [Field] = []
    /// UTF-8 of reasons and words found.
    public internal(set) var text: [UInt8] = []

    /// An empty verdict: accepted, nothing fired.
    public init(ruleSet: RuleSet) {
        self.ruleSet = ruleSet
    }

    /// A range of `text` as a string.
    public func string(_ range: Range<Int>) -> String {
        String(decoding: text[range], as: UTF8.self)
    }

    /// What the commenter may be told: the `tell` of each rule that fired, each sentence once.
    public var tell: [String] {
        var sentences: [String] = []
        for fired in fired {
            if let sentence = ruleSet.rules[fired.rule].tell, !sentences.contains(sentence) {
                sentences.append(sentence)
            }
        }
        return sentences
    }

    /// The cause as verdicts spell it, such as `score:tone` or `rule:no_email`.
    public var because: String {
        switch cause {
        case .score: "score"
        case .category(let index): "score:" + ruleSet.categories[index].name
        case .rule(let index): "rule:" + ruleSet.rules[index].name
        case .error: "error"
        case .exempt: "exempt"
        }
    }

    mutating func set(categoryScores scores: UnsafeMutableBufferPointer<Points?>) {
        if categoryScores.count != scores.count { categoryScores = Array(scores) }
        categoryScores.withUnsafeMutableBufferPointer { own in
            for index in scores.indices { own[index] = scores[index] }
        }
    }

    mutating func removeAll() {
        outcome = .accept
        cause = .score
        score = .zero
        categoryScores.withUnsafeMutableBufferPointer { $0.update(repeating: nil) }
        // Most are empty already, and emptying what is empty costs as much as emptying what is not.
        if !fired.isEmpty { fired.removeAll(keepingCapacity: true) }
        if !shadow.isEmpty { shadow.removeAll(keepingCapacity: true) }
        would = nil
        if !failures.isEmpty { failures.removeAll(keepingCapacity: true) }
        if !hits.isEmpty { hits.removeAll(keepingCapacity: true) }
        policy = 0
        if !truncated.isEmpty { truncated.removeAll(keepingCapacity: true) }
        if !text.isEmpty { text.removeAll(keepingCapacity: true) }
    }
}
