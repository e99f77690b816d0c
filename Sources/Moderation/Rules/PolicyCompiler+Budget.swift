import LuaRuntime

/// `budget = { time = "50ms", memory = "32MB", steps = 10000000 }`
extension PolicyCompiler {
    private static let times = 1.0...60_000
    private static let sizes = 2...256
    private static let steps = 10_000.0...1_000_000_000_000

    /// Reads what a rule may use. It holds for every comment, so it belongs to the policy that has no `when`.
    func budget(_ reader: inout TableReader, over inherited: LuaBudget, isBase: Bool) -> LuaBudget {
        var budget = inherited
        guard let value = reader.value("budget") else { return budget }
        guard case .table(let table) = value, table.items.isEmpty else {
            reader.reportType(of: "budget", value, wanted: "a table", example: "{ time = \"50ms\" }")
            return budget
        }
        if !isBase {
            reader.report(
                "a budget in a policy with when", at: "budget",
                advice: "a budget holds for all comments; put it into the policy without when")
        }
        var inner = TableReader(table, subject: "policy: budget", file: reader.file, line: reader.line)
        if let text = inner.string("time", example: "\"50ms\"") {
            if let milliseconds = Self.number(text, units: ["ms": 1, "s": 1000]), Self.times.contains(milliseconds) {
                budget.time = .nanoseconds(Int64(milliseconds * 1_000_000))
            } else {
                inner.report("time \"\(text)\"", at: "time", advice: "write \"1ms\" to \"60s\", such as \"50ms\"")
            }
        }
        if let text = inner.string("memory", example: "\"32MB\"") {
            if let size = Self.number(text, units: ["MB": 1]), let count = Int(exactly: size),
                Self.sizes.contains(count)
            {
                budget.memory = count << 20
            } else {
                inner.report(
                    "memory \"\(text)\"", at: "memory", advice: "write \"2MB\" to \"256MB\", such as \"32MB\"")
            }
        }
        if let steps = inner.number("steps", in: Self.steps, example: "10000000") { budget.steps = Int(steps) }
        inner.finish()
        reader.take(inner.problems)
        return budget
    }

    /// A number with its unit behind it.
    private static func number(_ text: String, units: [String: Double]) -> Double? {
        let digits = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        guard let factor = units[String(text.dropFirst(digits.count))], let number = Double(digits) else { return nil }
        return number * factor
    }
}
