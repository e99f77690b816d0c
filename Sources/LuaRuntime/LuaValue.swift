/// A Lua function that the host has seen: its slot in the state's function table.
///
/// Slots count up from 1 in the order in which functions reach the host, so they are equal in every state that ran
/// the same files.
public struct LuaFunction: Sendable, Hashable {
    public let index: Int32

    public init(index: Int32) { self.index = index }
}

/// A value of the host's that Lua holds and calls methods on. What `id` means is up to the host.
public struct LuaHandle: Sendable, Hashable {
    public let kind: Int32
    public let id: Int32

    public init(kind: Int32, id: Int32) {
        self.kind = kind
        self.id = id
    }
}

/// A value with lazily read fields, such as a comment.
///
/// `instance` tells apart several of a kind; the one that `LuaState.begin` opens usually has 0.
public struct LuaRecord: Sendable, Hashable {
    public let kind: Int32
    public let instance: Int32

    public init(kind: Int32, instance: Int32 = 0) {
        self.kind = kind
        self.instance = instance
    }
}

/// A table as the host sees it: copied, with the metatable left out.
public struct LuaTable: Sendable, Equatable {
    /// The values at 1, 2, 3 and so on, up to the first that is nil.
    public var items: [LuaValue]
    /// The values under strings, keys in the order of their bytes.
    public var members: [LuaMember]
    /// How many keys are neither in `items` nor strings.
    public var otherKeys: Int

    public init(items: [LuaValue] = [], members: [LuaMember] = [], otherKeys: Int = 0) {
        self.items = items
        self.members = members
        self.otherKeys = otherKeys
    }

    /// The value under a string, or `nil`.
    public subscript(key: String) -> LuaValue? {
        members.first { $0.key == key }?.value
    }
}

/// A string key of a table and the value under it.
public struct LuaMember: Sendable, Equatable {
    public var key: String
    public var value: LuaValue

    public init(key: String, value: LuaValue) {
        self.key = key
        self.value = value
    }
}

/// A Lua value, copied out of the state with all it holds.
///
/// Tables nest at most 32 deep and a value has at most 1,000,000 parts; more is an error, and so a table that holds
/// itself is one too.
public indirect enum LuaValue: Sendable, Equatable {
    case nothing
    case boolean(Bool)
    case integer(Int64)
    case number(Double)
    /// Malformed UTF-8 is repaired with U+FFFD.
    case string(String)
    case table(LuaTable)
    case function(LuaFunction)
    case handle(LuaHandle)
    case record(kind: Int32)
    /// The type's name.
    case other(String)

    /// The type's name in Lua: "nil", "boolean", "number", "string", "table", "function", "userdata".
    public var typeName: String {
        switch self {
        case .nothing: "nil"
        case .boolean: "boolean"
        case .integer, .number: "number"
        case .string: "string"
        case .table, .record: "table"
        case .function: "function"
        case .handle: "userdata"
        case .other(let name): name
        }
    }
}
