import GRDB
import GRDBSQLite
import Glibc
import Moderation
import SystemPackage

/// A queue in a SQLite file: comments with what was decided about them, until the blog has taken them.
///
/// Several programs may use one at once, each with a `QueueDatabase` of its own. Every call is one transaction and is
/// safe on the disk when it returns.
public final class QueueDatabase: Sendable {
    /// How much is on the disk when a transaction ends.
    public enum Durability: Sendable {
        /// All of it: a power cut takes nothing.
        case full
        /// What the program did is safe if the program dies; a power cut may take the last transactions.
        case fast
    }

    /// How long another program's lock is waited for, in seconds.
    public static let defaultPatience = 10.0

    /// How many pages, of 4 KB, the write-ahead log holds before they are copied into the database: four times SQLite's
    /// default. A page of an index that many comments change is copied once for all of them.
    private static let checkpointPages = 4000

    /// As the user named it.
    public let name: String
    /// Hashes e-mail addresses and the like under the database's own key, so that they mean the same in later runs.
    public let hash: FieldHash
    let key: QueueKey
    let connection: DatabaseQueue
    let patience: Double

    /// Opens a queue. A database of another program, or no database, is refused and not changed; one of an older version
    /// is brought up to date.
    ///
    /// The key of its hashes stands beside it in a file of its own, named as the database with `.key` behind. It is made
    /// with the database and never again: without it, or with another, the database is refused.
    ///
    /// - Parameters:
    ///   - creates: Whether to make it, with mode 0600, where there is no file or an empty one.
    ///   - patience: Seconds to wait for another program's lock.
    ///   - addresses: Reads a comment as the run's encoder wrote it, for databases of version 1, which are refused
    ///     without.
    /// - Throws: `OutputError` that says why it can't be used.
    public init(
        _ name: String, creates: Bool, durability: Durability = .full,
        patience: Double = QueueDatabase.defaultPatience, addresses: ((String) -> StoredAddresses)? = nil
    ) throws(OutputError) {
        self.name = name
        self.patience = patience
        let isEmpty = try Self.prepareFile(name, creates: creates)
        let path = Self.path(of: name)
        do {
            if !isEmpty { try Self.probe(path, patience: patience) }
            var configuration = Configuration()
            configuration.busyMode = .timeout(patience)
            // A failing disk may keep a transaction from being rolled back: an error, and no reason to trap.
            configuration.allowsUnsafeTransactions = true
            configuration.prepareDatabase { db in
                try db.execute(sql: "PRAGMA synchronous = \(durability == .full ? "FULL" : "NORMAL")")
                _ = try db.integer("PRAGMA wal_autocheckpoint = \(Self.checkpointPages)")
                // What is taken out of a comment is not to stay in a page that nobody uses.
                _ = try db.integer("PRAGMA secure_delete = ON")
                db.add(function: CutParts.function)
                db.add(function: SearchIndex.function())
            }
            let connection = try DatabaseQueue(path: path, configuration: configuration)
            let key = try connection.inDatabase { db in
                try Self.prepare(
                    db, creates: creates, keyFile: QueueKeyFile(of: name), addresses: addresses)
            }
            Self.keepToOwner(name)
            self.connection = connection
            self.key = key
            hash = FieldHash(key.keyed)
        } catch {
            throw Self.failure(error, name: name, patience: patience)
        }
    }

    /// All files of a queue: the database, its key, and what SQLite keeps beside it, there or not.
    public static func files(of name: String) -> [String] {
        let file = target(of: name)
        return [name, QueueKeyFile.name(of: file)] + ["-wal", "-shm", "-journal"].map { file + $0 }
    }

    /// The file that a name stands for where that is a link; else the name.
    static func target(of name: String) -> String {
        var status = stat()
        guard lstat(name, &status) == 0, status.st_mode & S_IFMT == S_IFLNK, let path = realpath(name, nil) else {
            return name
        }
        defer { free(path) }
        return String(cString: path)
    }

    /// Closes it; the write-ahead log goes into the file when nobody else has it open. Nothing may be asked afterwards.
    public func close() {
        // What can't be tidied up now is tidied up by the next who opens it; everything is safe already.
        try? connection.close()
    }

    /// Empties the write-ahead log, where pages stand as they were before something was removed from them.
    ///
    /// - Parameter patience: Seconds to wait for others who read from it. Nobody can write meanwhile.
    /// - Returns: `false` where they read for longer; what was removed then stays in the log until this is done again,
    ///   or nobody has the queue open.
    public func overwriteLog(patience: Double) throws(OutputError) -> Bool {
        try perform { db in
            _ = try db.integer("PRAGMA busy_timeout = \(Int(min(patience, self.patience) * 1000))")
            // The first column tells whether it was kept from its work.
            let isKept = try db.integer("PRAGMA wal_checkpoint(TRUNCATE)")
            _ = try db.integer("PRAGMA busy_timeout = \(Int(self.patience * 1000))")
            return isKept == 0
        }
    }

    /// Does something outside a transaction.
    func perform<Result>(_ body: (Database) throws -> Result) throws(OutputError) -> Result {
        try failing { try connection.inDatabase(body) }
    }

    /// Another connection to the same file, for reading only.
    func openReader() throws(OutputError) -> DatabaseQueue {
        try failing {
            var configuration = Configuration()
            configuration.readonly = true
            configuration.busyMode = .timeout(patience)
            // A transaction stays open from one reading to the next.
            configuration.allowsUnsafeTransactions = true
            return try DatabaseQueue(path: Self.path(of: name), configuration: configuration)
        }
    }

