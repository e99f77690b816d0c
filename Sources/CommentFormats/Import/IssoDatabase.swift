import GRDB
import GRDBSQLite
import Moderation

/// Isso's own SQLite database: the tables `threads` (isso/db/threads.py) and `comments` (isso/db/comments.py).
///
/// It is opened for reading only. Nothing of it is believed: its tables must be tables, its values of the right type.
struct IssoDatabase {
    static let head = Array("SQLite format 3\0".utf8)

    private static let columns = [
        "id", "tid", "parent", "created", "mode", "remote_addr", "text", "author", "email", "website",
    ]

    let path: String

    func read(into sink: ImportSink, onRow: (_ row: Int, _ all: Int) -> Void) throws(ImportFault) {
        do {
            var configuration = Configuration()
            configuration.readonly = true
            configuration.label = "isso"
            // A name that begins with `file:` would be taken for a URI, with options.
            let queue = try DatabaseQueue(
                path: path.hasPrefix("/") ? path : "./" + path, configuration: configuration)
            defer { try? queue.close() }
            try queue.read { database in
                try database.execute(sql: "PRAGMA trusted_schema = OFF")
                // A damaged or malicious file may speak of values of any size.
                sqlite3_limit(database.sqliteConnection, SQLITE_LIMIT_LENGTH, CInt(ImportedComment.longest))
                try Self.check(database)
                let rows = try Row.fetchCursor(
                    database,
                    sql: """
                        SELECT c.id, c.tid, c.parent, c.created, c.mode, c.remote_addr, c.text, c.author, c.email, \
                        c.website, t.uri, t.title FROM comments c LEFT JOIN threads t ON t.id = c.tid ORDER BY c.id
                        """)
                let all = try Int.fetchOne(database, sql: "SELECT count(*) FROM comments") ?? 0
                try Self.take(rows, into: sink) { onRow($0, all) }
            }
        } catch let fault as ImportFault {
            throw fault
        } catch let error as DatabaseError {
            throw ImportFault(message: "SQLite can't read it: \(error.message ?? "error \(error.resultCode.rawValue)")")
        } catch {
            throw ImportFault(message: "SQLite can't read it")
        }
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

    private static func take(_ rows: RowCursor, into sink: ImportSink, _ onRow: (Int) -> Void) throws {
        let comment = ImportedComment()
        var count = 0
        while let row = try rows.next(), sink.failure == nil {
            count += 1
            onRow(count)
            comment.begin(line: count)
            let fields: [(Field, Int)] = [
                (.id, 0), (.parent, 2), (.ip, 5), (.body, 6), (.author, 7), (.email, 8), (.url, 9), (.post, 10),
                (.permalink, 10), (.postTitle, 11),
            ]
            for (field, column) in fields {
                if let text = text(row, column) { comment.set(field, text) }
            }
            if let created = number(row, 3), case .seconds(let time) = Timestamp(seconds: created) {
                comment.entry.createdAt = time
            } else {
                sink.add("created is no time; the comment is taken without", count)
            }
            comment.status = IssoMode.name(number(row, 4).flatMap { Int(exactly: $0) } ?? 1)
            sink.take(comment)
        }
    }

    private static func number(_ row: Row, _ column: Int) -> Double? {
        let value: DatabaseValue = row[column]
        switch value.storage {
        case .int64(let number): return Double(number)
        case .double(let number): return number
        default: return nil
        }
    }

    /// A value as text; `nil` for none, and for a blob that is no UTF-8.
    private static func text(_ row: Row, _ column: Int) -> String? {
        let value: DatabaseValue = row[column]
        switch value.storage {
        case .null: return nil
        case .int64(let number): return String(number)
        case .double(let number): return number.description
        case .string(let text): return text
        case .blob(let data): return String(validating: data, as: UTF8.self)
        }
    }
}
