import GRDB
import Moderation
import SystemPackage

extension QueueDatabase {
    /// A file that is not for us.
    struct Unusable: Error {
        enum Reason {
            case foreign, empty, noLog, older
            case newer(Int64)
            /// What is wrong with the key file, and its name.
            case key(String, String)
        }

        let reason: Reason

        init(_ reason: Reason) { self.reason = reason }

        var message: String {
            switch reason {
            case .foreign: "is a database of another program; name another file"
            case .empty: "is empty; a run with --queue makes a queue of it"
            case .noLog:
                "stands on a file system that can't keep a write-ahead log, such as a network drive; use a local disk"
            case .older:
                "was made by an older modfilter; `modfilter queue stats --queue FILE` brings it up to date"
            case .newer(let version):
                "was made by a newer modfilter (its tables are of version \(version), this one knows "
                    + "\(QueueSchema.version)); use that one"
            case .key(let wrong, let file): "its key \(file) \(wrong)"
            }
        }
    }

    /// What went wrong, as a sentence.
    static func failure(_ error: any Error, name: String, patience: Double) -> OutputError {
        switch error {
        case let error as OutputError: error
        case let error as Unusable: OutputError(output: name, message: error.message)
        case let error as DatabaseError:
            OutputError(output: name, message: sentence(error, name: name, patience: patience))
        default: OutputError(output: name, message: String(describing: error))
        }
    }

    private static func sentence(_ error: DatabaseError, name: String, patience: Double) -> String {
        switch error.resultCode {
        case .SQLITE_FULL: Errno.noSpace.description
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            "another program has kept it locked for \(Int(patience)) seconds; try again when that is done"
        case .SQLITE_READONLY, .SQLITE_PERM: "it may only be read; let yourself write the file and its folder"
        case .SQLITE_NOTADB: "is no database; name another file"
        case .SQLITE_CORRUPT:
            "the database is damaged; `sqlite3 \(name) .recover` gives what can still be read"
        case .SQLITE_CANTOPEN: "it can't be opened, or a file beside it can't"
        case .SQLITE_IOERR: "the disk failed, or a quota or a limit on the size of files is reached"
        case .SQLITE_TOOBIG: "a comment is longer than a database takes (1 GB)"
        default: error.message ?? "SQLite failed with \(error.extendedResultCode.rawValue)"
        }
    }
}
