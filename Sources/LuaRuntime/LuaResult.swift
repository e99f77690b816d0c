import CLua

/// The type of a Lua value; the raw values are Lua's own numbers (`lua.h`).
public enum LuaType: Int32, Sendable, CustomStringConvertible {
    case nothing, boolean, lightUserdata, number, string, table, function, userdata, thread

    /// The name as Lua gives it.
    public var description: String {
        switch self {
        case .nothing: "nil"
        case .lightUserdata: "userdata"
        case .boolean: "boolean"
        case .number: "number"
        case .string: "string"
        case .table: "table"
        case .function: "function"
        case .userdata: "userdata"
        case .thread: "thread"
        }
    }
}

/// What a rule answered. Valid until the next call of its state.
///
/// Made at each call of a rule, so it holds nothing that counts references.
public struct LuaResult {
    public enum First: Sendable, Equatable {
        /// nil, or no value at all.
        case nothing
        case boolean(Bool)
        case number(Double)
        case other(LuaType)
    }

    public var first: First
    /// The bytes of a string, or of a number as Lua prints it; `nil` where it is absent or neither.
    public var second: UnsafeRawBufferPointer?
    /// The type where the second value is neither string, number nor nil.
    public var secondType: LuaType?

    /// The name of `secondType`.
    public var secondTypeName: String? { secondType?.description }

    @inline(__always)
    init(_ result: clua_result) {
        switch Int(result.first) {
        case CLUA_FIRST_NOTHING: first = .nothing
        case CLUA_FIRST_BOOLEAN: first = .boolean(result.boolean)
        case CLUA_FIRST_NUMBER: first = .number(result.number)
        default: first = .other(LuaType(rawValue: result.first_type) ?? .nothing)
        }
        second = result.second.map { UnsafeRawBufferPointer(start: $0, count: result.second_length) }
        secondType = result.second_type == 0 ? nil : LuaType(rawValue: result.second_type)
    }
}
