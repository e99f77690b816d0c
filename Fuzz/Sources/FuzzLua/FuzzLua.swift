import Glibc
import LuaRuntime

/// What libFuzzer calls with each input: a made-up program runs as a check, and the next check must still be right.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    var writer = ProgramWriter(UnsafeRawBufferPointer(start: start, count: count))
    writer.block()
    trial.run(writer.text)
    return 0
}

nonisolated(unsafe) private let trial = Trial()

private final class Trial {
    private var host = Host()
    private var runs = 0

    /// A state keeps every function that it has seen, so a new one is opened now and then.
    private static let runsOfState = 500
    /// Counted, so that an input does the same each time.
    private static let budget = LuaBudget(time: .seconds(1), steps: 20_000, memory: 8 << 20, isStrict: true)

    func run(_ program: String) {
        if runs % Self.runsOfState == 0 { host = Host() }
        runs += 1
        guard let state = host.state, let good = host.good else { fatalError("must hold: a state opens") }
        host.kept = nil
        state.budget = Self.budget
        let source = "local x, t = 1, {} keep(function(comment, found) \(program) end)"
        if (try? state.run(LuaSource(name: "rules/made-up.lua", bytes: Array(source.utf8)))) != nil,
            let check = host.kept
        {
            for _ in 0..<2 {
                state.begin(Host.comment)
                _ = try? state.call(check, with: Host.comment) { $0.integer(3) }
                _ = try? state.call(check, with: Host.comment)
                state.end()
            }
        }
        state.begin(Host.comment)
        let answer = try? state.call(good, with: Host.comment)
        state.end()
        if answer?.first != .number(7) { fatalError("must hold: the next check is answered right") }
        if state.memoryInUse > 8 << 20 { fatalError("must hold: memory is given back") }
    }
}

/// Answers with some of each kind of value.
private final class Host: LuaHost {
    static let comment = LuaRecord(kind: 0)
    private static let fields = ["body", "author", "links", "lazy", "none", "length", "broken", "extra"]
    private enum Function: Int { case keep, words }

    private(set) var state: LuaState?
    private(set) var good: LuaFunction?
    var kept: LuaFunction?

    init() {
        guard let made = try? LuaState(host: self) else { return }
        made.setFunction("keep", Function.keep.rawValue)
        made.setFunction("words", Function.words.rawValue)
        made.defineHandle(kind: 2, name: "words", methods: [("any", Function.words.rawValue)], call: nil)
        made.defineRecord(kind: 0, name: "comment", fields: Self.fields)
        let text =
            "keep(function(comment) return comment.length + #comment.links + (comment.body == 'some text' and 2 or 0) end)"
        try? made.run(LuaSource(name: "rules/good.lua", bytes: Array(text.utf8)))
        good = kept
        state = made
    }

    func field(_ field: Int, of record: LuaRecord, into writer: LuaWriter) throws(LuaHostError) {
        switch Self.fields[field] {
        case "body": writer.string("some text")
        case "links":
            writer.list(count: 2)
            writer.string("a.example")
            writer.map(count: 1)
            writer.string("host")
            writer.string("b.example")
        case "lazy": writer.lazyList(count: 2)
        case "none": writer.lazyList(count: 0)
        case "length": writer.integer(3)
        case "broken": throw LuaHostError("the field is broken")
        case "extra": writer.map(count: 0)
        default: writer.nothing()
        }
    }

    func list(_ field: Int, of record: LuaRecord, into writer: LuaWriter) throws(LuaHostError) {
        writer.list(count: 2)
        writer.string("a.example")
        writer.integer(5)
    }

    func call(_ function: Int, _ call: LuaCall) throws(LuaHostError) {
        let value = try call.value(at: 0)
        if Function(rawValue: function) == .words { return call.writer.handle(LuaHandle(kind: 2, id: 1)) }
        if case .function(let function) = value { kept = function }
    }

    func module(_ name: String) throws(LuaHostError) -> LuaSource? { nil }
}
