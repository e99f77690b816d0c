import GRDB
import Moderation

/// A run's way into a queue's database: each block of comments is one transaction.
///
/// When `write` returns, the block's comments are committed. A comment that is there already is brought up to date:
/// nothing is ever there twice.
public final class SQLiteQueue: VerdictSink {
    private let database: QueueDatabase
    private let source: String
    private let makeEncoder: () -> any CommentEncoder
    private let now: () -> Int64

    /// Opens the queue, and makes it where it is missing.
    ///
    /// - Parameters:
    ///   - source: Which blog the comments are of, where several share a queue: ids are told apart by it.
    ///   - now: Unix seconds, for the time of arrival.
    ///   - addresses: As `QueueDatabase` takes it.
    ///   - makeEncoder: Called once for each worker.
    /// - Throws: `OutputError` that says why the file can't be used.
    public init(
        _ name: String, source: String = "", durability: QueueDatabase.Durability = .full,
        patience: Double = QueueDatabase.defaultPatience, now: @escaping () -> Int64 = SystemClock.now,
        addresses: ((String) -> StoredAddresses)? = nil, makeEncoder: @escaping () -> any CommentEncoder
    ) throws(OutputError) {
        database = try QueueDatabase(
            name, creates: true, durability: durability, patience: patience, addresses: addresses)
        self.source = source
        self.now = now
        self.makeEncoder = makeEncoder
        try database.perform { db in try db.execute(sql: QueueSchema.ofInput + QueueSchema.ofRun) }
    }

    /// What the rules of the run may ask of earlier ones. Not to be asked once the queue is finished.
    public var memory: QueueMemory { QueueMemory(database, source: source) }

    public func makeCollector() -> any VerdictCollector {
        SQLiteQueueCollector(encoder: makeEncoder(), key: database.key, hash: database.hash)
    }

    public func write(_ collector: any VerdictCollector) throws(OutputError) {
        guard let collector = collector as? SQLiteQueueCollector, !collector.rows.isEmpty else { return }
        if collector.isShortOfMemory { throw OutputError(output: database.name, message: "memory is short") }
        let arrived = now()
        try database.transaction { db in
            let add = try QueueStatement(db, QueueSchema.add)
            let update = try QueueStatement(db, QueueSchema.update)
            let remember = try QueueStatement(db, QueueSchema.addEvent)
            for row in collector.rows {
                let key = try EntryKey.of(row, in: collector, db)
                func run(_ statement: QueueStatement) throws {
                    try collector.bind(row, key: key, source: source, arrived: arrived, to: statement) {
                        while try statement.next() {}
                    }
                }
                try run(add)
                if db.changesCount > 0 {
                    try collector.remember(row.event, with: remember)
                } else {
                    try run(update)
                }
            }
        }
    }

    /// Everything is committed already; what is left is to close the database.
    public func finish() throws(OutputError) { database.close() }
}

extension SQLiteQueueCollector {
    /// Binds what `QueueSchema.add` takes, and forgets it after `body`.
    func bind(
        _ row: Row, key: String, source: String, arrived: Int64, to statement: QueueStatement, _ body: () throws -> Void
    ) throws {
        defer { statement.reset() }
        try statement.bind(key, at: 1)
        try statement.bind(source, at: 2)
        try statement.bind(bytes(row.id), at: 3)
        try statement.bind(bytes(row.author), at: 4)
        try statement.bind(bytes(row.post), at: 5)
        try statement.bind(bytes(row.parent), at: 6)
        try statement.bind(row.createdAt, at: 7)
        try statement.bind(arrived, at: 8)
        try statement.bind(bytes(row.comment), at: 9)
        try statement.bind(bytes(row.body), at: 10)
        try statement.bind(row.outcome.name, at: 12)
        try statement.bind(row.emailHash, at: 13)
        try statement.bind(row.ipHash, at: 14)
        try row.content.withUnsafeBytes { content in
            try row.addresses.withUnsafeBytes { addresses in
                try statement.bind(bytes: content, at: 11)
                try statement.bind(bytesOrNull: addresses, at: 15)
                try body()
                statement.reset()
            }
        }
    }
}

extension SQLiteQueueCollector {
    /// Writes what history remembers of a comment, if anything, by `QueueSchema.addEvent`.
    func remember(_ event: Event?, with statement: QueueStatement) throws {
        guard let event, let keys = bytes(event.keys) else { return }
        defer { statement.reset() }
        try statement.bind(event.time, at: 1)
        try statement.bind(Int64(bitPattern: event.id), at: 2)
        try statement.bind(bytes: keys, at: 3)
        while try statement.next() {}
    }
}

/// What an entry is called by, within its source.
enum EntryKey {
    /// Of a comment with an id.
    static func id(_ id: String) -> String { "id:" + id }

    static let contentPrefix = "content:"

    /// What tells a comment from all others: its id or, without one, its content and how often that came before in this
    /// input.
    static func of(
        _ row: SQLiteQueueCollector.Row, in collector: SQLiteQueueCollector, _ db: Database
    ) throws -> String {
        if let id = row.id, let text = collector.bytes(id) { return Self.id(String(decoding: text, as: UTF8.self)) }
        let statement = try QueueStatement(db, QueueSchema.countOccurrence)
        return try row.content.withUnsafeBytes { content in
            defer { statement.reset() }
            try statement.bind(Int64(row.input), at: 1)
            try statement.bind(bytes: content, at: 2)
            var occurrence: Int64 = 1
            while try statement.next() { occurrence = statement.integer(0) ?? 1 }
            return Self.content(row.content, occurrence: occurrence)
        }
    }

    /// Of a comment without one. 16 bytes of the digest tell more comments apart than there will ever be.
    static func content(_ digest: [UInt8], occurrence: Int64) -> String {
        let digits: [Character] = Array("0123456789abcdef")
        var text = contentPrefix
        for byte in digest.prefix(16) {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return text + "-\(occurrence)"
    }
}
