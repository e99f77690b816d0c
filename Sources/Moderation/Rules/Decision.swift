/// What a policy makes of the rules that fired: the arithmetic, apart from everything that fires them.
struct Decision: Equatable {
    /// A rule that fired, as far as the decision goes.
    struct Vote: Equatable {
        var rule: Int
        var category: Int
        var points: Points
        var decides: Verdict.Outcome?
    }

    var outcome: Verdict.Outcome
    var cause: Verdict.Cause
    var score: Points

    /// Decides, in this order: a decisive reject, a decisive accept, a decisive hold, else the strictest threshold
    /// reached; then a failed rule lifts the outcome to `on_error`.
    ///
    /// - Parameters:
    ///   - votes: In load order; of several decisive rules the first gives its name.
    ///   - sums: Scratch, one a category; holds each category's sum after its cap when the call returns.
    init(
        votes: some Collection<Vote>, limits: borrowing Policy.Limits, hasFailed: Bool,
        sums: UnsafeMutableBufferPointer<Points?>
    ) {
        for index in sums.indices { sums[index] = nil }
        for vote in votes { sums[vote.category] = (sums[vote.category] ?? .zero) + vote.points }
        score = .zero
        for index in sums.indices {
            guard var sum = sums[index] else { continue }
            if index < limits.categories.count, let cap = limits.categories[index].cap { sum = min(sum, cap) }
            sums[index] = sum
            score += sum
        }
        (outcome, cause) = Self.threshold(score: score, sums: sums, limits: limits)
        if let vote = Self.decisive(votes) {
            outcome = vote.outcome
            cause = .rule(vote.rule)
        }
        if hasFailed, outcome < limits.onError {
            outcome = limits.onError
            cause = .error
        }
    }

    private static func decisive(_ votes: some Collection<Vote>) -> (outcome: Verdict.Outcome, rule: Int)? {
        var first: (outcome: Verdict.Outcome, rule: Int)?
        for vote in votes {
            guard let outcome = vote.decides else { continue }
            if first.map({ Self.rank(outcome) > Self.rank($0.outcome) }) ?? true { first = (outcome, vote.rule) }
        }
        return first
    }

    /// Which of several decisive rules decides.
    private static func rank(_ outcome: Verdict.Outcome) -> Int {
        switch outcome {
        case .reject: 2
        case .accept: 1
        case .hold: 0
        }
    }

    private static func threshold(
        score: Points, sums: UnsafeMutableBufferPointer<Points?>, limits: borrowing Policy.Limits
    ) -> (Verdict.Outcome, Verdict.Cause) {
        func outcome(_ points: Points, hold: Points?, reject: Points?) -> Verdict.Outcome {
            if let reject, points >= reject { return .reject }
            if let hold, points >= hold { return .hold }
            return .accept
        }
        var strictest = outcome(score, hold: limits.hold, reject: limits.reject)
        var cause = Verdict.Cause.score
        for index in sums.indices.prefix(limits.categories.count) {
            guard let sum = sums[index] else { continue }
            let own = outcome(sum, hold: limits.categories[index].hold, reject: limits.categories[index].reject)
            if own > strictest {
                strictest = own
                cause = .category(index)
            }
        }
        return (strictest, cause)
    }
}
