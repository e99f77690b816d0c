import LuaRuntime

/// What `scores` says in all files, and which of several holds.
struct ScoreOverrides {
    struct Override {
        /// `nil` where the rule is switched off.
        var score: Double?
        var isOn: Bool
        var file: SourceFile
        var line: Int
        /// Where the folder's own `scores.lua` names the rule too, which does not count.
        var overruledLine: Int?
    }

    private(set) var problems: [Problem] = []
    private var overrides: [String: Override] = [:]

    init(_ loading: ScriptLoading) {
        let declared = loading.declarations.filter { $0.function == .scores }
        let order = declared.indices.sorted { (Self.rank(declared[$0].file), $0) < (Self.rank(declared[$1].file), $1) }
        for index in order { read(declared[index]) }
    }

    subscript(name: String) -> Override? { overrides[name] }

    /// The later ones hold: the folder's own over the pack's, in each what people wrote over `scores.lua`, which
    /// `tune` writes, and `policy.lua` over all.
    private static func rank(_ file: SourceFile) -> Int {
        let own = file.root == 0 ? 3 : 0
        switch file.root == 0 ? file.path : String(file.path.dropFirst("pack/".count)) {
        case "policy.lua": return own + 2
        case "scores.lua": return own
        default: return own + 1
        }
    }

    private mutating func read(_ declaration: ScriptLoading.Declaration) {
        guard case .table(let table) = declaration.value else { return }
        var reader = TableReader(table, subject: "scores", file: declaration.file, line: declaration.line)
        for member in table.members {
            let line = declaration.file.line(of: member.key, inTableAt: declaration.line)
            var change = Override(score: nil, isOn: true, file: declaration.file, line: line)
            if member.value == .boolean(false) {
                _ = reader.value(member.key)
                change.isOn = false
            } else {
                change.score = reader.number(member.key, in: RuleDraft.scores, example: "2.5, or false")
            }
            if let other = overrides[member.key] {
                let isTuned = other.file.path == "scores.lua" && change.file.path != "scores.lua"
                change.overruledLine = isTuned ? other.line : other.overruledLine
            }
            overrides[member.key] = change
        }
        reader.finish()
        problems += reader.problems
    }

    /// A problem for each override of a rule that is not there.
    func unknown(rules: [String], isWhole: Bool) -> [Problem] {
        let otherwise = isWhole ? "take the line out" : "mend the files that did not load first; one may have it"
        let known = Set(rules)
        return overrides.sorted { $0.key < $1.key }.filter { !known.contains($0.key) }.map { name, change in
            Problem(
                file: change.file.name, line: change.line, what: "scores: there is no rule \"\(name)\"",
                advice: Suggestion.advice(for: name, in: rules, otherwise: otherwise))
        }
    }
}
