/// How the rules fared in the comments of one block, as far as failures in a row go.
///
/// A rule that fails on many comments in a row is set aside for the rest of the run. What counts is the order of the
/// input, so that a worker only notes what it saw; `FailureLedger` puts the blocks together when their turn comes.
final class FailureStreaks {
    struct Streak {
        /// The comments of the block on which the rule failed before it succeeded for the first time.
        var leading: [Int] = []
        var hasSucceeded = false
        /// Failures since the last success.
        var current = 0
        /// The comment with which a run that began after a success reached the limit.
        var full: Int?
    }

    private(set) var streaks: [Int: Streak] = [:]
    /// The rules that succeeded: a byte for each. Whoever calls rules looks here first, since a call that succeeds must
    /// cost nothing more; so it does for whether any rule is set aside.
    let succeeded: UnsafeMutableBufferPointer<Bool>
    let hasSetAside = UnsafeMutablePointer<Bool>.allocate(capacity: 1)
    /// From which comment of the block on each rule is set aside; a rule that is not here is not.
    private(set) var setAside: [Int: Int] = [:]
    init(ruleCount: Int) {
        succeeded = .allocate(capacity: ruleCount)
        succeeded.initialize(repeating: false)
        hasSetAside.initialize(to: false)
    }

    deinit {
        succeeded.deallocate()
        hasSetAside.deallocate()
    }

    /// Begins a block.
    func begin(setAside rules: [Int: Int]) {
        setAside = rules
        hasSetAside.pointee = !rules.isEmpty
        streaks.removeAll(keepingCapacity: true)
        succeeded.update(repeating: false)
    }

    func isSetAside(_ rule: Int, at comment: Int) -> Bool {
        setAside[rule].map { comment >= $0 } ?? false
    }

    /// Notes the first success of a rule in the block, or since it failed.
    func noteSuccess(_ rule: Int) {
        succeeded[rule] = true
        if streaks[rule] != nil { streaks[rule]?.current = 0 }
    }

    func noteFailure(_ rule: Int, at comment: Int) {
        var streak = streaks[rule] ?? Streak()
        if succeeded[rule] { streak.hasSucceeded = true }
        // The next success must be noted again.
        succeeded[rule] = false
        streak.current += 1
        if !streak.hasSucceeded {
            streak.leading.append(comment)
        } else if streak.current == FailureLedger.limit, streak.full == nil {
            streak.full = comment
        }
        streaks[rule] = streak
    }

    /// Whether a rule succeeded on any comment of the block.
    func hasSucceeded(_ rule: Int) -> Bool { succeeded[rule] || streaks[rule]?.hasSucceeded ?? false }
}

/// The failures in a row of each rule over a whole run, in the order of the input.
struct FailureLedger {
    /// After so many failures in a row a rule is set aside.
    static let limit = 100

    private(set) var setAside: Set<Int> = []
    /// Failures in a row up to the block whose turn it is; a rule without any is not here.
    private var counts: [Int: Int] = [:]

    /// From which comment on rules are set aside in a block, as far as its own judgement tells. Where that is not what
    /// it was judged with, it must be judged again.
    func setAside(in block: FailureStreaks) -> [Int: Int] {
        var result = block.setAside
        for rule in setAside { result[rule] = 0 }
        for (rule, streak) in block.streaks where result[rule] == nil {
            let missing = Self.limit - counts[rule, default: 0]
            if streak.leading.count >= missing {
                result[rule] = streak.leading[missing - 1] + 1
            } else if let full = streak.full {
                result[rule] = full + 1
            }
        }
        return result
    }

    /// Takes in a block that was judged as it should be.
    ///
    /// - Returns: The rules that are set aside from this block on.
    mutating func take(_ block: FailureStreaks) -> [Int] {
        let new = block.setAside.keys.filter { !setAside.contains($0) }.sorted()
        setAside.formUnion(new)
        for rule in Array(counts.keys) where block.hasSucceeded(rule) { counts[rule] = nil }
        for (rule, streak) in block.streaks where !setAside.contains(rule) {
            counts[rule] = streak.current == 0 ? nil : counts[rule, default: 0] + streak.current
        }
        return new
    }
}
