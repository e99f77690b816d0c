import LuaRuntime
import TextAnalysis

/// What a Lua state asks of modfilter: while files load, to take in declarations; while a comment is judged, for the
/// comment's fields and for what handles find in it.
public final class ScriptHost: LuaHost {
    /// Receives what a rule logs: the file, the line, the text.
    public typealias Log = (_ file: String, _ line: Int, _ text: String) -> Void

    /// The record that rules know as `comment`.
    static let comment = LuaRecord(kind: 0)
    /// The kind of what `text(x)` gives; the instance is the text's number in the context, from 1.
    static let textKind: Int32 = 1
    /// The kind of `comment.scripts`; instance 1 is the body, the text of number n is 2 + n.
    static let scriptsKind: Int32 = 2
    static let bodyScripts = LuaRecord(kind: scriptsKind, instance: 1)

    /// Takes in declarations; `nil` once the files have loaded.
    @exclusivity(unchecked) private var loading: ScriptLoading?
    private let ruleSet: RuleSet?
    /// Unmanaged, since counting references at every field costs as much as answering. `Moderator` owns it.
    private let context: Unmanaged<CommentContext>?
    /// What rules learn of links under each policy.
    private let linkTerms: [LinkTerms]
    /// The policy that applies to the comment, an index into `RuleSet.policies`.
    @exclusivity(unchecked) var policy = 0
    private let scripts = Script.all()
    private let log: Log
    /// Takes e-mail and IP out of what is logged.
    var redact: (String) -> String = { $0 }

    init(loading: ScriptLoading, ruleSet: RuleSet? = nil, context: CommentContext? = nil, log: @escaping Log) {
        self.loading = loading
        self.ruleSet = ruleSet
        self.context = context.map(Unmanaged.passUnretained)
        self.log = log
        linkTerms = ruleSet.map { set in set.policies.map { LinkTerms(site: $0.site, networks: set.networks) } } ?? []
    }

    /// A state with everything that rules may call, before any file has run.
    func makeState() throws(LuaError) -> LuaState {
        let state = try LuaState(host: self)
        for function in ScriptFunction.allCases {
            if let name = function.global { state.setFunction(name, function.rawValue) }
        }
        let matching: [(name: String, function: Int)] = [
            ("any", ScriptFunction.matchAny.rawValue), ("count", ScriptFunction.matchCount.rawValue),
            ("hits", ScriptFunction.matchHits.rawValue),
        ]
        for kind in HandleKind.allCases {
            switch kind {
            case .words, .pattern:
                state.defineHandle(kind: kind.rawValue, name: kind.name, methods: matching, call: nil)
            case .list:
                let methods = [(name: "has", function: ScriptFunction.listHas.rawValue)]
                state.defineHandle(kind: kind.rawValue, name: kind.name, methods: methods, call: nil)
            case .history:
                let call = ScriptFunction.historyCount.rawValue
                state.defineHandle(kind: kind.rawValue, name: kind.name, methods: [], call: call)
            case .model:
                let call = ScriptFunction.modelProbability.rawValue
                state.defineHandle(kind: kind.rawValue, name: kind.name, methods: [], call: call)
            }
        }
        state.defineRecord(
            kind: Self.comment.kind, name: "comment",
            fields: Field.allCases.map(\.name) + ComputedField.allCases.map(\.name))
        state.defineRecord(kind: Self.textKind, name: "text", fields: ComputedField.ofTexts.map(\.name))
        state.defineRecord(kind: Self.scriptsKind, name: "scripts", fields: scripts.map(\.name))
        for shape in MapShape.allCases { state.defineShape(shape.rawValue, keys: shape.keys) }
        return state
    }

    /// A state that has loaded what `ruleSet` was loaded from, ready to judge.
    ///
    /// - Parameter isStrict: Whether steps are counted in place of time.
    static func start(
        ruleSet: RuleSet, context: CommentContext, isStrict: Bool, log: @escaping Log
    ) throws(RuleLoadError) -> (ScriptHost, LuaState) {
        let loading = ScriptLoading(repeating: ruleSet.library)
        let host = ScriptHost(loading: loading, ruleSet: ruleSet, context: context, log: log)
        do throws(LuaError) {
            let state = try host.makeState()
            for file in ruleSet.library.files { try loading.run(file, in: state) }
            state.seal()
            guard loading.handles.count == ruleSet.handles.count,
                loading.declarations.map(\.function) == ruleSet.library.declared
            else {
                throw LuaError(
                    kind: .runtime, message: "the rules load differently each time; don't let them depend on the clock")
            }
            host.loading = nil
            var budget = ruleSet.budget
            budget.isStrict = isStrict
            state.collectGarbage()
            if state.memoryInUse > budget.memory * 3 / 4 {
                throw LuaError(
                    kind: .memory,
                    message: "the rules hold \(state.memoryInUse >> 20) MB once they are loaded, and their budget is "
                        + "\(budget.memory >> 20) MB; raise budget.memory in the policy",
                    file: ruleSet.policies.last?.file ?? "", line: ruleSet.policies.last?.line ?? 0)
            }
            state.budget = budget
            return (host, state)
        } catch {
            throw RuleLoadError(problems: [
                Problem(file: error.file, line: error.line, what: error.message, advice: "")
            ])
        }
    }

