/// The host as its state calls it: not held, and without counting a reference at each call, which rules make for each
/// field that they read.
class HostReference {
    func field(_ field: Int, of record: LuaRecord, into writer: LuaWriter) throws(LuaHostError) {}
    func list(_ field: Int, of record: LuaRecord, into writer: LuaWriter) throws(LuaHostError) {}
    func call(_ function: Int, _ call: LuaCall) throws(LuaHostError) {}
    func module(_ name: String) throws(LuaHostError) -> LuaSource? { nil }
}

/// - Note: A stored `any LuaHost` can't be called unretained; `Unmanaged` needs the host's own type.
final class TypedHostReference<Host: LuaHost>: HostReference {
    // SAFETY: the host outlives the state (`LuaState.init`), and the state this reference.
    private let host: Unmanaged<Host>

    init(_ host: Host) { self.host = .passUnretained(host) }

    override func field(_ field: Int, of record: LuaRecord, into writer: LuaWriter) throws(LuaHostError) {
        try with { host throws(LuaHostError) in try host.field(field, of: record, into: writer) }
    }

    override func list(_ field: Int, of record: LuaRecord, into writer: LuaWriter) throws(LuaHostError) {
        try with { host throws(LuaHostError) in try host.list(field, of: record, into: writer) }
    }

    override func call(_ function: Int, _ call: LuaCall) throws(LuaHostError) {
        try with { host throws(LuaHostError) in try host.call(function, call) }
    }

    override func module(_ name: String) throws(LuaHostError) -> LuaSource? {
        try with { host throws(LuaHostError) in try host.module(name) }
    }

    // `Result`, since the standard library's method forgets the error's type.
    @inline(__always)
    private func with<Answer>(_ body: (Host) throws(LuaHostError) -> Answer) throws(LuaHostError) -> Answer {
        try host._withUnsafeGuaranteedRef { host in
            Result { () throws(LuaHostError) in try body(host) }
        }.get()
    }
}
