import Moderation

/// What would have to be otherwise for another verdict.
struct VerdictChanges {
    private(set) var sentences: [String] = []

    init(_ verdict: Verdict) {
        let ruleSet = verdict.ruleSet
        switch verdict.cause {
        case .exempt:
            sentences = ["The policy exempts this comment; no rule was asked."]
            return
        case .rule(let rule):
            let without = verdict.outcome(without: [rule])
            sentences.append(
                "\(ruleSet.rules[rule].name) decides, whatever the points; without it the verdict would be \(without.name)."
            )
        case .error:
            sentences.append("A rule failed, and the policy's on_error asks for at least \(verdict.outcome.name).")
        case .score, .category:
            addThresholds(verdict)
        }
        addRules(verdict)
    }

    /// How many points are missing to each threshold, or are too many.
    private mutating func addThresholds(_ verdict: Verdict) {
        let score = verdict.score
        let (hold, reject) = verdict.thresholds
        if case .category(let index) = verdict.cause {
            let name = verdict.ruleSet.categories[index].name
            let own = verdict.categoryAccounts.first { $0.name == name }
            let limit = verdict.outcome == .reject ? own?.reject : own?.hold
            if let limit { sentences.append("The category \(name) has a threshold of its own, \(limit).") }
        } else if verdict.outcome != .accept {
            let reached = verdict.outcome == .reject ? reject : hold
            if let reached {
                let excess = Points(thousandths: score.thousandths - reached.thousandths)
                sentences.append(
                    "\(verdict.outcome.name) begins at \(reached); "
                        + (excess == .zero ? "this comment has just that." : "this comment has \(excess) more."))
            }
        }
        let next: (name: String, limit: Points)? =
            switch verdict.outcome {
            case .accept: hold.map { ("hold", $0) } ?? reject.map { ("reject", $0) }
            case .hold: reject.map { ("reject", $0) }
            case .reject: nil
            }
        if let next, next.limit > score {
            let missing = Points(thousandths: next.limit.thousandths - score.thousandths)
            sentences.append("\(next.name) begins at \(next.limit), \(missing) more than this comment has.")
        }
    }

    /// The rules each of which alone made the difference; where none did, the fewest heaviest that did together.
    private mutating func addRules(_ verdict: Verdict) {
        let names = { (rule: Int) in verdict.ruleSet.rules[rule].name }
        var isAlone = false
        for fired in verdict.fired where verdict.cause != .rule(fired.rule) {
            let without = verdict.outcome(without: [fired.rule])
            if without == verdict.outcome { continue }
            isAlone = true
            sentences.append("Without \(names(fired.rule)) (\(fired.points)) the verdict would be \(without.name).")
        }
        if isAlone || verdict.outcome == .accept { return }
        var removed: [Int] = []
        for fired in verdict.fired.sorted(by: { $0.points > $1.points }) where fired.points > .zero {
            removed.append(fired.rule)
            let without = verdict.outcome(without: Set(removed))
            if without == verdict.outcome { continue }
            if removed.count > 1 {
                sentences.append(
                    "Without \(removed.map(names).joined(separator: ", ")) together the verdict would be \(without.name)."
                )
            }
            return
        }
    }
}
