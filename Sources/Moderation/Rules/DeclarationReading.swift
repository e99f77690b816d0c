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
            guard let texts = texts(member.value, lists: lists) else {
                reader.reportType(
                    of: "\(key).\(member.key)", member.value, wanted: "values or a list", example: "{ \"editor\" }")
                continue
            }
            let values = Values(texts, for: field) { what, advice in
                reader.report("\(key).\(member.key): \(what)", at: member.key, advice: advice)
            }
            test.parts.append(Part(field: field, values: values, texts: texts))
        }
        return test
    }

    private static func texts(_ value: LuaValue, lists: ScriptLoading) -> [String]? {
        switch value {
        case .string(let text): return [text]
        case .integer(let integer): return [String(integer)]
        case .handle(let handle): return lists.list(handle)?.items.map(\.text)
        case .table(let table):
            guard table.members.isEmpty, table.otherKeys == 0 else { return nil }
            var all: [String] = []
            for item in table.items {
                if case .table = item { return nil }
                guard let some = texts(item, lists: lists) else { return nil }
                all += some
            }
            return all
        default: return nil
        }
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
            switch name {
            case "email_domain": return .emailDomain
            case "fingerprint": return .fingerprint
            case "similar", "link_domain":
                reader.report(
                    "\(key) = \"\(name)\" is not in this version", at: key,
                    advice: "fingerprint finds the same text again")
                return nil
            default: break
            }
            if let field = Field(name: name) { return .field(field) }
            let known = Field.allCases.map(\.name) + ["email_domain", "fingerprint"]
            reader.report(
                "\(key) names \"\(name)\", which is no field of a comment", at: key,
                advice: Suggestion.advice(for: name, in: known, otherwise: "it can be \(known.joined(separator: ", "))")
            )
            return nil
        }
    }
}
