import GRDB
import Moderation

/// Takes old comments into a queue, with what was decided about them elsewhere.
///
/// What was accepted or rejected is done: the blog knows of it. What is held waits for a moderator. A comment that is
/// there already stays as it is, so that the same archive may be loaded again.
public final class QueueLoader {
    /// How many comments there were.
    public struct Count: Sendable, Equatable {
        public var loaded = 0
        /// Of those, how many wait for a moderator.
        public var held = 0
        public var thereAlready = 0
    }

    public private(set) var count = Count()
    private let database: QueueDatabase
    private let source: String
    private let decidedBy: QueueEntry.Decider
    private let now: Int64
    private let collector: SQLiteQueueCollector

    /// - Parameters:
    ///   - database: For the loader alone, as long as it is used.
    ///   - source: Which blog the comments are of; empty where the queue serves one.
    ///   - decidedBy: Who accepted and rejected them.
    ///   - now: Unix seconds, for comments that don't say when they were written.
    ///   - encoder: Finds the addresses in a comment as it came.
    public init(
        _ database: QueueDatabase, source: String, decidedBy: QueueEntry.Decider, now: Int64,
        encoder: any CommentEncoder
    ) throws(OutputError) {
        self.database = database
        self.source = source
        self.decidedBy = decidedBy
        self.now = now
        collector = SQLiteQueueCollector(encoder: encoder, key: database.key, hash: database.hash)
        try database.perform { try $0.execute(sql: QueueSchema.ofInput) }
    }

    /// Takes in one comment, to be written with the next `write`.
    ///
    /// - Parameter event: What history is to remember of it; see `HistoryReader`.
    public func add(
        _ entry: borrowing CommentEntry, _ outcome: Verdict.Outcome, in block: CommentBlock,
        decoder: any CommentDecoder, event: HistoryEvent?
    ) {
        collector.collect(old: entry, outcome, in: block, decoder: decoder)
        if let event { collector.collect(event) }
    }

    /// Writes what was taken in since the last time, all or, on an error, nothing of it.
    public func write() throws(OutputError) {
        if collector.isShortOfMemory { throw OutputError(output: database.name, message: "memory is short") }
        let written = try database.transaction { db in
            var count = Count()
            let insert = try QueueStatement(db, QueueSchema.load)
            let remember = try QueueStatement(db, QueueSchema.addEvent)
            for row in collector.rows {
                let isHeld = row.outcome == .hold
                let state = isHeld ? QueueEntry.State.queued : .done
                let decider = isHeld ? QueueEntry.Decider.rule : decidedBy
                let key = try EntryKey.of(row, in: collector, db)
                try collector.bind(
                    row, key: key, source: source, arrived: row.createdAt ?? now, to: insert
                ) {
                    try insert.bind(state.rawValue, at: 16)
                    try insert.bind(decider.rawValue, at: 17)
                    while try insert.next() {}
                }
                if db.changesCount == 0 {
                    count.thereAlready += 1
                } else {
                    try collector.remember(row.event, with: remember)
                    count.loaded += 1
                    if isHeld { count.held += 1 }
                }
            }
            return count
        }
        collector.removeAll()
        count.loaded += written.loaded
        count.held += written.held
        count.thereAlready += written.thereAlready
    }
}
