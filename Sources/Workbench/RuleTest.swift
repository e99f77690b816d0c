import Moderation

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
    var score: Points?
}

/// What became of one test.
public struct RuleTestResult: Sendable {
    public var test: RuleTest
    /// What differed, a sentence each; empty for a test that passed.
    public var differences: [String]
    public var hasPassed: Bool { differences.isEmpty }
}
