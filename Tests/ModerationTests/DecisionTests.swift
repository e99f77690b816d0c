import Testing

@testable import Moderation

/// One row: what rules gave, what the policy says, what must come out.
struct DecisionCase: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var votes: [Decision.Vote]
    var limits = Policy.Limits()
    var hasFailed = false
    var outcome: Verdict.Outcome
    var cause: Verdict.Cause = .score
    /// In thousandths.
    var score: Int64

    init(
        _ name: String, _ votes: [Decision.Vote], _ limits: Policy.Limits = .limits(3, 6), failed: Bool = false,
        gives outcome: Verdict.Outcome, because cause: Verdict.Cause = .score, score: Int64
    ) {
        testDescription = name
        self.votes = votes
        self.limits = limits
        hasFailed = failed
        self.outcome = outcome
        self.cause = cause
        self.score = score
    }
}

extension Policy.Limits {
    /// Limits with these thresholds in points, and categories by index.
    static func limits(
        _ hold: Double?, _ reject: Double?, onError: Verdict.Outcome = .hold, categories: [Policy.CategoryLimits] = []
    ) -> Self {
        var limits = Self()
        limits.hold = hold.map { Points(rounding: $0) }
        limits.reject = reject.map { Points(rounding: $0) }
        limits.onError = onError
        limits.categories = categories
        return limits
    }
}

extension Policy.CategoryLimits {
    static func of(cap: Double? = nil, hold: Double? = nil, reject: Double? = nil) -> Self {
        Self(
            cap: cap.map { Points(rounding: $0) }, hold: hold.map { Points(rounding: $0) },
            reject: reject.map { Points(rounding: $0) })
    }
}

/// A vote of the next rule in category 0.
private func spam(_ points: Double, _ decides: Verdict.Outcome? = nil, rule: Int = 0) -> Decision.Vote {
    Decision.Vote(rule: rule, category: 0, points: Points(rounding: points), decides: decides)
}

/// A vote in category 1.
private func tone(_ points: Double, _ decides: Verdict.Outcome? = nil, rule: Int = 1) -> Decision.Vote {
    Decision.Vote(rule: rule, category: 1, points: Points(rounding: points), decides: decides)
}

@Suite("what a policy makes of the rules that fired")
struct DecisionTests {
    @Test("the arithmetic", arguments: DecisionTests.arithmetic + DecisionTests.categories)
    func computes(row: DecisionCase) { check(row) }

    @Test("the order of precedence", arguments: DecisionTests.precedence + DecisionTests.failures)
    func ranks(row: DecisionCase) { check(row) }

    private func check(_ row: DecisionCase) {
        var sums = [Points?](repeating: Points(thousandths: 99), count: 3)
        let decision = sums.withUnsafeMutableBufferPointer {
            Decision(votes: row.votes, limits: row.limits, hasFailed: row.hasFailed, sums: $0)
        }
        #expect(decision.outcome == row.outcome)
        #expect(decision.cause == row.cause)
        #expect(decision.score == Points(thousandths: row.score))
        #expect(sums[2] == nil, "a category without votes has no sum")
    }

    static let arithmetic: [DecisionCase] = [
        DecisionCase("nothing fired", [], gives: .accept, score: 0),
        DecisionCase("below hold", [spam(2.999)], gives: .accept, score: 2999),
        DecisionCase("exactly hold", [spam(3)], gives: .hold, score: 3000),
        DecisionCase("just below reject", [spam(5.999)], gives: .hold, score: 5999),
        DecisionCase("exactly reject", [spam(6)], gives: .reject, score: 6000),
        DecisionCase("several rules add up", [spam(1), spam(1, rule: 2), tone(1)], gives: .hold, score: 3000),
        DecisionCase("negative points speak for it", [spam(4), spam(-1.5, rule: 2)], gives: .accept, score: 2500),
        DecisionCase("a sum below zero", [spam(-4), tone(1)], gives: .accept, score: -3000),
        DecisionCase("points of 0 only tag", [spam(0)], gives: .accept, score: 0),
        DecisionCase(
            "three tenths are exactly 0.3", [spam(0.1), spam(0.1, rule: 2), spam(0.1, rule: 3)], .limits(0.3, 6),
            gives: .hold, score: 300),
        DecisionCase(
            "ten times 0.1 less 1 is exactly 0", (0..<10).map { spam(0.1, rule: $0) } + [spam(-1, rule: 10)],
            .limits(0.001, 6), gives: .accept, score: 0),
        DecisionCase(
            "no hold: reject alone", [spam(5.999)], .limits(nil, 6, onError: .reject), gives: .accept, score: 5999),
        DecisionCase(
            "no hold: reject reached", [spam(6)], .limits(nil, 6, onError: .reject), gives: .reject, score: 6000),
        DecisionCase("no reject: the highest is hold", [spam(1000)], .limits(3, nil), gives: .hold, score: 1_000_000),
        DecisionCase(
            "no thresholds at all", [spam(1000)], .limits(nil, nil, onError: .reject), gives: .accept, score: 1_000_000),
        DecisionCase("a threshold of 0 is reached by nothing", [], .limits(0, 6), gives: .hold, score: 0),
        DecisionCase("hold and reject alike reject", [spam(3)], .limits(3, 3), gives: .reject, score: 3000),
    ]

