import LuaRuntime

extension ExactTest {
    /// Reads `is` or `exempt`: field names with the values that they may have.
    static func read(_ key: String, _ reader: inout TableReader, lists: ScriptLoading) -> ExactTest? {
        guard let value = reader.value(key) else { return nil }
        guard case .table(let table) = value, table.items.isEmpty, table.otherKeys == 0, !table.members.isEmpty else {
            reader.reportType(
                of: key, value, wanted: "fields and their values", example: "{ role = { \"editor\" } }")
            return nil
        }
        var test = ExactTest()
        for member in table.members {
            guard let field = Field(name: member.key) else {
                reader.report(
                    "\(key) names \"\(member.key)\", which is no field of a comment", at: member.key,
                    advice: Suggestion.advice(
                        for: member.key, in: Field.allCases.map(\.name), otherwise: "name a field such as role or email"
                    ))
                continue
            }
            let line = reader.file.line(of: member.key, inTableAt: reader.line)
            var entries = RuleSet.Entries()
            guard append(member.value, to: &entries, line: line, lists: lists) else {
                reader.reportType(
                    of: "\(key).\(member.key)", member.value, wanted: "values or a list", example: "{ \"editor\" }")
                continue
            }
            if entries.count == 0 {
                reader.report(
                    "\(key).\(member.key) is empty", at: member.key, advice: "give at least one value, or leave it out")
            }
            test.parts.append(part(field, entries, key: member.key, subject: "\(key).\(member.key)", &reader))
        }
        return test
    }

    private static func part(
        _ field: Field, _ entries: RuleSet.Entries, key: String, subject: String, _ reader: inout TableReader
    ) -> Part {
        func reject(_ number: Int, _ what: String, _ advice: String) {
            if let (list, line) = entries.list(of: number) {
                reader.take([Problem(file: list.place, line: line, what: what, advice: advice)])
            } else {
                reader.report("\(subject): \(what)", at: key, advice: advice)
            }
        }
        for number in entries.indices where entries.isPattern(number) {
            reject(
                number, "a pattern, but \(subject) compares whole values",
                "write out the values, or use the list with words")
        }
        let values = Values(entries, for: field) { number, what, advice in
            if !entries.isPattern(number) { reject(number, what, advice) }
        }
        return Part(field: field, values: values, entries: entries)
    }

    /// Adds the values that a declaration gives: strings, whole numbers, lists; `false` where it holds something else.
    private static func append(
        _ value: LuaValue, to entries: inout RuleSet.Entries, line: Int, lists: ScriptLoading
    ) -> Bool {
        func append(_ text: String) {
            entries.append(RuleSet.Entry(text: text, file: nil, line: line, isPattern: false, weight: 1))
        }
        switch value {
        case .string(let text): append(text)
        case .integer(let integer): append(String(integer))
        case .handle(let handle):
            guard let list = lists.list(handle) else { return false }
            entries.append(list)
        case .table(let table):
            guard table.members.isEmpty, table.otherKeys == 0 else { return false }
            for item in table.items {
                if case .table = item { return false }
                if !Self.append(item, to: &entries, line: line, lists: lists) { return false }
            }
        default: return false
        }
        return true
    }
}

extension HistoryQuery {
    /// Reads `by`, `distinct` and `within`.
    static func read(_ reader: inout TableReader) -> HistoryQuery? {
        let by = keys("by", &reader)
        if by == nil, reader.problems.isEmpty {
            reader.report("by is missing", at: "history", advice: "say what makes comments alike: by = \"ip\"")
        }
        let distinct = keys("distinct", &reader)
        let within = reader.duration("within")
        guard let by, reader.problems.isEmpty else { return nil }
        return HistoryQuery(by: by, distinct: distinct ?? [], within: within)
    }

    private static func keys(_ key: String, _ reader: inout TableReader) -> [Key]? {
        guard let names = reader.strings(key, example: "\"ip\"") else { return nil }
        return names.compactMap { name in
            if let known = Key(name: name) { return known }
            let known = Self.keyNames
            reader.report(
                "\(key) names \"\(name)\", which is no field of a comment", at: key,
                advice: Suggestion.advice(for: name, in: known, otherwise: "it can be \(known.joined(separator: ", "))")
            )
            return nil
        }
    }
}
