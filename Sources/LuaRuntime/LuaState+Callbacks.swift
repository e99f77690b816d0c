import CLua

/// The way back: what C calls when Lua asks the host. Each writes its answer into the state's writer and returns a
/// status, so that no frame of ours is on the stack when C raises.
extension LuaState {
    static var callbacks: clua_host {
        clua_host(
            context: nil,
            field: { context, field, kind, instance in
                guard let state = LuaState.from(context) else { return Int32(CLUA_REFUSED) }
                return state.answer { () throws(LuaHostError) in
                    try state.host.field(
                        Int(field), of: LuaRecord(kind: kind, instance: instance), into: state.writer)
                    return Int32(CLUA_ANSWERED)
                }
            },
            call: { context, function, count, hasHandle, kind, id in
                guard let state = LuaState.from(context) else { return Int32(CLUA_REFUSED) }
                return state.answer { () throws(LuaHostError) in
                    let call = LuaCall(
                        state: state.state, count: Int(count), handle: hasHandle ? LuaHandle(kind: kind, id: id) : nil,
                        writer: state.writer)
                    try state.host.call(Int(function), call)
                    return Int32(CLUA_ANSWERED)
                }
            },
            module: { context, name, length in
                guard let state = LuaState.from(context) else { return Int32(CLUA_REFUSED) }
                let name = String(decoding: UnsafeRawBufferPointer(start: name, count: length), as: UTF8.self)
                return state.answer { () throws(LuaHostError) in
                    guard let source = try state.host.module(name) else { return Int32(CLUA_MISSING) }
                    state.writer.removeAll()
                    state.writer.string(source.name)
                    source.bytes.withUnsafeBytes { state.writer.string($0) }
                    return Int32(CLUA_ANSWERED)
                }
            })
    }

    private static func from(_ context: UnsafeMutableRawPointer?) -> LuaState? {
        context.map { Unmanaged<LuaState>.fromOpaque($0).takeUnretainedValue() }
    }

    private func answer(_ body: () throws(LuaHostError) -> Int32) -> Int32 {
        do {
            return try body()
        } catch {
            writer.removeAll()
            writer.string(error.message)
            return Int32(CLUA_REFUSED)
        }
    }
}
