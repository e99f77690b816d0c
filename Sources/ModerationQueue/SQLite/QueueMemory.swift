import GRDB
import Moderation
import Synchronization

/// What a queue's database remembers for the rules of a run: the comments that came before, and what became of them.
public final class QueueMemory: ModerationMemory {
    public let source: String
    private let database: QueueDatabase
    private let snapshot = Mutex<QueueSnapshot?>(nil)

    /// - Parameter source: As for `SQLiteQueue`: ids are of one blog, authors are of all.
    public init(_ database: QueueDatabase, source: String = "") {
        self.database = database
        self.source = source
    }

    public var hash: FieldHash { database.hash }

    public func events(limit: Int, visit: (HistoryEvent) -> Void) throws(OutputError) {
        try database.perform { db in
            // Numbers may have gaps, where events were forgotten: fewer than `limit` then.
            let last = try db.integer("SELECT max(number) FROM event") ?? 0
            let statement = try QueueStatement(db, "SELECT time, id, keys FROM event WHERE number > ?1 ORDER BY number")
            defer { statement.reset() }
            try statement.bind(last - Int64(limit), at: 1)
            var event = HistoryEvent(time: 0, id: 0, hashes: [])
            while try statement.next() {
                statement.withBytes(2) { keys in
                    StoredEvent.read(
                        time: statement.integer(0) ?? 0, id: UInt64(bitPattern: statement.integer(1) ?? 0), keys: keys,
                        into: &event)
                }
                visit(event)
            }
        }
    }

    public func decisions() throws(OutputError) -> any PastDecisions {
        try snapshot.withLock { snapshot throws(OutputError) in
            if let snapshot { return snapshot }
            let new = try QueueSnapshot(of: database, source: source)
            snapshot = new
            return new
        }
    }

    public func lookAnew() {
        // Outside the lock: the last who has it closes it.
        _ = snapshot.withLock { snapshot in
            defer { snapshot = nil }
            return snapshot
        }
    }
}

/// A queue's database as it stood when this was made.
final class QueueSnapshot: PastDecisions {
    private let database: QueueDatabase
    private let connection: DatabaseQueue
    private let source: String

    init(of database: QueueDatabase, source: String) throws(OutputError) {
        self.database = database
        self.source = source
        connection = try database.openReader()
        try read { db in
            try db.execute(sql: "BEGIN DEFERRED")
            // The first look decides which state it sees from then on.
            _ = try db.integer("SELECT count(*) FROM sqlite_schema")
        }
    }

    deinit { try? connection.close() }

    func outcome(ofID id: UnsafeRawBufferPointer) throws(OutputError) -> Verdict.Outcome? {
        try read { db in
            let statement = try QueueStatement(db, "SELECT outcome FROM entry WHERE key = ?1 AND source = ?2")
            defer { statement.reset() }
            try statement.bind(EntryKey.id(String(decoding: id, as: UTF8.self)), at: 1)
            try statement.bind(source, at: 2)
            return try statement.next() ? Verdict.Outcome(queue: statement.text(0)) : nil
        }
    }

    func comments(byEmail email: UnsafeRawBufferPointer) throws(OutputError) -> PastComments {
        guard let hash = database.hash(of: email, in: .email) else { return PastComments() }
        return try read { db in
            let found = try db.rows(
                """
                SELECT count(*) FILTER (WHERE outcome = 'accept'), count(*) FILTER (WHERE outcome = 'reject'),
                  min(ifnull(created_at, arrived))
                FROM entry WHERE email_hash = ?1
                """, [.integer(Int64(bitPattern: hash))]
            ) { row in
                PastComments(
                    accepted: Int(row.integer(0) ?? 0), rejected: Int(row.integer(1) ?? 0), firstSeen: row.integer(2))
            }
            return found.first ?? PastComments()
        }
    }

    private func read<Result>(_ body: (Database) throws -> Result) throws(OutputError) -> Result {
        try database.failing { try connection.inDatabase(body) }
    }
}
