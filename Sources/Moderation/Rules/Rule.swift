import LuaRuntime
import TextAnalysis

/// A rule as its author declared it, checked and compiled.
public struct Rule: Sendable {
    public let name: String
    /// An index into `RuleSet.categories`.
    public let category: Int
    /// Points at full strength; within ±1,000,000.
    public let score: Double
    /// What the rule is for, in its author's words.
    public let about: String?
    /// The file as verdicts name it: its path within the rules folder, after `pack/` for the installed pack.
    public let file: String
    /// Where in `file` the declaration begins.
    public let line: Int
    /// What the commenter may be told.
    public let tell: String?
    /// Whether the rule is on trial: reported, never counted.
    public let isShadow: Bool
    /// An outcome that needs no score.
    public let decides: Verdict.Outcome?
    /// `false` for a rule that `scores` switches off: it never fires.
    public let isOn: Bool

    /// A bit for each comment type that it judges, as `RuleSet.types` numbers them.
    let types: UInt64
    let trigger: Trigger?
    let conditions: Conditions
    let check: LuaFunction?
    /// How many hits count at most; `nil` where any number of hits counts once.
    let perHit: Int?

    /// Where `scores` says what the rule is worth, or that it is off; `nil` where its own file does.
    package struct Override: Sendable {
        /// The file as verdicts name it.
        package var file: String
        package var line: Int
        /// The line of the folder's own `scores.lua` that names the rule too, which does not count.
        package var overruledLine: Int?

        /// Whether the admin wrote it, and not `tune` or the pack's authors.
        package var isByHand: Bool { file != "scores.lua" && !file.hasPrefix("pack/") }
    }
    package let override: Override?
}

/// What makes a rule look at a comment, natively.
enum Trigger: Sendable {
    /// Words or patterns: an index into `RuleSet.groups`.
    case matches(group: Int)
    case exact(ExactTest)
    case required([Field])
    /// More than `moreThan` comments before: an index into `RuleSet.historyQueries`.
    case history(query: Int, moreThan: Int)
    /// Surer than `above`: an index into `RuleSet.models`. Asked only where none of the fields `given` is blank.
    case model(Int, above: Double, given: [Field])
}

/// Other rules that must have fired or not: indices into `RuleSet.rules`.
struct Conditions: Sendable {
    var all: [Int] = []
    var any: [Int] = []
    var none: [Int] = []

    var isEmpty: Bool { all.isEmpty && any.isEmpty && none.isEmpty }
}

/// The words and patterns of one rule or handle, looked for together.
struct TextGroup: Sendable {
    var form: TextForm
    /// A bit for each field that is searched.
    var fields: UInt16
    /// Whether a rule's trigger asks for it, so that every comment is searched; a handle asks when it is called.
    var isTrigger: Bool
    /// Whether it looks for words, whose entries name what was found; a pattern's source does not.
    var words: Bool
    /// Whether words are also looked for in disguise.
    var isDisguised = false
    /// Whether what stands in a quotation does not count.
    var skipsQuotations = false
    /// The first of what is looked for, an index into `RuleSet.entries`; `nil` where there is nothing.
    var firstEntry: Int?

    static func mask(_ fields: [Field]) -> UInt16 {
        fields.reduce(0) { $0 | 1 << UInt16($1.rawValue) }
    }
}
