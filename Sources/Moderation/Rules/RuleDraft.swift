import LuaRuntime

/// A rule's own keys, read from its table; what points at other rules is still by name.
struct RuleDraft {
    /// The range of a rule's score, in points.
    static let scores = -1_000_000.0...1_000_000.0

    var reader: TableReader
    let name: String
    let category: String
    let score: Double
    let about: String?
    let tell: String?
    let isShadow: Bool
    let decides: Verdict.Outcome?
    let types: [String]?
    let check: LuaFunction?
    let perHit: Int?
    let all: [String]
    let any: [String]
    let none: [String]
    var trigger: Trigger?

    init(_ table: LuaTable, file: SourceFile, line: Int) {
        var reader = TableReader(table, subject: "rule", file: file, line: line)
        let name = reader.string("name", example: "\"many_links\"")
        if let name {
            reader = TableReader(table, subject: "rule \"\(name)\"", file: file, line: line)
            _ = reader.value("name")
            if !Self.isName(name) {
                reader.report(
                    "the name has other characters than letters, digits, \"_\", \"-\" and \".\"", at: "name",
                    advice: "write it like many_links, 64 characters at most")
            }
        } else if table["name"] == nil {
            reader.report("name is missing", advice: "give it one, such as name = \"many_links\"")
        }
        self.name = name ?? ""
        category = reader.string("category", example: "\"spam\"") ?? ""
        if table["category"] == nil {
            reader.report("category is missing", advice: "give \"spam\", \"tone\", \"required\" or one of your own")
        } else if case .string(let text) = table["category"], !Self.isName(text) {
            reader.report(
                "the category \"\(text)\" is no single word", at: "category", advice: "write it like self_promotion")
        }
        decides = reader.choice("verdict", Verdict.Outcome.allCases.map { ($0.name, $0) })
        let score = reader.number("score", in: Self.scores, example: "2.5")
        if table["score"] == nil, table["verdict"] == nil {
            reader.report(
                "score is missing",
                advice: "give points, such as score = 2; 0 only tags, verdict = \"…\" decides without any")
        }
        self.score = score ?? 0
        about = reader.string("about", example: "\"More links than a reader needs\"")
        tell = reader.string("tell", example: "\"Please give your name\"")
        isShadow = reader.boolean("shadow") ?? false
        types = reader.strings("types", example: "{ \"comment\" }")
        check = reader.function("check")
        perHit = reader.integer("per_hit", in: 1...1000, example: "4")
        all = reader.strings("all", example: "{ \"praise\" }") ?? []
        any = reader.strings("any", example: "{ \"praise\" }") ?? []
        none = reader.strings("none", example: "{ \"regular\" }") ?? []
        self.reader = reader
    }

    /// The keys of which a rule has one at most.
    static let triggers = ["words", "pattern", "is", "required", "history", "model"]

    /// Reports what is left over: keys that nobody knows, and a rule that nothing can make fire.
    mutating func finish() {
        for key in Self.triggers { _ = reader.value(key) }
        let table = reader.table
        let makesFire = Self.triggers + ["check", "all", "any", "none"]
        if makesFire.allSatisfy({ table[$0] == nil }) {
            reader.report(
                "nothing makes it fire", advice: "give it check = function(comment) … end, or a trigger such as words")
        }
        reader.finish()
    }

    /// Letters, digits, `_`, `-` and `.`, as verdicts and flags take names; at most 64.
    private static func isName(_ text: String) -> Bool {
        !text.isEmpty && text.count <= 64
            && text.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" || $0 == "." }
    }
}

extension ScriptLoading.HandleDeclaration {
    /// What the handle was made of, under the key that the same thing has in a rule: `words {…}` as `words = {…}`.
    ///
    /// `fields`, `form` and the like within the braces are keys of their own.
    var asTable: LuaTable {
        if kind == .history {
            if case .table(let table) = value { return table }
            return LuaTable(members: [LuaMember(key: "by", value: value)])
        }
        guard case .table(var table) = value else {
            return LuaTable(members: [LuaMember(key: kind.name, value: value)])
        }
        let options = table.members.filter { SearchScope.keys.contains($0.key) }
        table.members.removeAll { SearchScope.keys.contains($0.key) }
        let content = kind == .pattern && table.items.count == 1 ? table.items[0] : LuaValue.table(table)
        return LuaTable(members: [LuaMember(key: kind.name, value: content)] + options)
    }
}
