import GRDB
import GRDBSQLite
import Glibc
import Moderation

/// Isso's own SQLite database: the tables `threads` (isso/db/threads.py) and `comments` (isso/db/comments.py).
///
/// It is opened for reading only. Nothing of it is believed: its tables must be tables, its values of the right type.
struct IssoDatabase {
    static let head = Array("SQLite format 3\0".utf8)

    private static let columns = [
        "id", "tid", "parent", "created", "mode", "remote_addr", "text", "author", "email", "website",
    ]

    /// Comments that are left out for their size before the database is given up: each is looked for anew.
    private static let mostTooLong = 1000
    /// Seconds that a blog may keep the database to itself, as while it writes a comment.
    private static let patience = 5.0

    let path: String

    func read(into sink: ImportSink, onRow: (_ row: Int, _ all: Int) -> Void) throws(ImportFault) {
        do {
            let queue = try open()
            defer { try? queue.close() }
            try queue.read { database in
                try database.execute(sql: "PRAGMA trusted_schema = OFF")
                // A damaged or malicious file may speak of values of any size.
                sqlite3_limit(database.sqliteConnection, SQLITE_LIMIT_LENGTH, CInt(ImportedComment.longest))
                try Self.check(database)
                // A damaged table may not be counted, and yet begin with comments that can be read.
                let all = (try? Int.fetchOne(database, sql: "SELECT count(*) FROM comments")) ?? 0
                try Self.readComments(database, into: sink) { onRow($0, all) }
            }
        } catch let fault as ImportFault {
            throw fault
        } catch let error as DatabaseError {
            throw ImportFault(message: "SQLite can't read it: \(error.message ?? "error \(error.resultCode.rawValue)")")
        } catch {
            throw ImportFault(message: "SQLite can't read it")
        }
    }

    /// Whether the database is kept with a write-ahead log (https://www.sqlite.org/fileformat.html, section 1.3.3).
    private var hasLog: Bool {
        guard let file = fopen(path, "r") else { return false }
        defer { fclose(file) }
        return fseek(file, 18, SEEK_SET) == 0 && fgetc(file) == 2
    }

    private func open() throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.label = "isso"
        configuration.busyMode = .timeout(Self.patience)
        // Reading a database with a write-ahead log leaves files beside it, and needs a folder that can be written. Where
        // there is no log, no blog has the database open (https://www.sqlite.org/uri.html, "immutable").
        let isClosed = hasLog && access(path + "-wal", F_OK) != 0
        // The name is given as a URI, in which nothing of it stands for anything else.
        let escaped = path.utf8.map { byte in
            let isPlain = Unicode.Scalar(byte).properties.isAlphabetic && byte < 0x80 || byte == UInt8(ascii: "/")
            return isPlain ? String(Unicode.Scalar(byte)) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }.joined()
        let address = "file:" + (path.hasPrefix("/") ? "" : "./") + escaped + (isClosed ? "?immutable=1" : "")
        return try DatabaseQueue(path: address, configuration: configuration)
    }

    /// Sees whether the tables are Isso's.
    private static func check(_ database: Database) throws {
        for (table, columns) in [("threads", ["id", "uri", "title"]), ("comments", columns)] {
            let type = try String.fetchOne(
                database, sql: "SELECT type FROM sqlite_master WHERE name = ?", arguments: [table])
            guard type == "table" else {
                throw ImportFault(
                    message: "it is a SQLite database, but none of Isso's: there is no table \"\(table)\"",
                    isUsage: true)
            }
            let there = try Set(database.columns(in: table).map(\.name))
            if let missing = columns.first(where: { !there.contains($0) }) {
                throw ImportFault(
                    message: "it is a SQLite database, but none of Isso's: \"\(table)\" has no column \"\(missing)\"",
                    isUsage: true)
            }
        }
    }

    /// Reads comment by comment. One that is longer than SQLite may give is passed over.
    private static func readComments(_ database: Database, into sink: ImportSink, _ onRow: (Int) -> Void) throws {
        let statement = try database.makeStatement(
            sql: """
                SELECT c.id, c.tid, c.parent, c.created, c.mode, c.remote_addr, c.text, c.author, c.email, \
                c.website, t.uri, t.title FROM comments c LEFT JOIN threads t ON t.id = c.tid \
                WHERE c.id > ?1 ORDER BY c.id
                """)
        let comment = ImportedComment()
        // Before any number.
        var last = (-Double.infinity).databaseValue
        var count = 0
        for _ in 0...mostTooLong {
            do {
                let rows = try Row.fetchCursor(statement, arguments: [last])
                while let row = try rows.next(), sink.failure == nil {
                    last = row[0]
                    count += 1
                    onRow(count)
                    take(IssoRow(statement: statement.sqliteStatement), count, comment, sink)
                }
                return
            } catch let error as DatabaseError where error.resultCode == .SQLITE_TOOBIG {
                let next = try DatabaseValue.fetchOne(
                    database, sql: "SELECT id FROM comments WHERE id > ?1 ORDER BY id LIMIT 1",
                    arguments: [last])
                guard let next, !next.isNull else { throw error }
                last = next
                count += 1
                sink.add("the comment has more than \(ImportedComment.longest >> 20) MiB; it is left out", count)
            }
        }
        throw ImportFault(message: "too many comments have more than \(ImportedComment.longest >> 20) MiB")
    }

    private static func take(_ row: IssoRow, _ number: Int, _ comment: ImportedComment, _ sink: ImportSink) {
        comment.begin(line: number)
        let fields: [(Field, Int32)] = [
            (.id, 0), (.parent, 2), (.ip, 5), (.body, 6), (.author, 7), (.email, 8), (.url, 9), (.post, 10),
            (.permalink, 10), (.postTitle, 11),
        ]
        var isMangled = false
        for (field, column) in fields {
            guard let text = row.text(column) else { continue }
            if UTF8Fault.isValid(text) {
                comment.set(field, text)
            } else {
                comment.set(field, String(decoding: text, as: UTF8.self))
                isMangled = true
            }
        }
        if isMangled { sink.add("bytes that are no text in UTF-8; they became \u{FFFD}", number) }
        if let created = row.number(3), case .seconds(let time) = Timestamp(seconds: created) {
            comment.entry.createdAt = time
        } else {
            comment.wrongDates.append(("created", number))
        }
        comment.status = IssoMode.name(row.number(4).flatMap { Int(exactly: $0) } ?? 1)
        sink.take(comment)
    }
}

/// The row that a statement stands at.
private struct IssoRow {
    /// SQLite's own, since a text may hold NUL and what is no text.
    let statement: OpaquePointer

    func number(_ column: Int32) -> Double? {
        let type = sqlite3_column_type(statement, column)
        return type == SQLITE_INTEGER || type == SQLITE_FLOAT ? sqlite3_column_double(statement, column) : nil
    }

    /// A value as text, a blob as the text that its bytes are; `nil` for none. Valid until the next row.
    func text(_ column: Int32) -> UnsafeRawBufferPointer? {
        switch sqlite3_column_type(statement, column) {
        case SQLITE_NULL: return nil
        case SQLITE_BLOB:
            let blob = sqlite3_column_blob(statement, column)
            return UnsafeRawBufferPointer(start: blob, count: Int(sqlite3_column_bytes(statement, column)))
        default:
            let text = sqlite3_column_text(statement, column)
            return UnsafeRawBufferPointer(start: text, count: Int(sqlite3_column_bytes(statement, column)))
        }
    }
}
