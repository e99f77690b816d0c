import LuaRuntime
import TextAnalysis

/// Checks the policies and lets each inherit what it does not say.
struct PolicyCompiler {
    private(set) var problems: [Problem] = []
    private let loading: ScriptLoading
    private let categories: [String]

    init(loading: ScriptLoading, categories: [String]) {
        self.loading = loading
        self.categories = categories
    }

    /// The policies with a `when`, the folder's own before the pack's, then the one for the rest.
    mutating func compile() -> [Policy] {
        let declared = loading.declarations.filter { $0.function == .policy }
        let pack = declared.filter { $0.file.root != 0 }
        let own = declared.filter { $0.file.root == 0 }
        var base = Policy()
        for part in [pack, own] {
            let unconditional = part.filter { !hasWhen($0) }
            if let first = unconditional.first { base = read(first, over: base, isBase: true) }
            for second in unconditional.dropFirst() {
                problems.append(
                    Problem(
                        file: second.file.name, line: second.line, what: "policy: a second policy without when",
                        advice: "give it when = function(comment) … end, or join the two"))
            }
        }
        let conditional = (own + pack).filter(hasWhen).map { read($0, over: base, isBase: false) }
        let policies = conditional + [base]
        for policy in policies { check(policy) }
        return policies
    }

    private func hasWhen(_ declaration: ScriptLoading.Declaration) -> Bool {
        guard case .table(let table) = declaration.value else { return false }
        return table["when"] != nil
    }

    private mutating func read(_ declaration: ScriptLoading.Declaration, over base: Policy, isBase: Bool) -> Policy {
        var policy = base
        guard case .table(let table) = declaration.value else { return policy }
        var reader = TableReader(table, subject: "policy", file: declaration.file, line: declaration.line)
        if declaration.file.path != "policy.lua" && declaration.file.path != "pack/policy.lua" {
            reader.report("stands in \(declaration.file.path)", advice: "policies belong in policy.lua")
        }
        policy.file = declaration.file.path
        policy.line = declaration.line
        policy.name = reader.string("name", example: "\"kids\"")
        policy.when = reader.function("when")
        // Where there is none before it, a policy that names one threshold names both: without hold, nothing is held.
        if isBase, base.line == 0, table["hold"] != nil || table["reject"] != nil {
            if table["hold"] == nil { policy.limits.hold = nil }
            if table["reject"] == nil { policy.limits.reject = nil }
        }
        if let hold = threshold("hold", &reader) { policy.limits.hold = hold.points }
        if let reject = threshold("reject", &reader) { policy.limits.reject = reject.points }
        policy.limits.onError =
            reader.choice("on_error", Verdict.Outcome.allCases.map { ($0.name, $0) }) ?? policy.limits.onError
        policy.exempt = ExactTest.read("exempt", &reader, lists: loading) ?? policy.exempt
        if let site = reader.strings("site", example: "{ \"blog.example\" }") {
            for domain in site where domain.isEmpty || domain.contains(where: { "/:*@ ".contains($0) }) {
                reader.report(
                    "site names \"\(domain)\", which is no domain", at: "site",
                    advice: "write the domain alone, such as blog.example")
            }
            policy.site = site.map { String(decoding: HostForm.bytes(of: $0.utf8), as: UTF8.self) }
        }
        if let names = reader.strings("echo", example: "{ \"post\", \"extra.section\" }") {
            policy.echo = names.compactMap { echo($0, &reader) }
        }
        policy.keep = keep(&reader) ?? policy.keep
        readCategories(&reader, into: &policy)
        if let hold = policy.limits.hold, let reject = policy.limits.reject, hold > reject,
            table["hold"] != nil || table["reject"] != nil
        {
            reader.report(
                "hold is \(hold), above reject, which is \(reject)", at: table["hold"] != nil ? "hold" : "reject",
                advice: "hold comes first; leave it out where nothing is to be held")
        }
        policy.budget = budget(&reader, over: policy.budget, isBase: isBase)
        reader.finish()
        problems += reader.problems
        return policy
    }

