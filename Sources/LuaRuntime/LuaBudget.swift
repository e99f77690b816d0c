import CLua

/// What Lua code may use before it is stopped.
public struct LuaBudget: Sendable, Hashable {
    /// CPU time of the calling thread. It is noticed up to 10 ms late: the kernel looks at such times a few hundred
    /// times a second.
    public var time: Duration
    /// Steps of functions that loop: bytes that a pattern looks at, elements moved, comparisons of a sort. Where the
    /// budget is strict, instructions of Lua's virtual machine too, a thousand at a time.
    public var steps: Int
    /// Bytes that the whole state may hold. One string or table takes a quarter of it at most.
    public var memory: Int
    /// Whether steps alone count and never time: slower, and every run ends at the same place.
    public var isStrict: Bool

    public init(time: Duration, steps: Int, memory: Int, isStrict: Bool = false) {
        self.time = time
        self.steps = steps
        self.memory = memory
        self.isStrict = isStrict
    }

    /// For a call on a comment: 50 ms, 10,000,000 steps, 32 MiB.
    ///
    /// A pattern that needs no way back takes one or two steps for each byte, and a body has 262,144 at most.
    public static let call = LuaBudget(time: .milliseconds(50), steps: 10_000_000, memory: 32 << 20)

    /// For loading files, which may build tables from lists: 10 s, 2,000,000,000 steps, 256 MiB.
    public static let loading = LuaBudget(time: .seconds(10), steps: 2_000_000_000, memory: 256 << 20)

    var raw: clua_budget {
        let (seconds, attoseconds) = time.components
        let nanoseconds = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        return clua_budget(
            time: nanoseconds.overflow ? .max : nanoseconds.partialValue + attoseconds / 1_000_000_000,
            steps: Int64(max(steps, 0)), memory: max(memory, 0), is_strict: isStrict)
    }
}