    static let categories: [DecisionCase] = [
        DecisionCase(
            "a category is cut at its cap", [spam(4), spam(5, rule: 2)], .limits(3, 6, categories: [.of(cap: 5)]),
            gives: .hold, score: 5000),
        DecisionCase(
            "negatives count before the cap", [spam(9), spam(-3, rule: 2)], .limits(3, 6, categories: [.of(cap: 5)]),
            gives: .hold, score: 5000),
        DecisionCase(
            "negatives bring it below the cap", [spam(9), spam(-6, rule: 2)], .limits(3, 6, categories: [.of(cap: 5)]),
            gives: .hold, score: 3000),
        DecisionCase(
            "a negative of another category counts after the cap", [spam(9), tone(-3)],
            .limits(3, 6, categories: [.of(cap: 5)]), gives: .accept, score: 2000),
        DecisionCase(
            "a cap of 0 leaves negatives", [spam(-2), tone(4)], .limits(3, 6, categories: [.of(cap: 0)]),
            gives: .accept, score: 2000),
        DecisionCase(
            "a negative cap", [spam(2), tone(4)], .limits(3, 6, categories: [.of(cap: -1)]), gives: .hold, score: 3000),
        DecisionCase(
            "a category's own hold", [tone(2)], .limits(3, 6, categories: [.of(), .of(hold: 2)]), gives: .hold,
            because: .category(1), score: 2000),
        DecisionCase(
            "a category's own reject beats the score's hold", [spam(2), tone(2)],
            .limits(3, 6, categories: [.of(), .of(reject: 2)]), gives: .reject, because: .category(1), score: 4000),
        DecisionCase(
            "the score's reject beats a category's hold", [spam(4), tone(2)],
            .limits(3, 6, categories: [.of(), .of(hold: 2)]), gives: .reject, score: 6000),
        DecisionCase(
            "as strict as the category, the score is named", [spam(2), tone(2)],
            .limits(3, 6, categories: [.of(), .of(hold: 2)]), gives: .hold, score: 4000),
        DecisionCase(
            "a category's threshold looks at the sum after its cap", [tone(9)],
            .limits(20, 30, categories: [.of(), .of(cap: 4, hold: 5)]), gives: .accept, score: 4000),
        DecisionCase(
            "the strictest of two categories", [spam(2), tone(2)],
            .limits(30, 60, categories: [.of(hold: 1), .of(reject: 2)]), gives: .reject, because: .category(1),
            score: 4000),
        DecisionCase(
            "of two categories as strict the first is named", [spam(2), tone(2)],
            .limits(30, 60, categories: [.of(hold: 1), .of(hold: 1)]), gives: .hold, because: .category(0), score: 4000),
        DecisionCase(
            "a category reaches its threshold though the score does not", [spam(-9), tone(2)],
            .limits(3, 6, categories: [.of(), .of(hold: 2)]), gives: .hold, because: .category(1), score: -7000),
        DecisionCase(
            "a category's hold holds where the policy has none", [tone(2)],
            .limits(nil, 6, categories: [.of(), .of(hold: 2)]), gives: .hold, because: .category(1), score: 2000),
        DecisionCase(
            "a category in which nothing fired reaches no threshold, not even 0", [spam(1)],
            .limits(3, 6, categories: [.of(), .of(hold: 0)]), gives: .accept, score: 1000),
    ]

