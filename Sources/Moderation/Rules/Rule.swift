import TextAnalysis

/// A rule as its author declared it.
public struct Rule: Sendable {
    public var name: String
    /// An index into `RuleSet.categories`.
    public var category: Int
    /// Points at full strength.
    public var score: Double
    /// What the rule is for, in its author's words.
    public var about: String?
    /// The file as messages name it.
    public var file: String
    public var line: Int
    /// What the commenter may be told.
    public var tell: String?
    /// Whether the rule is on trial: reported, never counted.
    public var isShadow: Bool
    /// An outcome that needs no score.
    public var decides: Verdict.Outcome?
}
