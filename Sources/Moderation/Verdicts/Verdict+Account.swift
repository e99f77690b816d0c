/// What an account of a verdict needs to know beyond the verdict: how it came about, and what would change it.
extension Verdict {
    /// A category's part in the score.
    package struct CategoryAccount: Sendable, Equatable {
        package var name: String
        /// The points of its rules, before the cap.
        package var sum: Points
        /// What counts.
        package var total: Points
        package var hold: Points?
        package var reject: Points?
    }

    /// The categories whose rules fired, in the order of the rule set.
    package var categoryAccounts: [CategoryAccount] {
        let limits = ruleSet.policies[policy].limits
        return categoryScores.indices.compactMap { index in
            guard let total = categoryScores[index] else { return nil }
            let own = index < limits.categories.count ? limits.categories[index] : Policy.CategoryLimits()
            let sum = fired.filter { $0.category == index }.reduce(Points.zero) { $0 + $1.points }
            return CategoryAccount(
                name: ruleSet.categories[index].name, sum: sum, total: total, hold: own.hold, reject: own.reject)
        }
    }

    /// From how many points on the policy that applied holds and rejects.
    package var thresholds: (hold: Points?, reject: Points?) {
        let limits = ruleSet.policies[policy].limits
        return (limits.hold, limits.reject)
    }

    /// What would have been decided if some of the rules that fired had not; what depends on those by its conditions
    /// is taken to fire all the same.
    package func outcome(without rules: Set<Int>) -> Outcome {
        ruleSet.decision(
            on: fired.lazy.filter { !rules.contains($0.rule) }.map { ($0.rule, $0.points) }, policy: policy,
            hasFailed: hasFailed
        ).outcome
    }

    /// Whether a rule failed that counts, so that the policy's `on_error` applies.
    package var hasFailed: Bool {
        failures.contains { failure in failure.rule.map { !ruleSet.rules[$0].isShadow } ?? true }
    }

    /// The rules that a rule's conditions name, and whether they fired.
    package func conditions(of rule: Int) -> [(key: String, rules: [(name: String, fired: Bool)])] {
        let hasFired = Set((fired + shadow).map(\.rule))
        let conditions = ruleSet.rules[rule].conditions
        return [("all", conditions.all), ("any", conditions.any), ("none", conditions.none)].compactMap { key, rules in
            rules.isEmpty ? nil : (key, rules.map { (ruleSet.rules[$0].name, hasFired.contains($0)) })
        }
    }
}
