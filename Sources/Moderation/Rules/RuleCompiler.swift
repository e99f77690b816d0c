import LuaRuntime
import TextAnalysis

/// Checks declarations and makes a rule set of them, gathering every problem.
struct RuleCompiler {
    private(set) var problems: [Problem] = []

    private let loading: ScriptLoading
    private let networkLists: [NetworkList]
    private let cache: DatabaseCache?
    /// Whether all files loaded.
    private let isWhole: Bool
    private var drafts: [RuleDraft] = []
    private var categories: [String] = []
    private var types: [String] = []
    private var texts = TextCompiler()
    private var historyQueries: [HistoryQuery] = []
    private var handles: [HandleSpecification] = []
    /// By the number of a model that is a trigger: what stands for it among the entries.
    private var modelEntries: [Int: Int] = [:]

    init(loading: ScriptLoading, networkLists: [NetworkList], cache: DatabaseCache?, isWhole: Bool) {
        self.loading = loading
        self.networkLists = networkLists
        self.cache = cache
        self.isWhole = isWhole
    }

    /// The rule set, or `nil` where there were problems.
    mutating func compile() -> RuleSet? {
        compileHandles()
        let overrides = ScoreOverrides(loading)
        problems += overrides.problems
        for declaration in loading.declarations where declaration.function == .rule { draft(declaration) }
        checkNames()
        let rules = drafts.map { rule($0, overrides: overrides) }
        problems += overrides.unknown(rules: drafts.map(\.name), isWhole: isWhole)
        for rule in rules where !rule.isOn {
            if case .matches(let group) = rule.trigger { texts.switchOff(group: group) }
        }
        var policyCompiler = PolicyCompiler(loading: loading, categories: categories)
        let policies = policyCompiler.compile()
        problems += policyCompiler.problems
        let canHold = policies.allSatisfy(\.limits.canHold)
        for draft in drafts where draft.decides == .hold && !canHold {
            report(
                draft, "verdict is \"hold\", but a policy has no hold at all", key: "verdict",
                advice: "give that policy a hold, or use verdict = \"reject\"")
        }
        var ordering = ConditionOrder(rules: rules)
        let order = ordering.order { index, what, advice in
            problems.append(
                Problem(
                    file: drafts[index].reader.file.name, line: drafts[index].reader.line,
                    what: "\(drafts[index].reader.subject): \(what)", advice: advice))
        }
        let matchers = texts.compile(cache: cache)
        problems += texts.problems
        guard problems.isEmpty, let matchers, loading.problems.isEmpty else { return nil }
        return RuleSet(
            rules: rules, categories: categories.map { RuleSet.Category(name: $0) }, entries: texts.entries,
            policies: policies, hash: digest(), order: order, types: types.map { Array($0.utf8) },
            groups: texts.groups, matchers: matchers, historyQueries: historyQueries,
            models: loading.models.enumerated().map { number, model in
                LoadedModel(
                    name: model.name, model: model.model, digest: model.digest, entry: modelEntries[number])
            },
            lists: loading.lists, networks: networkLists.reduce(.builtIn) { $0.adding($1.entries) }, handles: handles,
            library: loading.finish())
    }

    // MARK: Rules

    private mutating func draft(_ declaration: ScriptLoading.Declaration) {
        guard case .table(let table) = declaration.value else { return }
        var draft = RuleDraft(table, file: declaration.file, line: declaration.line)
        draft.trigger = trigger(of: &draft)
        draft.finish()
        problems += draft.reader.problems
        drafts.append(draft)
    }

    private mutating func checkNames() {
        var first: [String: RuleDraft] = [:]
        for draft in drafts where !draft.name.isEmpty {
            if let other = first[draft.name] {
                report(
                    draft, "a rule of this name stands at \(other.reader.file.name):\(other.reader.line)", key: "name",
                    advice: "give this one another name")
            } else {
                first[draft.name] = draft
            }
        }
    }

