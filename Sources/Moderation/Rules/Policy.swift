import LuaRuntime

/// From how many points on a comment is held or rejected, and who is not judged at all.
public struct Policy: Sendable {
    /// A category's own thresholds and cap.
    struct CategoryLimits: Sendable, Equatable {
        var cap: Points?
        var hold: Points?
        var reject: Points?
    }

    /// What the decision needs of a policy.
    struct Limits: Sendable, Equatable {
        /// 3 and 6 where no policy says otherwise.
        var hold: Points? = Points(thousandths: 3000)
        var reject: Points? = Points(thousandths: 6000)
        /// By the index in `RuleSet.categories`; shorter where the last have none.
        var categories: [CategoryLimits] = []
        /// The least that happens when a rule fails.
        var onError = Verdict.Outcome.hold

        /// Whether any threshold can hold a comment.
        var canHold: Bool { hold != nil || categories.contains { $0.hold != nil } }
    }

    /// A field that verdicts carry along.
    public enum EchoField: Sendable, Equatable {
        case field(Field)
        case createdAt
        case postCreatedAt
        /// A member of `extra`.
        case extra(String)
        /// The beginning of the rule set's digest.
        case ruleSet

        /// As the policy writes it, such as `extra.section`.
        public var name: String {
            switch self {
            case .field(let field): field.name
            case .createdAt: "created_at"
            case .postCreatedAt: "post_created_at"
            case .extra(let member): "extra." + member
            case .ruleSet: "ruleset"
            }
        }
    }

    /// The name that verdicts give; `nil` for the policy that applies when no other does.
    public internal(set) var name: String?
    /// Where it is declared, as messages name it; empty for the built-in one.
    var file = ""
    var line = 0
    var when: LuaFunction?
    var limits = Limits()
    var exempt: ExactTest?
    /// What each rule may use for a comment.
    var budget = LuaBudget.call
    public internal(set) var echo: [EchoField] = []
    /// Which of `email` and `ip` a queue keeps when the blog has taken a comment.
    public internal(set) var keep: [Field] = []
    /// The blog's own domains, in the form of hosts.
    var site: [String] = []
}
