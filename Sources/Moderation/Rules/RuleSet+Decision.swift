/// Deciding anew about what was judged before: with other points, or without some of the rules.
extension RuleSet {
    /// What a policy makes of rules that fired.
    ///
    /// - Parameters:
    ///   - fired: Indices into `rules`, in load order, with the points of each.
    ///   - policy: An index into `policies`.
    ///   - hasFailed: Whether a rule failed, so that the policy's `on_error` applies.
    package func decision(
        on fired: some Sequence<(rule: Int, points: Points)>, policy: Int, hasFailed: Bool
    ) -> (outcome: Verdict.Outcome, score: Points) {
        var sums = [Points?](repeating: nil, count: categories.count)
        let votes = fired.map {
            Decision.Vote(
                rule: $0.rule, category: rules[$0.rule].category, points: $0.points, decides: rules[$0.rule].decides)
        }
        let decision = sums.withUnsafeMutableBufferPointer {
            Decision(votes: votes, limits: policies[policy].limits, hasFailed: hasFailed, sums: $0)
        }
        return (decision.outcome, decision.score)
    }

    /// From how many points of one category on the policy for the rest holds and rejects: the category's own
    /// thresholds, and where it has none the policy's.
    package func thresholds(ofCategory category: Int) -> (hold: Points?, reject: Points?) {
        guard let limits = policies.last?.limits else { return (nil, nil) }
        let own = category < limits.categories.count ? limits.categories[category] : Policy.CategoryLimits()
        return (own.hold ?? limits.hold, own.reject ?? limits.reject)
    }
}
