import Moderation
import TextAnalysis

/// A test of a rules folder: a comment, and what the rules must make of it.
public struct RuleTest: Sendable {
    /// What its author calls it.
    public var name: String
    /// The file as messages name it.
    public var file: String
    public var line: Int
    /// Comments that are judged first.
    var before: [Comment] = []
    var comment = Comment()
    /// Rules that must fire.
    var fires: [String] = []
    /// Rules that must not.
    var silent: [String] = []
    var verdict: Verdict.Outcome?
    var score: ExpectedScore?
    /// Must match the reason of a rule in `fires`, or of any rule where that names none.
    var reason: TextMatcher?
}

/// What a test says of the score.
enum ExpectedScore: Sendable, Equatable {
    case exactly(Points)
    case between(above: Points?, below: Points?)

    func holds(_ score: Points) -> Bool {
        switch self {
        case .exactly(let points): score == points
        case .between(let above, let below): (above.map { score > $0 } ?? true) && (below.map { score < $0 } ?? true)
        }
    }

    var description: String {
        switch self {
        case .exactly(let points): "\(points)"
        case .between(let above?, let below?): "above \(above) and below \(below)"
        case .between(let above?, nil): "above \(above)"
        case .between(nil, let below?): "below \(below)"
        case .between(nil, nil): "any"
        }
    }
}

/// What became of one test.
public struct RuleTestResult: Sendable {
    public var test: RuleTest
    /// What differed, a sentence each; empty for a test that passed.
    public var differences: [String]
    /// Why the comment got its verdict.
    public var account: CommentAccount
    public var hasPassed: Bool { differences.isEmpty }
}
