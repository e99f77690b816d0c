import LuaRuntime

/// What evaluating a rule needs at every comment, without the strings and lists of its declaration.
///
/// Plain values only: copying one touches no reference count, which several workers would contend for.
struct RuleStep {
    enum Test {
        case always
        case matches(group: Int)
        /// An index into the moderator's exact tests.
        case exact(Int)
        /// A bit for each field that must not be blank.
        case required(UInt16)
        case history(query: Int, moreThan: Int32)
        /// `given` has a bit for each field that must not be blank.
        case model(Int, above: Double, given: UInt16)
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

    /// Whether nothing but its check decides whether it fires.
    var isCheckAlone: Bool {
        guard case .always = test else { return false }
        return !hasConditions && check != nil
    }

    /// - Parameter exactTests: Receives the rule's own, if it has one.
    init(_ rule: Rule, number: Int, exactTests: inout [ExactTest]) {
        self.rule = number
        category = rule.category
        types = rule.types
        hasConditions = !rule.conditions.isEmpty
        check = rule.check
        score = rule.score
        perHit = rule.perHit ?? 0
        isShadow = rule.isShadow
        decides = rule.decides
        switch rule.trigger {
        case nil: test = .always
        case .matches(let group): test = .matches(group: group)
        case .exact(let exact):
            test = .exact(exactTests.count)
            exactTests.append(exact)
        case .required(let fields): test = .required(TextGroup.mask(fields))
        case .history(let query, let moreThan): test = .history(query: query, moreThan: Int32(moreThan))
        case .model(let model, let above, let given):
            test = .model(model, above: above, given: TextGroup.mask(given))
        }
    }
}

/// Which steps a comment sets in motion. One with a matcher waits until something is found, so that rules with
/// nothing to say cost nothing, however many there are.
struct StepTurns {
    /// A bit for each step that looks at every comment.
    let standing: [UInt64]
    /// The step of each text group, or -1 for the group of a handle.
    private let steps: [Int32]

    init(_ steps: [RuleStep], groupCount: Int) {
        var standing = [UInt64](repeating: 0, count: (steps.count + 63) / 64)
        var stepOfGroup = [Int32](repeating: -1, count: groupCount)
        for (index, step) in steps.enumerated() {
            if case .matches(let group) = step.test {
                stepOfGroup[group] = Int32(index)
            } else {
                standing[index / 64] |= 1 << UInt64(index % 64)
            }
        }
        self.standing = standing
        self.steps = stepOfGroup
    }

    /// Sets `turn` to the standing steps and those of the groups that were found.
    func begin(_ turn: inout [UInt64], found: [CommentContext.Found]) {
        for word in standing.indices { turn[word] = standing[word] }
        for index in found.indices {
            let step = Int(steps[Int(found[index].group)])
            if step >= 0 { turn[step / 64] |= 1 << UInt64(step % 64) }
        }
    }
}