    static let precedence: [DecisionCase] = [
        DecisionCase("a decisive reject", [spam(0, .reject)], gives: .reject, because: .rule(0), score: 0),
        DecisionCase("a decisive hold", [spam(0, .hold)], gives: .hold, because: .rule(0), score: 0),
        DecisionCase(
            "a decisive accept beats the score", [spam(9), tone(0, .accept)], gives: .accept, because: .rule(1),
            score: 9000),
        DecisionCase(
            "reject beats accept and hold", [spam(0, .accept), spam(0, .hold, rule: 2), tone(0, .reject)],
            gives: .reject, because: .rule(1), score: 0),
        DecisionCase(
            "accept beats hold", [spam(0, .hold), tone(0, .accept)], gives: .accept, because: .rule(1), score: 0),
        DecisionCase(
            "a decisive hold comes before thresholds", [spam(9), tone(0, .hold)], gives: .hold, because: .rule(1),
            score: 9000),
        DecisionCase(
            "a decisive accept beats a category's threshold", [spam(9), tone(0, .accept)],
            .limits(30, 60, categories: [.of(reject: 1)]), gives: .accept, because: .rule(1), score: 9000),
        DecisionCase(
            "of several decisive rules the first gives its name",
            [spam(0, .reject, rule: 4), tone(0, .reject, rule: 7)],
            gives: .reject, because: .rule(4), score: 0),
        DecisionCase(
            "a decisive rule is named though its points would do", [spam(9, .reject)], gives: .reject,
            because: .rule(0), score: 9000),
        DecisionCase(
            "a decisive rule's points count", [spam(2, .accept), tone(2)], gives: .accept, because: .rule(0),
            score: 4000),
    ]

    static let failures: [DecisionCase] = [
        DecisionCase("a failed rule holds", [], failed: true, gives: .hold, because: .error, score: 0),
        DecisionCase(
            "a failed rule rejects where the policy says so", [spam(4)], .limits(3, 6, onError: .reject), failed: true,
            gives: .reject, because: .error, score: 4000),
        DecisionCase(
            "a failed rule changes nothing where the policy accepts", [], .limits(3, 6, onError: .accept), failed: true,
            gives: .accept, score: 0),
        DecisionCase("what is held already keeps its cause", [spam(3)], failed: true, gives: .hold, score: 3000),
        DecisionCase("a failed rule never makes it milder", [spam(6)], failed: true, gives: .reject, score: 6000),
        DecisionCase(
            "a failed rule lifts a decisive accept", [spam(0, .accept)], failed: true, gives: .hold, because: .error,
            score: 0),
        DecisionCase(
            "a decisive reject stays", [spam(0, .reject)], failed: true, gives: .reject, because: .rule(0), score: 0),
        DecisionCase(
            "without any hold a failed rule rejects", [], .limits(nil, 6, onError: .reject), failed: true,
            gives: .reject, because: .error, score: 0),
    ]
}

@Suite("points")
struct PointsTests {
    @Test(
        "are rounded to the nearest thousandth, halves away from zero",
        arguments: [
            (0.0004, 0), (0.0005, 1), (0.0015, 2), (-0.0005, -1), (1.2344, 1234), (2.5 / 3, 833), (-2.5 / 3, -833),
            (1e9, 1_000_000_000_000),
        ] as [(Double, Int64)])
    func rounding(value: Double, thousandths: Int64) {
        #expect(Points(rounding: value).thousandths == thousandths)
    }

    @Test(
        "are written as the shortest decimal",
        arguments: [
            (0, "0"), (1, "0.001"), (-1, "-0.001"), (10, "0.01"), (100, "0.1"), (1000, "1"), (4125, "4.125"),
            (-500, "-0.5"), (12_340, "12.34"), (-2_000_000, "-2000"), (.max, "9223372036854775.807"),
            (.min, "-9223372036854775.808"),
        ] as [(Int64, String)])
    func text(thousandths: Int64, text: String) {
        #expect(Points(thousandths: thousandths).description == text)
    }
}
