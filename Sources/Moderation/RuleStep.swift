import LuaRuntime

/// What evaluating a rule needs, without the strings and lists of its declaration.
struct RuleStep {
    enum Test {
        case always
        case matches(group: Int)
        case exact
        case required
        case history(query: Int, moreThan: Int32)
    }

    let rule: Int
    let types: UInt64
    let test: Test
    let hasConditions: Bool
    let check: LuaFunction?
    let score: Double
    let isShadow: Bool
    let isOn: Bool

    init(_ rule: Rule, number: Int) {
        self.rule = number
        types = rule.types
        hasConditions = !rule.conditions.isEmpty
        check = rule.check
        score = rule.score
        isShadow = rule.isShadow
        isOn = rule.isOn
        test =
            switch rule.trigger {
            case nil: .always
            case .matches(let group): .matches(group: group)
            case .exact: .exact
            case .required: .required
            case .history(let query, let moreThan): .history(query: query, moreThan: Int32(moreThan))
            }
    }
}
