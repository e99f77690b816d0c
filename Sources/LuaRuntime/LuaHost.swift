/// The text of a chunk and the name under which messages speak of it.
public struct LuaSource: Sendable, Equatable {
    /// Such as `spam/links.lua`.
    public var name: String
    /// Lua text; a byte order mark at its start is skipped, compiled Lua is refused.
    public var bytes: [UInt8]

    public init(name: String, bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
    }
}

/// What Lua code can ask of its host.
///
/// A method that throws makes Lua raise its message at the position of the Lua code that asked. None may call the
/// state that asks: such a call fails.
public protocol LuaHost: AnyObject {
    /// Writes the value of a record's field, on first use. Exactly one value, which those of other fields may follow
    /// (`LuaWriter.also`); nothing written is nil.
    ///
    /// - Parameter field: The position of the field's name in `LuaState.defineRecord`, from 0.
    func field(_ field: Int, of record: LuaRecord, into writer: LuaWriter) throws(LuaHostError)

    /// Writes, with `LuaWriter.list`, all of a list that was announced as a field's value with `LuaWriter.lazyList`.
    func list(_ field: Int, of record: LuaRecord, into writer: LuaWriter) throws(LuaHostError)

    /// Runs a host function, a handle's method, or the call of a handle.
    func call(_ function: Int, _ call: LuaCall) throws(LuaHostError)

    /// The source of `require(name)`, or `nil` where there is no such module. Asked only before `LuaState.seal`, and
    /// once a name.
    func module(_ name: String) throws(LuaHostError) -> LuaSource?
}

extension LuaHost {
    /// For hosts that announce no lazy lists.
    public func list(_ field: Int, of record: LuaRecord, into writer: LuaWriter) throws(LuaHostError) {
        writer.list(count: 0)
    }
}
