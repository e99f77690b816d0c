import CLua

/// What a rule answered. Valid until the next call of its state.
public struct LuaResult {
    public enum First: Sendable, Equatable {
        /// nil, or no value at all.
        case nothing
        case boolean(Bool)
        case number(Double)
        case other(typeName: String)
    }

    public var first: First
    /// The bytes of a string, or of a number as Lua prints it; `nil` where it is absent or neither.
    public var second: UnsafeRawBufferPointer?
    /// The type's name where the second value is neither string, number nor nil.
    public var secondTypeName: String?

    init(_ result: clua_result) {
        switch Int(result.first) {
        case CLUA_FIRST_NOTHING: first = .nothing
        case CLUA_FIRST_BOOLEAN: first = .boolean(result.boolean)
        case CLUA_FIRST_NUMBER: first = .number(result.number)
        default: first = .other(typeName: result.first_type.map { String(cString: $0) } ?? "")
        }
        second = result.second.map { UnsafeRawBufferPointer(start: $0, count: result.second_length) }
        secondTypeName = result.second_type.map { String(cString: $0) }
    }
}
