import LuaRuntime

/// What evaluating a rule needs at every comment, without the strings and lists of its declaration.
///
/// Plain values only: copying one touches no reference count, which several workers would contend for.
struct RuleStep {
    enum Test {
        case always
        case matches(group: Int)
        case exact
        /// A bit for each field that must not be blank.
        case required(UInt16)
        case history(query: Int, moreThan: Int32)
    }

    let rule: Int
    let category: Int
    let types: UInt64
    let test: Test
    let hasConditions: Bool
    let check: LuaFunction?
    let score: Double
    /// 0 where any number of hits counts once.
    let perHit: Int
    let isShadow: Bool
    let decides: Verdict.Outcome?

    init(_ rule: Rule, number: Int) {
        self.rule = number
        category = rule.category
        types = rule.types
        hasConditions = !rule.conditions.isEmpty
        check = rule.check
        score = rule.score
        perHit = rule.perHit ?? 0
        isShadow = rule.isShadow
        decides = rule.decides
        test =
            switch rule.trigger {
            case nil: .always
            case .matches(let group): .matches(group: group)
            case .exact: .exact
            case .required(let fields): .required(TextGroup.mask(fields))
            case .history(let query, let moreThan): .history(query: query, moreThan: Int32(moreThan))
            }
    }
}