    /// Says in a sentence what went wrong, if anything does.
    func failing<Result>(_ body: () throws -> Result) throws(OutputError) -> Result {
        do {
            return try body()
        } catch {
            throw Self.failure(error, name: name, patience: patience)
        }
    }

    /// What stands before the name keeps SQLite from taking it for one of its own, such as ":memory:".
    private static func path(of name: String) -> String { name.hasPrefix("/") ? name : "./" + name }

    /// Does something as a whole or, on an error, not at all. Nobody else writes meanwhile.
    ///
    /// - Parameter commits: `false` to see what would come of it.
    func transaction<Result>(
        commits: Bool = true, _ body: (Database) throws -> Result
    ) throws(OutputError) -> Result {
        try perform { db in
            var result: Result?
            try db.inTransaction(.immediate) {
                result = try body(db)
                return commits ? .commit : .rollback
            }
            guard let result else { throw DatabaseError(resultCode: .SQLITE_ABORT) }
            return result
        }
    }

    /// Looks at the file's name, and makes the file where it may. Returns whether it is empty.
    private static func prepareFile(_ name: String, creates: Bool) throws(OutputError) -> Bool {
        guard !name.isEmpty else { throw OutputError(output: name, message: "the name is empty") }
        guard !name.utf8.contains(0) else { throw OutputError(output: name, message: "the name holds a NUL character") }
        if creates {
            // 0600: comments carry e-mail and IP addresses. SQLite gives the files beside it the same mode.
            let descriptor = open(name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
            if descriptor >= 0 {
                Glibc.close(descriptor)
                QueueFile.syncFolder(of: name)
                return true
            }
            if errno != EEXIST {
                throw OutputError(output: name, message: QueueFile.sentence(forOpening: Errno(rawValue: errno)))
            }
        }
        var status = stat()
        guard stat(name, &status) == 0 else {
            let missing = errno == ENOENT ? "there is no such file" : Errno(rawValue: errno).description
            throw OutputError(output: name, message: missing)
        }
        switch status.st_mode & S_IFMT {
        case S_IFREG: break
        case S_IFDIR: throw OutputError(output: name, message: "is a directory, not a file")
        default: throw OutputError(output: name, message: "is a pipe or a device; a queue's database is a plain file")
        }
        // SQLite takes a file of one byte for an empty one. A database has a head of 100 bytes.
        if (1..<100).contains(status.st_size) {
            throw OutputError(output: name, message: "is no database; name another file")
        }
        return status.st_size == 0
    }

    /// Takes from others what they may do with the files, such as after a copy. What belongs to somebody else stays as
    /// they have it.
    private static func keepToOwner(_ name: String) {
        for file in files(of: name) {
            var status = stat()
            guard stat(file, &status) == 0, status.st_mode & 0o077 != 0 else { continue }
            chmod(file, 0o600)
        }
    }

    /// Looks at a file without changing it.
    private static func probe(_ path: String, patience: Double) throws {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(patience)
        do {
            let probe = try DatabaseQueue(path: path, configuration: configuration)
            defer { try? probe.close() }
            _ = try probe.inDatabase { db in try version(of: db) }
        } catch let error as DatabaseError where [.SQLITE_READONLY, .SQLITE_CANTOPEN].contains(error.resultCode) {
            // A program died while it wrote, and what it left has to be mended before anybody can read.
        }
    }

    /// The version of the tables, 0 where there is none yet; throws where the database is not for us.
    private static func version(of db: Database) throws -> Int64 {
        let application = try db.integer("PRAGMA application_id") ?? 0
        let version = try db.integer("PRAGMA user_version") ?? 0
        if application == QueueSchema.application {
            if version > QueueSchema.version { throw Unusable(.newer(version)) }
            if version < 1 { throw DatabaseError(resultCode: .SQLITE_CORRUPT) }
            return version
        }
        let tables = try db.integer("SELECT count(*) FROM sqlite_schema")
        if application != 0 || version != 0 || tables != 0 { throw Unusable(.foreign) }
        return 0
    }

    /// Makes the tables where there are none, or brings them up to date. Returns the key.
    private static func prepare(
        _ db: Database, creates: Bool, keyFile: QueueKeyFile, addresses: ((String) -> StoredAddresses)?
    ) throws -> QueueKey {
        let found = try version(of: db)
        if found == 0 && !creates { throw Unusable(.empty) }
        if sqlite3_db_readonly(db.sqliteConnection, "main") == 1 {
            throw DatabaseError(resultCode: .SQLITE_READONLY)
        }
        var key: QueueKey?
        if found < QueueSchema.version {
            try db.inTransaction(.immediate) {
                // Somebody else may have been faster.
                let version = try version(of: db)
                if version < QueueSchema.version {
                    key = try migrate(db, from: version, keyFile: keyFile, addresses: addresses)
                }
                return .commit
            }
        }
        let loaded = try key ?? keyFile.load(checkedBy: db)
        // After the tables, so that the file's head says whose it is even if the program dies here.
        if try db.text("PRAGMA journal_mode = WAL") != "wal" { throw Unusable(.noLog) }
        try SearchIndex.dropStale(db)
        return loaded
    }
}
