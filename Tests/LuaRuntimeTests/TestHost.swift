import LuaRuntime

/// A host with one kind of record, one kind of handle and a few functions that give away what they were asked.
final class TestHost: LuaHost {
    enum Function: Int {
        case keep, log, fail, list, other, any, count, called, nested, argument, position, manyObjects, echo
    }

    static let comment = LuaRecord(kind: 0)
    static let fieldNames = [
        "body", "author", "links", "absent", "broken", "extra", "words", "length", "shaped", "lazy", "none", "torn",
        "width", "height", "same", "name", "ratio", "nan", "big", "flag",
    ]
    static let textFieldNames = ["body", "length", "lazy", "none"]

    let body = UnsafeMutableRawBufferPointer.allocate(byteCount: 300, alignment: 1)
    var kept: [LuaValue] = []
    var asked: [String] = []
    var caller: (file: String, line: Int) = ("", 0)
    var modules: [String: String] = [:]
    /// Runs when Lua calls `keep`.
    var onKeep: (() -> Void)?
    private var state: LuaState?

    init() {
        body.copyBytes(from: Array(repeating: UInt8(ascii: "a"), count: 300))
    }

    deinit {
        state = nil
        body.deallocate()
    }

    /// The state, opened on first use with what the tests need.
    func open(_ budget: LuaBudget = .loading) throws(LuaError) -> LuaState {
        if let state { return state }
        let made = try LuaState(host: self, budget: budget)
        for (name, function) in [
            ("keep", Function.keep), ("log", .log), ("fail", .fail), ("list", .list), ("other", .other),
            ("nested", .nested), ("argument", .argument), ("here", .position), ("many", .manyObjects),
            ("echo", .echo),
        ] {
            made.setFunction(name, function.rawValue)
        }
        made.defineHandle(
            kind: 2, name: "words",
            methods: [("any", Function.any.rawValue), ("count", Function.count.rawValue)],
            call: Function.called.rawValue)
        made.defineRecord(kind: 0, name: "comment", fields: Self.fieldNames)
        made.defineShape(3, keys: ["host", "own", "network"])
        made.defineRecord(kind: 1, name: "text", fields: Self.textFieldNames)
        state = made
        return made
    }

