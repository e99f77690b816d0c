import CLua

/// A call of the host by Lua code. Valid until the host's method returns.
///
/// Arguments count from 0; a position out of range reads as absent.
public struct LuaCall {
    private let state: OpaquePointer
    /// How many arguments there are, without the handle that a method was invoked on.
    public var count: Int
    /// The handle that a method or a call was invoked on.
    public var handle: LuaHandle?
    /// Takes the results: any number of values.
    public var writer: LuaWriter

    init(state: OpaquePointer, count: Int, handle: LuaHandle?, writer: LuaWriter) {
        self.state = state
        self.count = count
        self.handle = handle
        self.writer = writer
    }

    /// The bytes of a string, or `nil` for anything else, numbers included.
    public func string(at index: Int) -> UnsafeRawBufferPointer? {
        var bytes: UnsafePointer<CChar>?
        var length = 0
        guard clua_argument_string(state, Int32(clamping: index), &bytes, &length) else { return nil }
        return UnsafeRawBufferPointer(start: bytes, count: length)
    }

    /// A number that is whole and fits, whether Lua holds it as integer or as float.
    public func integer(at index: Int) -> Int64? {
        var value: Int64 = 0
        return clua_argument_integer(state, Int32(clamping: index), &value) ? value : nil
    }

    public func number(at index: Int) -> Double? {
        var value = 0.0
        return clua_argument_number(state, Int32(clamping: index), &value) ? value : nil
    }

    public func boolean(at index: Int) -> Bool? {
        var value = false
        return clua_argument_boolean(state, Int32(clamping: index), &value) ? value : nil
    }

    /// A record that is alive.
    public func record(at index: Int) -> LuaRecord? {
        var kind: Int32 = 0
        var instance: Int32 = 0
        guard clua_argument_record(state, Int32(clamping: index), &kind, &instance) else { return nil }
        return LuaRecord(kind: kind, instance: instance)
    }

    public func handle(at index: Int) -> LuaHandle? {
        var kind: Int32 = 0
        var id: Int32 = 0
        guard clua_argument_handle(state, Int32(clamping: index), &kind, &id) else { return nil }
        return LuaHandle(kind: kind, id: id)
    }

    /// What to call the argument in a message: "nil", "string", "table", a handle's or a record's name; "no value"
    /// where there is none.
    public func typeName(at index: Int) -> String {
        String(cString: clua_argument_type(state, Int32(clamping: index)))
    }

    /// The argument with all it holds.
    ///
    /// - Throws: When it is nested more than 32 deep, has more than 1,000,000 parts, or does not fit the memory.
    public func value(at index: Int) throws(LuaHostError) -> LuaValue {
        let ok = clua_argument_value(state, Int32(clamping: index))
        guard let reader = clua_reader(state) else { return .nothing }
        var decoding = LuaValueDecoding(nodes: reader)
        let value = decoding.next()
        if !ok, case .string(let message) = value { throw LuaHostError(message) }
        return value
    }

    /// The innermost Lua code on the way here: the chunk's name and the line from 1, or "" and 0.
    public var caller: (file: String, line: Int) {
        var file: UnsafePointer<CChar>?
        var length = 0
        var line: Int32 = 0
        clua_caller(state, &file, &length, &line)
        let bytes = UnsafeRawBufferPointer(start: file, count: length)
        return (String(decoding: bytes, as: UTF8.self), Int(line))
    }
}