    // MARK: LuaHost

    public func field(_ field: Int, of record: LuaRecord, into writer: LuaWriter) throws(LuaHostError) {
        guard let context, loading == nil else { throw LuaHostError("a comment is there only within check and when") }
        if field == Field.count + ComputedField.parentVerdict.rawValue, record.kind == Self.comment.kind {
            return try writeParentVerdict(context.takeUnretainedValue(), writer)
        }
        let isAnswered = context._withUnsafeGuaranteedRef { answer(field, of: record, $0, writer) }
        if !isAnswered { throw LuaHostError("this text was used after its call") }
    }

    /// Writes a field's value; `false` where the record's text is no more.
    private func answer(
        _ field: Int, of record: LuaRecord, _ context: CommentContext, _ writer: LuaWriter
    ) -> Bool {
        switch record.kind {
        case Self.comment.kind:
            if let input = Field(rawValue: UInt8(truncatingIfNeeded: field)), field < Field.count {
                context.write(input, to: writer)
            } else if let computed = ComputedField(rawValue: field - Field.count) {
                context.write(computed, to: writer, linkTerms[policy])
            }
        case Self.textKind:
            guard let text = context.text(Int(record.instance) - 1), let computed = ComputedField(rawValue: field)
            else { return false }
            text._withUnsafeGuaranteedRef {
                $0.write(
                    computed, to: writer, scripts: LuaRecord(kind: Self.scriptsKind, instance: record.instance + 1))
            }
        default:
            let text = record.instance == 1 ? context.forms(of: .body) : context.text(Int(record.instance) - 2)
            guard let text else { return false }
            writer.number(text._withUnsafeGuaranteedRef { $0.statistics.share(of: scripts[field]) })
        }
        return true
    }

    public func list(_ field: Int, of record: LuaRecord, into writer: LuaWriter) throws(LuaHostError) {
        guard let context = context?.takeUnretainedValue() else { return }
        let isComment = record.kind == Self.comment.kind
        let text = isComment ? context.forms(of: .body) : context.text(Int(record.instance) - 1)
        guard let text, let computed = ComputedField(rawValue: isComment ? field - Field.count : field) else {
            throw LuaHostError("this text was used after its call")
        }
        text._withUnsafeGuaranteedRef { $0.writeList(computed, to: writer, linkTerms[policy]) }
    }

    public func call(_ function: Int, _ call: LuaCall) throws(LuaHostError) {
        guard let function = ScriptFunction(rawValue: function) else { return }
        if function == .seconds { return try Self.seconds(call) }
        if function == .log { return writeLog(call) }
        if let loading {
            try loading.call(function, call)
        } else if let context {
            try judge(function, call, context.takeUnretainedValue())
        }
    }

    public func module(_ name: String) throws(LuaHostError) -> LuaSource? {
        guard let loading else {
            throw LuaHostError("require works only while the file loads; call it at the top of the file")
        }
        return try loading.module(name)
    }

    // MARK: Calls while a comment is judged

    private func judge(_ function: ScriptFunction, _ call: LuaCall, _ context: CommentContext) throws(LuaHostError) {
        switch function {
        case .text:
            guard let text = call.string(at: 0) else {
                throw LuaHostError("text() takes a string, not a \(call.typeName(at: 0))")
            }
            call.writer.record(LuaRecord(kind: Self.textKind, instance: Int32(context.keep(text) + 1)))
        case .matchAny, .matchCount, .matchHits:
            try match(function, call, context)
        case .listHas:
            guard let handle = call.handle, case .list(let list) = specification(handle) else { return }
            guard let text = call.string(at: 0) else {
                if call.typeName(at: 0) == "nil" { return call.writer.boolean(false) }
                throw LuaHostError("list:has() takes a string, not a \(call.typeName(at: 0))")
            }
            call.writer.boolean(ruleSet?.lists[list].has(text) ?? false)
        case .historyCount:
            guard let handle = call.handle, case .history(let query) = specification(handle) else { return }
            call.writer.integer(Int64(context.historyCounts[query]))
        case .seen:
            try writePast(call, context)
        case .modelProbability:
            guard let handle = call.handle, case .model(let model) = specification(handle) else { return }
            call.writer.number(context.models.probability(model, context))
        default:
            let name = function.global ?? "this"
            throw LuaHostError(
                "\(name) works only while the file loads; call it at the top of the file and keep the result in a local"
            )
        }
    }