    /// A number of points, or `false` for none; the outer `nil` where the key is absent or wrong.
    private func threshold(_ key: String, _ reader: inout TableReader) -> (points: Points?, ())? {
        if reader.value(key) == .boolean(false) { return (nil, ()) }
        return reader.number(key, in: RuleDraft.scores, example: "3").map { (Points(rounding: $0), ()) }
    }

    private mutating func readCategories(_ reader: inout TableReader, into policy: inout Policy) {
        guard let value = reader.value("categories") else { return }
        guard case .table(let table) = value, table.items.isEmpty else {
            reader.reportType(of: "categories", value, wanted: "a table", example: "{ tone = { cap = 5 } }")
            return
        }
        for member in table.members {
            guard let index = categories.firstIndex(of: member.key) else {
                reader.report(
                    "categories names \"\(member.key)\", and no rule has that category", at: member.key,
                    advice: Suggestion.advice(
                        for: member.key, in: categories,
                        otherwise: "the categories are \(categories.joined(separator: ", "))"))
                continue
            }
            guard case .table(let limits) = member.value else {
                reader.reportType(
                    of: "categories.\(member.key)", member.value, wanted: "a table", example: "{ cap = 5 }")
                continue
            }
            var inner = TableReader(
                limits, subject: "policy: categories.\(member.key)", file: reader.file, line: reader.line)
            while policy.limits.categories.count <= index { policy.limits.categories.append(Policy.CategoryLimits()) }
            if let cap = threshold("cap", &inner) { policy.limits.categories[index].cap = cap.points }
            if let hold = threshold("hold", &inner) { policy.limits.categories[index].hold = hold.points }
            if let reject = threshold("reject", &inner) { policy.limits.categories[index].reject = reject.points }
            inner.finish()
            reader.take(inner.problems)
        }
    }

    private func echo(_ name: String, _ reader: inout TableReader) -> Policy.EchoField? {
        for known in [Policy.EchoField.createdAt, .postCreatedAt, .ruleSet] where known.name == name { return known }
        if name.hasPrefix("extra."), name.utf8.count > 6 { return .extra(String(name.dropFirst(6))) }
        if name == "email" || name == "ip" {
            reader.report(
                "echo names \(name)", at: "echo",
                advice: "verdicts never carry it; --emit comments gives the whole comment")
            return nil
        }
        if let field = Field(name: name) { return .field(field) }
        reader.report(
            "echo names \"\(name)\", which is no field of a comment", at: "echo",
            advice: Suggestion.advice(
                for: name, in: Field.allCases.map(\.name) + ["ruleset"],
                otherwise: "other members are named like extra.section"))
        return nil
    }

    private func keep(_ reader: inout TableReader) -> [Field]? {
        if reader.value("keep") == .boolean(false) { return [] }
        let known = [Field.email, .ip]
        return reader.strings("keep", example: "{ \"email\", \"ip\" }")?.compactMap { name in
            if let field = known.first(where: { $0.name == name }) { return field }
            reader.report(
                "keep names \"\(name)\", which is kept anyway or is no field of a comment", at: "keep",
                advice: Suggestion.advice(
                    for: name, in: known.map(\.name), otherwise: "only email and ip are taken out of what is done"))
            return nil
        }
    }

    private mutating func check(_ policy: Policy) {
        if !policy.limits.canHold, policy.limits.onError != .reject {
            problems.append(
                Problem(
                    file: loading.name(of: policy.file), line: policy.line,
                    what:
                        "policy: it has no hold, but a comment on which a rule fails would be \(policy.limits.onError == .hold ? "held" : "accepted")",
                    advice: "add on_error = \"reject\""))
        }
    }
}

extension ScriptLoading {
    /// How messages name a file that verdicts name by `path`.
    func name(of path: String) -> String {
        library.files.first { $0.path == path }?.name ?? path
    }
}
