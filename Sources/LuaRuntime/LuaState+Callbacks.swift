import CLua

/// The way back: what C calls when Lua asks the host. Each writes its answer into the state's writer and returns a
/// status, so that no frame of ours is on the stack when C raises.
extension LuaState {
    static var callbacks: clua_host {
        clua_host(
            context: nil,
            field: { context, field, kind, instance in
                answer(context) { state throws(LuaHostError) in
                    try state.host.field(Int(field), of: LuaRecord(kind: kind, instance: instance), into: state.writer)
                    return Int32(CLUA_ANSWERED)
                }
            },
            list: { context, field, kind, instance in
                answer(context) { state throws(LuaHostError) in
                    try state.host.list(Int(field), of: LuaRecord(kind: kind, instance: instance), into: state.writer)
                    return Int32(CLUA_ANSWERED)
                }
            },
            call: { context, function, count, hasHandle, kind, id in
                answer(context) { state throws(LuaHostError) in
                    let call = LuaCall(
                        state: state.state, count: Int(count), handle: hasHandle ? LuaHandle(kind: kind, id: id) : nil,
                        writer: state.writer)
                    try state.host.call(Int(function), call)
                    return Int32(CLUA_ANSWERED)
                }
            },
            module: { context, name, length in
                let name = String(decoding: UnsafeRawBufferPointer(start: name, count: length), as: UTF8.self)
                return answer(context) { state throws(LuaHostError) in
                    guard let source = try state.host.module(name) else { return Int32(CLUA_MISSING) }
                    state.writer.removeAll()
                    state.writer.string(source.name)
                    source.bytes.withUnsafeBytes { state.writer.string($0) }
                    return Int32(CLUA_ANSWERED)
                }
            })
    }
}

/// Runs a request to the host; what it throws becomes the writer's one string.
@inline(__always)
private func answer(
    _ context: UnsafeMutableRawPointer?, _ body: (LuaState) throws(LuaHostError) -> Int32
) -> Int32 {
    guard let context else { return Int32(CLUA_REFUSED) }
    // The state is kept alive by the call that runs Lua.
    return Unmanaged<LuaState>.fromOpaque(context)._withUnsafeGuaranteedRef { state in
        do throws(LuaHostError) {
            return try body(state)
        } catch {
            state.writer.removeAll()
            state.writer.string(error.message)
            return Int32(CLUA_REFUSED)
        }
    }
}