    func field(_ field: Int, of record: LuaRecord, into writer: LuaWriter) throws(LuaHostError) {
        let name = record.kind == 0 ? Self.fieldNames[field] : Self.textFieldNames[field]
        asked.append(record.kind == 0 ? name : "\(name) of \(record.instance)")
        switch name {
        case "body": writer.string(borrowing: UnsafeRawBufferPointer(body))
        case "author": writer.string("Ann")
        case "links":
            writer.list(count: 2)
            for host in ["a.example", "b.example"] {
                writer.map(count: 2)
                writer.string("host")
                writer.string(host)
                writer.string("own")
                writer.boolean(false)
            }
        case "shaped":
            writer.list(count: 2)
            for host in ["a.example", "b.example"] {
                writer.map(shape: 3)
                writer.string(host)
                writer.boolean(false)
                writer.nothing()
            }
        case "broken": throw LuaHostError("the field is broken")
        case "extra": writer.map(count: 0)
        case "words":
            writer.list(count: 3)
            for word in ["c", "a", "b"] { writer.string(word) }
        case "name":
            let name: StaticString = "Ann"
            writer.string(borrowing: UnsafeRawBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
        case "ratio": writer.number(0.5)
        case "nan": writer.number(.nan)
        case "big": writer.integer(9_007_199_254_740_993)
        case "flag": writer.boolean(true)
        case "length": writer.integer(300)
        case "lazy": writer.lazyList(count: 2)
        case "none": writer.lazyList(count: 0)
        case "torn": writer.lazyList(count: 3)
        case "width", "height":
            writer.integer(name == "width" ? 4 : 3)
            writer.also(field: name == "width" ? 13 : 12)
            writer.integer(name == "width" ? 3 : 4)
            writer.also(field: 14)
            writer.record(Self.comment)
            writer.also(field: 99)
            writer.integer(1)
            writer.also(field: 0)
            writer.string("only plain values can be told along")
        default: writer.nothing()
        }
    }

    func list(_ field: Int, of record: LuaRecord, into writer: LuaWriter) throws(LuaHostError) {
        asked.append("list \(field) of \(record.kind) \(record.instance)")
        if record.kind == 0, Self.fieldNames[field] == "torn" { return writer.list(count: 2) }
        writer.list(count: 2)
        writer.string("a.example")
        writer.map(count: 1)
        writer.string("host")
        writer.string("b.example")
    }

    func call(_ function: Int, _ call: LuaCall) throws(LuaHostError) {
        switch Function(rawValue: function) {
        case .keep:
            kept.append(try call.value(at: 0))
            onKeep?()
        case .log: asked.append(call.string(at: 0).map { String(decoding: $0, as: UTF8.self) } ?? "-")
        case .fail:
            let token = Token()
            throw LuaHostError(message: "the host says no to \(call.count) (\(type(of: token)))")
        case .list: call.writer.handle(LuaHandle(kind: 2, id: 7))
        case .other: call.writer.record(LuaRecord(kind: 1, instance: 5))
        case .any:
            call.writer.boolean(call.record(at: 0) != nil || call.string(at: 0) != nil)
            call.writer.integer(Int64(call.handle?.id ?? -1))
        case .count: call.writer.integer(Int64(call.count))
        case .called: call.writer.string("called")
        case .nested: nest(call.writer, depth: Int(call.integer(at: 0) ?? 0))
        case .argument: call.writer.string(call.typeName(at: 0))
        case .position: caller = call.caller
        case .manyObjects:
            call.writer.list(count: 1_000_000)
            for _ in 0..<1_000_000 { call.writer.map(count: 0) }
        case .echo:
            call.writer.string("first")
            guard case .table(let table) = try call.value(at: 0) else { return }
            call.writer.integer(Int64(table.items.count))
        case nil: throw LuaHostError("no such function")
        }
    }

    private func nest(_ writer: LuaWriter, depth: Int) {
        for _ in 0..<depth { writer.list(count: 1) }
        writer.integer(1)
    }

    func module(_ name: String) throws(LuaHostError) -> LuaSource? {
        asked.append("module \(name)")
        if name == "forbidden" { throw LuaHostError("module names stay inside the rules folder") }
        return modules[name].map { LuaSource(name: "\(name).lua", bytes: Array($0.utf8)) }
    }
}

/// Counts itself, so that a test can see whether a raised error left one behind.
final class Token {
    nonisolated(unsafe) static var alive = 0

    init() { Self.alive += 1 }

    deinit { Self.alive -= 1 }
}

extension TestHost {
    /// Runs `text` as a file.
    func run(_ text: String, name: String = "rules/test.lua") throws(LuaError) {
        try open().run(LuaSource(name: name, bytes: Array(text.utf8)))
    }

    /// What `text`, the body of a file that ends in `return`, gives.
    func value(_ text: String) throws(LuaError) -> LuaValue {
        kept = []
        try run("keep((function() \(text) end)())")
        return kept.first ?? .nothing
    }

    /// The error that `text` ends in.
    func error(_ text: String, name: String = "rules/test.lua") -> LuaError? {
        do {
            try run(text, name: name)
            return nil
        } catch {
            return error
        }
    }

    /// Makes `text`, the body of a function of `comment`, a function that can be called.
    func function(_ text: String, name: String = "rules/test.lua") throws(LuaError) -> LuaFunction {
        kept = []
        try run("keep(function(comment, found) \(text) end)", name: name)
        guard case .function(let function) = kept.first else {
            throw LuaError(kind: .runtime, message: "not a function")
        }
        return function
    }

    /// The error that `text`, the body of a function of `comment`, ends in.
    func callError(_ text: String) throws(LuaError) -> LuaError? {
        let function = try function(text)
        let state = try open()
        state.begin(Self.comment)
        defer { state.end() }
        do {
            _ = try state.call(function, with: Self.comment)
            return nil
        } catch {
            return error
        }
    }
}

extension LuaBudget {
    /// That for loading, but for what is named.
    init(memory: Int) { self.init(time: Self.loading.time, steps: Self.loading.steps, memory: memory) }

    init(steps: Int) { self.init(time: Self.loading.time, steps: steps, memory: Self.loading.memory) }
}