    private mutating func rule(_ draft: RuleDraft, overrides: ScoreOverrides) -> Rule {
        let change = overrides[draft.name]
        return Rule(
            name: draft.name, category: index(of: draft.category, in: &categories),
            score: change?.score ?? draft.score, about: draft.about, file: draft.reader.file.path,
            line: draft.reader.line, tell: draft.tell, isShadow: draft.isShadow, decides: draft.decides,
            isOn: change?.isOn ?? true, types: typeBits(draft), trigger: draft.trigger,
            conditions: conditions(draft), check: draft.check, perHit: draft.perHit,
            override: change.map {
                Rule.Override(file: $0.file.path, line: $0.line, overruledLine: $0.overruledLine)
            })
    }

    private mutating func typeBits(_ draft: RuleDraft) -> UInt64 {
        guard let names = draft.types else { return .max }
        var bits: UInt64 = 0
        for name in names {
            let index = index(of: name, in: &types)
            if index >= RuleSet.otherType {
                report(
                    draft, "more than \(RuleSet.otherType) comment types are named", key: "types", advice: "name fewer")
                return .max
            }
            bits |= 1 << UInt64(index)
        }
        return bits
    }

    private mutating func conditions(_ draft: RuleDraft) -> Conditions {
        Conditions(
            all: indices(draft.all, key: "all", of: draft), any: indices(draft.any, key: "any", of: draft),
            none: indices(draft.none, key: "none", of: draft))
    }

    private mutating func indices(_ names: [String], key: String, of draft: RuleDraft) -> [Int] {
        names.compactMap { name in
            guard let index = drafts.firstIndex(where: { $0.name == name }) else {
                report(
                    draft, "\(key) names \"\(name)\", and there is no such rule", key: key,
                    advice: Suggestion.advice(
                        for: name, in: drafts.map(\.name), otherwise: "name a rule that this folder loads"))
                return nil
            }
            if drafts[index].isShadow, !draft.isShadow {
                report(
                    draft, "\(key) names \"\(name)\", which is on trial and counts for nothing", key: key,
                    advice: "put this rule on trial too (shadow = true), or take the condition out")
            }
            return index
        }
    }

    private func index(of name: String, in names: inout [String]) -> Int {
        if let index = names.firstIndex(of: name) { return index }
        names.append(name)
        return names.count - 1
    }

    private mutating func report(_ draft: RuleDraft, _ what: String, key: String, advice: String) {
        let line = draft.reader.file.line(of: key, inTableAt: draft.reader.line)
        problems.append(
            Problem(
                file: draft.reader.file.name, line: line, what: "\(draft.reader.subject): \(what)", advice: advice))
    }

    // MARK: Triggers

    private mutating func trigger(of draft: inout RuleDraft) -> Trigger? {
        let present = RuleDraft.triggers.filter { draft.reader.table[$0] != nil }
        if present.count > 1 {
            draft.reader.report(
                "\(present.joined(separator: " and ")) are two triggers", at: present[1],
                advice: "a rule has one; make two rules and join them with all = { … } or any = { … }")
        }
        let isText = present.first == "words" || present.first == "pattern"
        let scope = SearchScope(&draft.reader)
        if !isText, let key = scope.firstKey {
            draft.reader.report("\(key) does nothing here", at: key, advice: "it belongs to words and pattern")
        }
        if draft.perHit != nil, !isText, present.first != "required" {
            draft.reader.report(
                "per_hit does nothing here", at: "per_hit", advice: "it belongs to words, pattern and required")
        }
        switch present.first {
        case "words":
            return texts.words(&draft.reader, lists: loading, scope).map { .matches(group: $0) }
        case "pattern":
            return texts.pattern(&draft.reader, scope).map { .matches(group: $0) }
        case "is":
            return ExactTest.read("is", &draft.reader, lists: loading).map { .exact($0) }
        case "required":
            return draft.reader.fields("required").map { .required($0) }
        case "history":
            return history(&draft.reader)
        case "model":
            return model(&draft.reader)
        default:
            return nil
        }
    }