    private func specification(_ handle: LuaHandle) -> HandleSpecification? {
        guard let ruleSet, ruleSet.handles.indices.contains(Int(handle.id)) else { return nil }
        return ruleSet.handles[Int(handle.id)]
    }

    private func match(_ function: ScriptFunction, _ call: LuaCall, _ context: CommentContext) throws(LuaHostError) {
        guard let handle = call.handle, case .matches(let group) = specification(handle) else { return }
        if let text = call.string(at: 0) {
            let (forms, matches) = context.search(text, group: group)
            switch function {
            case .matchAny: call.writer.boolean(!matches.isEmpty)
            case .matchCount: call.writer.integer(Int64(matches.count))
            default:
                call.writer.list(count: matches.count)
                for match in matches {
                    let range = Int(match.range.lowerBound)..<Int(match.range.upperBound)
                    write(
                        forms, range, entry: Int(match.entry), form: context.groups[group].form, field: nil,
                        to: call.writer)
                }
            }
        } else if call.record(at: 0)?.kind == Self.comment.kind {
            context.search(group: group)
            switch function {
            case .matchAny: call.writer.boolean(context.foundCounts[group] > 0)
            case .matchCount: call.writer.integer(Int64(context.foundCounts[group]))
            default: writeHits(group: group, to: call.writer)
            }
        } else if call.typeName(at: 0) == "nil", call.count > 0 {
            // A field that is absent holds no word.
            switch function {
            case .matchAny: call.writer.boolean(false)
            case .matchCount: call.writer.integer(0)
            default: call.writer.list(count: 0)
            }
        } else {
            throw LuaHostError("give the comment or a string, not a \(call.typeName(at: 0))")
        }
    }

    /// Writes the list of a group's hits in the comment: `{found, entry, field, first, last}` each.
    func writeHits(group: Int, to writer: LuaWriter) {
        guard let context = context?.takeUnretainedValue() else { return writer.list(count: 0) }
        writer.list(count: Int(context.foundCounts[group]))
        context.forEachFound(of: group) { item in
            write(
                context.forms(of: item.field).takeUnretainedValue(), item.range, entry: Int(item.entry),
                form: item.form, field: item.field,
                to: writer)
            return true
        }
    }

    private func write(
        _ forms: TextForms, _ range: Range<Int>, entry: Int, form: TextForm, field: Field?, to writer: LuaWriter
    ) {
        let place = forms.rawRange(of: range, in: form)
        writer.map(shape: MapShape.hit.rawValue)
        writer.string(UnsafeRawBufferPointer(rebasing: forms.bytes(.raw)[place]))
        writer.string(ruleSet?.entries[entry].text ?? "")
        if let field { writer.string(field.name) } else { writer.nothing() }
        // 1-based and inclusive, as string.sub takes them.
        writer.integer(Int64(place.lowerBound + 1))
        writer.integer(Int64(place.upperBound))
    }

    // MARK: Calls at any time

    /// `seconds "2026-01-31T12:00:00Z"`, which tests of rules call too.
    package static func seconds(_ call: LuaCall) throws(LuaHostError) {
        guard let text = call.string(at: 0), case .seconds(let time) = Timestamp(text: text) else {
            throw LuaHostError("seconds takes a date such as \"2026-01-31\" or \"2026-01-31T12:00:00Z\"")
        }
        call.writer.integer(time)
    }

    private func writeLog(_ call: LuaCall) {
        var parts: [String] = []
        for index in 0..<call.count {
            if let text = call.string(at: index) {
                parts.append(String(decoding: text, as: UTF8.self))
            } else if let integer = call.integer(at: index) {
                parts.append(String(integer))
            } else if let number = call.number(at: index) {
                parts.append(LuaNumber.text(number))
            } else if let flag = call.boolean(at: index) {
                parts.append(String(flag))
            } else {
                parts.append(call.typeName(at: index))
            }
        }
        log(call.caller.file, call.caller.line, redact(parts.joined(separator: " ")))
    }
}
