import Glibc

/// How long each rule and each stage of the judging took, for one thread.
public final class JudgementProfile {
    /// A part of the way of a comment; together they are all of it but the writing.
    public enum Stage: Int, CaseIterable, Sendable {
        case read, decode, history, search, rules, decide

        /// What people call it.
        public var name: String {
            switch self {
            case .read: "reading the input"
            case .decode: "decoding JSON"
            case .history: "counting for history"
            case .search: "forms of the text, words and patterns"
            case .rules: "rules"
            case .decide: "policy and verdict"
            }
        }
    }

    /// What is known of one rule.
    public struct RuleTimes: Sendable {
        /// How often it was looked at.
        public var count = 0
        /// All of them together, in nanoseconds.
        public var total: UInt64 = 0
        public var longest: UInt64 = 0
        /// Where the comment that took longest stands: the line and the input.
        public var longestLine = 0
        public var longestSource = 0
        /// Bytes that its Lua code allocated.
        public var allocated: UInt64 = 0
        /// Whether it asked what time it is.
        public var asksTime = false
        /// How many took about so long: four steps for each doubling of nanoseconds.
        fileprivate var steps = [UInt32](repeating: 0, count: RuleTimes.stepCount)

        fileprivate static let stepCount = 4 * 64

        fileprivate static func step(of nanoseconds: UInt64) -> Int {
            let value = max(nanoseconds, 4)
            let exponent = 63 - value.leadingZeroBitCount
            return exponent * 4 + Int(value >> UInt64(exponent - 2) & 3)
        }

        /// The upper end of a step.
        private static func limit(ofStep step: Int) -> UInt64 {
            let exponent = UInt64(step / 4)
            return exponent < 2 ? 4 : (4 + UInt64(step % 4) + 1) << (exponent - 2)
        }

        /// The time that a share of the comments kept within, in nanoseconds, to a fifth.
        public func percentile(_ share: Double) -> UInt64 {
            var left = Int((Double(count) * share).rounded(.up))
            for (step, number) in steps.enumerated() where number > 0 {
                left -= Int(number)
                if left <= 0 { return min(Self.limit(ofStep: step), longest) }
            }
            return longest
        }
    }

    /// By the index in `RuleSet.rules`.
    public private(set) var rules: [RuleTimes]
    /// Nanoseconds by `Stage.rawValue`.
    private var stages = [UInt64](repeating: 0, count: Stage.allCases.count)
    private var line = 0
    private var source = 0

    package init(ruleCount: Int) {
        rules = [RuleTimes](repeating: RuleTimes(), count: ruleCount)
    }

    /// Nanoseconds of a stage.
    public func time(of stage: Stage) -> UInt64 { stages[stage.rawValue] }

    /// Nanoseconds since some moment.
    static func now() -> UInt64 {
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        return UInt64(now.tv_sec) * 1_000_000_000 + UInt64(now.tv_nsec)
    }

    /// The comment that is judged from now on.
    func begin(line: Int, source: Int) {
        self.line = line
        self.source = source
    }

    func add(_ stage: Stage, since started: UInt64) {
        stages[stage.rawValue] += Self.now() - started
    }

    func add(rule: Int, nanoseconds: UInt64, allocated: UInt64, asksTime: Bool) {
        if asksTime { rules[rule].asksTime = true }
        rules[rule].count += 1
        rules[rule].total += nanoseconds
        rules[rule].allocated += allocated
        rules[rule].steps[RuleTimes.step(of: nanoseconds)] += 1
        if nanoseconds > rules[rule].longest {
            rules[rule].longest = nanoseconds
            rules[rule].longestLine = line
            rules[rule].longestSource = source
        }
    }
}