    private mutating func history(_ reader: inout TableReader) -> Trigger? {
        guard let value = reader.value("history") else { return nil }
        guard case .table(let table) = value else {
            reader.reportType(
                of: "history", value, wanted: "a table", example: "{ by = \"ip\", within = \"10m\", more_than = 5 }")
            return nil
        }
        var inner = TableReader(table, subject: reader.subject + ": history", file: reader.file, line: reader.line)
        let query = HistoryQuery.read(&inner)
        let moreThan = inner.integer("more_than", in: 0...History.greatestCount - 1, example: "5")
        if moreThan == nil, inner.problems.isEmpty {
            inner.report(
                "more_than is missing", at: "history", advice: "say how many before are still fine: more_than = 5")
        }
        inner.finish()
        reader.take(inner.problems)
        guard let query, let moreThan else { return nil }
        return .history(query: add(query), moreThan: moreThan)
    }

    private mutating func model(_ reader: inout TableReader) -> Trigger? {
        guard let value = reader.value("model") else { return nil }
        guard case .table(var table) = value, table.items.count == 1, case .string(let path) = table.items[0] else {
            reader.reportType(
                of: "model", value, wanted: "a table with a file",
                example: "{ \"models/spam.model\", above = 0.5 }")
            return nil
        }
        table.items = []
        var inner = TableReader(table, subject: reader.subject + ": model", file: reader.file, line: reader.line)
        let above = inner.number("above", in: 0...0.999, example: "0.5")
        if above == nil, inner.problems.isEmpty {
            inner.report("above is missing", at: "model", advice: "say how sure it must be: above = 0.5")
        }
        let given = inner.fields("given") ?? []
        inner.finish()
        reader.take(inner.problems)
        guard let above, inner.problems.isEmpty else { return nil }
        do throws(Problem) {
            let number = try loading.modelNumber(path, root: reader.file.root)
            if modelEntries[number] == nil {
                modelEntries[number] = texts.add(
                    RuleSet.Entry(text: loading.models[number].name, file: nil, line: 0, isPattern: false, weight: 1))
            }
            return .model(number, above: above, given: given)
        } catch {
            reader.report("model \"\(path)\": \(error.what)", at: "model", advice: error.advice)
            return nil
        }
    }

    private mutating func add(_ query: HistoryQuery) -> Int {
        if let index = historyQueries.firstIndex(of: query) { return index }
        historyQueries.append(query)
        return historyQueries.count - 1
    }

    // MARK: Handles

    private mutating func compileHandles() {
        for handle in loading.handles {
            var reader = TableReader(
                handle.asTable, subject: handle.kind.name, file: handle.file, line: handle.line)
            switch handle.kind {
            case .list, .model:
                if case .integer(let number) = handle.value {
                    handles.append(handle.kind == .list ? .list(Int(number)) : .model(Int(number)))
                }
                continue
            case .words, .pattern:
                let scope = SearchScope(&reader)
                let group =
                    handle.kind == .words
                    ? texts.words(&reader, lists: loading, scope, isTrigger: false)
                    : texts.pattern(&reader, scope, isTrigger: false)
                handles.append(.matches(group: group ?? 0))
            case .history:
                let query = HistoryQuery.read(&reader)
                handles.append(.history(query: query.map { add($0) } ?? 0))
            }
            reader.finish()
            problems += reader.problems
        }
    }

    /// FNV-1a, 64 bits (Fowler, Noll, Vo), over all files in load order.
    private func digest() -> String {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        func add(_ bytes: some Sequence<UInt8>) {
            for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
            hash = (hash ^ 0xFF) &* 0x0000_0100_0000_01B3
        }
        for file in loading.library.files {
            add(file.path.utf8)
            add(file.bytes)
        }
        for list in loading.lists {
            add(list.name.utf8)
            add(list.bytes)
        }
        for model in loading.models {
            add(model.name.utf8)
            add(model.digest)
        }
        for list in networkLists {
            for entry in list.entries {
                add(entry.domain)
                add((entry.network ?? "").utf8)
            }
        }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
