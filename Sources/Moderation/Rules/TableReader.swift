import LuaRuntime

/// Reads a declaration's table key by key and gathers every problem: a wrong type, a value out of range, an unknown key.
package struct TableReader {
    /// The declaration as messages name it, such as `rule "many_links"`.
    package let subject: String
    let table: LuaTable
    let file: SourceFile
    /// The line on which the declaration begins.
    package let line: Int
    package private(set) var problems: [Problem] = []
    private var known: Set<String> = []

    package init(_ table: LuaTable, subject: String, file: SourceFile, line: Int) {
        self.table = table
        self.subject = subject
        self.file = file
        self.line = line
    }

    /// Reports a problem with a key, on the key's own line.
    package mutating func report(_ what: String, at key: String? = nil, advice: String) {
        let place = key.map { file.line(of: $0, inTableAt: line) } ?? line
        problems.append(Problem(file: file.name, line: place, what: "\(subject): \(what)", advice: advice))
    }

    /// Takes over what the reader of a table within found.
    package mutating func take(_ found: [Problem]) {
        problems += found
    }

    /// The value of `key`, which counts as known from now on.
    package mutating func value(_ key: String) -> LuaValue? {
        known.insert(key)
        return table[key]
    }

    package mutating func string(_ key: String, example: String) -> String? {
        guard let value = value(key) else { return nil }
        if case .string(let text) = value { return text }
        reportType(of: key, value, wanted: "a string", example: example)
        return nil
    }

    package mutating func boolean(_ key: String) -> Bool? {
        guard let value = value(key) else { return nil }
        if case .boolean(let flag) = value { return flag }
        reportType(of: key, value, wanted: "true or false", example: "true")
        return nil
    }

    /// A finite number within `range`.
    package mutating func number(_ key: String, in range: ClosedRange<Double>, example: String) -> Double? {
        guard let value = value(key) else { return nil }
        let number: Double
        switch value {
        case .integer(let integer): number = Double(integer)
        case .number(let double): number = double
        default:
            reportType(of: key, value, wanted: "a number", example: example)
            return nil
        }
        if range.contains(number) { return number }
        report(
            "\(key) is \(LuaNumber.text(number))", at: key,
            advice: "give a number from \(LuaNumber.text(range.lowerBound)) to \(LuaNumber.text(range.upperBound))")
        return nil
    }

    /// A whole number within `range`.
    package mutating func integer(_ key: String, in range: ClosedRange<Int>, example: String) -> Int? {
        let limits = Double(range.lowerBound)...Double(range.upperBound)
        guard let number = number(key, in: limits, example: example) else { return nil }
        if number.rounded() == number { return Int(number) }
        report("\(key) is \(LuaNumber.text(number))", at: key, advice: "give a whole number such as \(example)")
        return nil
    }

    mutating func function(_ key: String) -> LuaFunction? {
        guard let value = value(key) else { return nil }
        if case .function(let function) = value { return function }
        reportType(of: key, value, wanted: "a function", example: "function(comment) … end")
        return nil
    }

    /// A list of strings; a single string counts as a list of one.
    package mutating func strings(_ key: String, example: String) -> [String]? {
        guard let value = value(key) else { return nil }
        if case .string(let text) = value { return [text] }
        guard case .table(let list) = value, list.members.isEmpty, list.otherKeys == 0 else {
            reportType(of: key, value, wanted: "a list of strings", example: example)
            return nil
        }
        var texts: [String] = []
        for item in list.items {
            guard case .string(let text) = item else {
                reportType(of: key, item, wanted: "a list of strings", example: example)
                return nil
            }
            texts.append(text)
        }
        if texts.isEmpty { report("\(key) is empty", at: key, advice: "give at least one, such as \(example)") }
        return texts
    }

    /// One of a few words.
    package mutating func choice<Choice>(_ key: String, _ choices: [(String, Choice)]) -> Choice? {
        let names = choices.map { "\"\($0.0)\"" }.joined(separator: " or ")
        guard let text = string(key, example: names) else { return nil }
        if let choice = choices.first(where: { $0.0 == text }) { return choice.1 }
        report(
            "\(key) is \"\(text)\"", at: key,
            advice: Suggestion.advice(for: text, in: choices.map(\.0), otherwise: "give \(names)"))
        return nil
    }

    /// A list of field names.
    mutating func fields(_ key: String) -> [Field]? {
        guard let names = strings(key, example: "{ \"body\", \"author\" }") else { return nil }
        return names.compactMap { name in
            if let field = Field(name: name) { return field }
            let all = Field.allCases.map(\.name)
            report(
                "\(key) names \"\(name)\", which is no field of a comment", at: key,
                advice: Suggestion.advice(
                    for: name, in: all, otherwise: "the fields are \(all.joined(separator: ", "))"))
            return nil
        }
    }

    /// A span of time such as `"10m"`, in seconds.
    mutating func duration(_ key: String) -> Int64? {
        guard let text = string(key, example: "\"10m\"") else { return nil }
        if let seconds = Duration.seconds(text) { return seconds }
        report(
            "\(key) is \"\(text)\"", at: key, advice: "give a span such as \"30s\", \"10m\", \"24h\", \"7d\" or \"4w\"")
        return nil
    }

    /// Reports every key that nobody asked for, with the one that was probably meant. Called last.
    package mutating func finish() {
        for member in table.members where !known.contains(member.key) {
            report(
                "unknown key \"\(member.key)\"", at: member.key,
                advice: Suggestion.advice(
                    for: member.key, in: known.sorted(),
                    otherwise: "the keys are \(known.sorted().joined(separator: ", "))"))
        }
        if !table.items.isEmpty || table.otherKeys > 0 {
            report("a value without a key", advice: "write key = value")
        }
    }

    package mutating func reportType(of key: String, _ value: LuaValue, wanted: String, example: String) {
        report("\(key) is a \(value.typeName)", at: key, advice: "give \(wanted), such as \(key) = \(example)")
    }
}

/// Spans of time as rules write them.
enum Duration {
    /// Seconds in `"30s"`, `"10m"`, `"24h"`, `"7d"`, `"4w"`; at most ten years. `nil` for anything else.
    static func seconds(_ text: String) -> Int64? {
        let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800]
        guard let unit = text.last.flatMap({ units[$0] }), let count = Int64(text.dropLast()), count > 0,
            count <= 315_576_000 / unit
        else { return nil }
        return count * unit
    }

    /// The shortest of those spellings, such as `10m` for 600.
    static func text(_ seconds: Int64) -> String {
        for (unit, size) in [("w", 604_800), ("d", 86_400), ("h", 3600), ("m", 60)] as [(String, Int64)]
        where seconds % size == 0 { return "\(seconds / size)\(unit)" }
        return "\(seconds)s"
    }
}

/// Numbers as Lua's authors write them: whole ones without a fraction.
enum LuaNumber {
    static func text(_ number: Double) -> String {
        if let whole = Int64(exactly: number) { return String(whole) }
        return number.isNaN ? "not a number" : String(number)
    }
}
