/// What a run came to.
public struct RunSummary: Sendable, Equatable {
    /// Comments judged, by `Verdict.Outcome.rawValue`.
    public internal(set) var outcomes = [0, 0, 0]
    /// Records that were no comment.
    public internal(set) var malformed = 0
    /// Comments on which a rule failed.
    public internal(set) var withFailures = 0
    /// Comments that rules on trial would have given another outcome.
    public internal(set) var wouldChange = 0
    /// How often each rule fired, by its index in `RuleSet.rules`; those on trial included.
    public internal(set) var fired: [Int]
    /// How often each rule failed.
    public internal(set) var failed: [Int]
    /// One message of each rule that failed, as `file:line: message`; the first in input order.
    public internal(set) var firstFailures: [Int: String] = [:]
    /// From start to end.
    public internal(set) var seconds = 0.0

    init(ruleCount: Int) {
        fired = [Int](repeating: 0, count: ruleCount)
        failed = [Int](repeating: 0, count: ruleCount)
    }

    /// How many comments were judged.
    public var comments: Int { outcomes.reduce(0, +) }
    public func count(_ outcome: Verdict.Outcome) -> Int { outcomes[Int(outcome.rawValue)] }

    mutating func removeAll() {
        for index in outcomes.indices { outcomes[index] = 0 }
        for index in fired.indices {
            fired[index] = 0
            failed[index] = 0
        }
        malformed = 0
        withFailures = 0
        wouldChange = 0
        firstFailures.removeAll(keepingCapacity: true)
    }

    mutating func add(_ verdict: borrowing Verdict) {
        outcomes[Int(verdict.outcome.rawValue)] += 1
        for item in verdict.fired { fired[item.rule] += 1 }
        for item in verdict.shadow { fired[item.rule] += 1 }
        if let would = verdict.would, would != verdict.outcome { wouldChange += 1 }
        if verdict.failures.isEmpty { return }
        withFailures += 1
        for failure in verdict.failures {
            guard let rule = failure.rule else { continue }
            failed[rule] += 1
            if firstFailures[rule] == nil {
                firstFailures[rule] = "\(failure.file):\(failure.line): \(failure.message)"
            }
        }
    }

    /// Adds what came after.
    mutating func add(_ later: RunSummary) {
        for index in outcomes.indices { outcomes[index] += later.outcomes[index] }
        for index in fired.indices {
            fired[index] += later.fired[index]
            failed[index] += later.failed[index]
        }
        malformed += later.malformed
        withFailures += later.withFailures
        wouldChange += later.wouldChange
        firstFailures.merge(later.firstFailures) { earlier, _ in earlier }
    }

    /// The same counts for other rules: those of the same name go on, and what was counted of others is gone.
    func carried(from old: RuleSet, to new: RuleSet) -> RunSummary {
        var result = self
        result.fired = [Int](repeating: 0, count: new.rules.count)
        result.failed = result.fired
        result.firstFailures = [:]
        let numbers = Dictionary(uniqueKeysWithValues: new.rules.indices.map { (new.rules[$0].name, $0) })
        for index in old.rules.indices {
            guard let number = numbers[old.rules[index].name] else { continue }
            result.fired[number] = fired[index]
            result.failed[number] = failed[index]
            result.firstFailures[number] = firstFailures[index]
        }
        return result
    }
}
