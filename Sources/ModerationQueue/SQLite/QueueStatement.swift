import GRDB
import GRDBSQLite

/// A prepared statement whose texts are bound and read by their length.
///
/// GRDB prepares and keeps it; its own strings end at a NUL character, which a comment may hold, and are copied.
struct QueueStatement {
    private let statement: Statement
    private var handle: SQLiteStatement { statement.sqliteStatement }

    /// The statement with nothing bound. One with the same text must not be in use.
    init(_ db: Database, _ sql: String) throws {
        statement = try db.cachedStatement(sql: sql)
        reset()
    }

    /// Binds text that must stay where it is until `reset`.
    func bind(_ text: UnsafeRawBufferPointer?, at index: Int32) throws {
        guard let text else { return try check(sqlite3_bind_null(handle, index)) }
        // Without an address it would be NULL.
        guard let base = text.baseAddress else { return try bind("", at: index) }
        let start = base.assumingMemoryBound(to: CChar.self)
        // No destructor: SQLITE_STATIC.
        try check(sqlite3_bind_text64(handle, index, start, UInt64(text.count), nil, UInt8(SQLITE_UTF8)))
    }

    /// Binds bytes that must stay where they are until `reset`.
    func bind(bytes: UnsafeRawBufferPointer, at index: Int32) throws {
        try check(sqlite3_bind_blob64(handle, index, bytes.baseAddress, UInt64(bytes.count), nil))
    }

    /// Binds NULL for no bytes.
    func bind(bytesOrNull bytes: UnsafeRawBufferPointer, at index: Int32) throws {
        if bytes.isEmpty { try bind(nil as Int64?, at: index) } else { try bind(bytes: bytes, at: index) }
    }

    func bind(_ text: String, at index: Int32) throws {
        var text = text
        try text.withUTF8 { utf8 in
            try utf8.withMemoryRebound(to: CChar.self) { characters in
                // -1: SQLITE_TRANSIENT, a macro that Swift does not see; SQLite makes a copy.
                let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
                var empty: CChar = 0
                let start = characters.baseAddress
                let code =
                    start == nil
                    ? sqlite3_bind_text64(handle, index, &empty, 0, copied, UInt8(SQLITE_UTF8))
                    : sqlite3_bind_text64(handle, index, start, UInt64(characters.count), copied, UInt8(SQLITE_UTF8))
                try check(code)
            }
        }
    }

    func bind(_ integer: Int64?, at index: Int32) throws {
        guard let integer else { return try check(sqlite3_bind_null(handle, index)) }
        try check(sqlite3_bind_int64(handle, index, integer))
    }

    func bind(_ values: [QueueValue]) throws {
        for (index, value) in values.enumerated() {
            switch value {
            case .text(let text): try bind(text, at: Int32(index + 1))
            case .integer(let integer): try bind(integer, at: Int32(index + 1))
            case .null: try bind(nil as Int64?, at: Int32(index + 1))
            }
        }
    }

    /// Goes to the next row; `false` at the end.
    func next() throws -> Bool {
        switch sqlite3_step(handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        case let code: throw failure(code)
        }
    }

    /// A column of the row, from 0; `nil` for NULL.
    func text(_ column: Int32) -> String? {
        guard let start = sqlite3_column_text(handle, column) else { return nil }
        let count = Int(sqlite3_column_bytes(handle, column))
        return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    }

    /// A column of bytes; empty for NULL.
    func bytes(_ column: Int32) -> [UInt8] {
        guard let start = sqlite3_column_blob(handle, column) else { return [] }
        let count = Int(sqlite3_column_bytes(handle, column))
        return [UInt8](UnsafeRawBufferPointer(start: start, count: count))
    }

    func integer(_ column: Int32) -> Int64? {
        sqlite3_column_type(handle, column) == SQLITE_NULL ? nil : sqlite3_column_int64(handle, column)
    }

    /// Lends the bytes of a column of the row; none for NULL.
    func withBytes<Result>(_ column: Int32, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        let start = sqlite3_column_blob(handle, column)
        return body(UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, column))))
    }

    /// Forgets the row and the values.
    func reset() {
        sqlite3_reset(handle)
        sqlite3_clear_bindings(handle)
    }

    private func check(_ code: Int32) throws {
        if code != SQLITE_OK { throw failure(code) }
    }

    private func failure(_ code: Int32) -> DatabaseError {
        let message = sqlite3_db_handle(handle).flatMap { sqlite3_errmsg($0) }.map { String(cString: $0) }
        return DatabaseError(resultCode: ResultCode(rawValue: code), message: message)
    }
}

/// A value for a statement.
enum QueueValue {
    case text(String)
    case integer(Int64)
    case null

    init(_ text: String?) { self = text.map { .text($0) } ?? .null }
}

extension Database {
    /// Runs a statement and reads each row.
    func rows<Row>(_ sql: String, _ values: [QueueValue] = [], _ read: (QueueStatement) throws -> Row) throws -> [Row] {
        let statement = try QueueStatement(self, sql)
        defer { statement.reset() }
        try statement.bind(values)
        var rows: [Row] = []
        while try statement.next() { rows.append(try read(statement)) }
        return rows
    }

    /// Runs a statement and returns how many rows it changed.
    @discardableResult
    func run(_ sql: String, _ values: [QueueValue] = []) throws -> Int {
        let statement = try QueueStatement(self, sql)
        defer { statement.reset() }
        try statement.bind(values)
        while try statement.next() {}
        return changesCount
    }

    /// The first column of the first row.
    func integer(_ sql: String, _ values: [QueueValue] = []) throws -> Int64? {
        try rows(sql, values) { $0.integer(0) }.first ?? nil
    }

    func text(_ sql: String, _ values: [QueueValue] = []) throws -> String? {
        try rows(sql, values) { $0.text(0) }.first ?? nil
    }
}
