/// Why Lua code did not come to its end.
public struct LuaError: Error, Sendable, Equatable {
    public enum Kind: Sendable {
        /// The text is no Lua.
        case syntax
        /// An error was raised.
        case runtime
        /// The memory limit was reached.
        case memory
        /// An error while handling an error.
        case handler
        /// The call took more than its budget.
        case budget
    }

    public var kind: Kind
    /// What happened, without position; at most 4,000 bytes, cut with "…".
    public var message: String
    /// The chunk's name, such as `spam/links.lua`; empty where unknown.
    public var file: String
    /// The line from 1; 0 where unknown.
    public var line: Int
    /// One line a frame, innermost first, at most 8,000 bytes; empty where there was none.
    public var traceback: String

    public init(kind: Kind, message: String, file: String = "", line: Int = 0, traceback: String = "") {
        self.kind = kind
        self.message = message
        self.file = file
        self.line = line
        self.traceback = traceback
    }
}

/// An error that the host wants raised in Lua, at the position of the Lua code that called it.
public struct LuaHostError: Error, Sendable, Equatable {
    public var message: String

    public init(_ message: String) { self.message = message }

    public init(message: String) { self.message = message }
}
