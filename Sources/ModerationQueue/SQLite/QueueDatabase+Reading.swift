import GRDB
import Moderation

/// Which entries to list. What is `nil` is not asked for.
public struct QueueFilter: Sendable {
    public var outcome: Verdict.Outcome?
    public var state: QueueEntry.State?
    public var decidedBy: QueueEntry.Decider?
    /// A rule that fired.
    public var rule: String?
    public var author: String?
    public var post: String?
    public var source: String?
    /// Words of the author's name or of what the comment says.
    public var search: QueueSearch?
    public var limit: Int?

    public init() {}

    /// Where few entries are looked at, from what is rarest on: SQLite knows no numbers and would take the first that
    /// gives the order.
    private var index: String? {
        if author != nil { return "entry_author" }
        if post != nil { return "entry_post" }
        if outcome == .hold || (outcome != nil && state == .queued) { return "entry_queued" }
        if state == .queued || state == .leased { return "entry_state" }
        return outcome == nil ? nil : "entry_outcome"
    }

    /// What follows the columns in SQL, and its values.
    fileprivate var query: (text: String, values: [QueueValue]) {
        var conditions: [String] = []
        var values: [QueueValue] = []
        func ask(_ condition: String, _ value: String?) {
            guard let value else { return }
            values.append(.text(value))
            conditions.append(condition.replacing("?", with: "?\(values.count)"))
        }
        ask("outcome = ?", outcome?.name)
        ask("state = ?", state?.rawValue)
        ask("decided_by = ?", decidedBy?.rawValue)
        // Said although it follows, for the indexes that hold only what waits: the held are neither lent out nor done.
        if outcome == .hold || state == .queued { conditions.append("state = 'queued'") }
        if state == .queued || state == .leased { conditions.append("state <> 'done'") }
        ask("author = ?", author)
        ask("post = ?", post)
        ask("source = ?", source)
        ask(
            """
            EXISTS (SELECT 1 FROM json_each(comment, '$.moderation.rules') AS fired WHERE fired.value ->> 'rule' = ?)
            """, rule)
        ask("search MATCH ?", search?.expression)
        // A search is walked through from its index, which gives what it finds in the order of the entries.
        let tables =
            search == nil
            ? "entry" + (index.map { " INDEXED BY \($0)" } ?? "")
            : "search CROSS JOIN entry ON entry.number = search.rowid"
        let order = search == nil ? "number" : "search.rowid"
        let text = conditions.isEmpty ? "" : " WHERE " + conditions.joined(separator: " AND ")
        return ("FROM \(tables)\(text) ORDER BY \(order)" + (limit.map { " LIMIT \($0)" } ?? ""), values)
    }
}

/// How many entries there are of a kind.
public struct QueueCount: Sendable, Equatable {
    public var outcome: Verdict.Outcome
    public var state: QueueEntry.State
    public var count: Int
    /// When the first of them came, in Unix seconds; the first by their order.
    public var oldest: Int64
}

/// A rule that fired on an entry, as the comment's `moderation` has it.
public struct QueueReason: Sendable, Equatable {
    public var rule: String
    public var score: String
    public var reason: String?
}

extension QueueDatabase {
    /// Shows entries in the order in which they first came, one at a time. For a search it brings the index up to date
    /// first.
    ///
    /// - Parameter visit: Returns whether to go on.
    public func list(_ filter: QueueFilter, visit: (QueueEntry) throws -> Bool) throws(OutputError) {
        let query = filter.query
        if filter.search != nil { try index() }
        try perform { db in
            let statement = try QueueStatement(db, "SELECT \(QueueEntry.columns) \(query.text)")
            defer { statement.reset() }
            try statement.bind(query.values)
            while try statement.next(), try visit(QueueEntry(statement)) {}
        }
    }

    /// The entry of an id or key.
    public func entry(_ name: String, source: String?) throws(OutputError) -> Result<QueueEntry, QueueNameErrors> {
        try resolving([name], source: source) { db, entries in
            let found = try db.rows(
                "SELECT \(QueueEntry.columns) FROM entry WHERE number = ?1", entries.map { .integer($0) },
                QueueEntry.init)
            guard let entry = found.first else { throw DatabaseError(resultCode: .SQLITE_CORRUPT) }
            return entry
        }
    }

    /// How many entries a filter lets through.
    public func count(_ filter: QueueFilter) throws(OutputError) -> Int {
        let query = filter.query
        if filter.search != nil { try index() }
        return try perform { db in
            Int(try db.integer("SELECT count(*) FROM (SELECT 1 \(query.text))", query.values) ?? 0)
        }
    }

    /// Everything that was decided about an entry, the first first.
    public func decisions(on entry: QueueEntry) throws(OutputError) -> [QueueDecision] {
        try perform { db in
            let number = try db.integer(
                "SELECT number FROM entry WHERE key = ?1 AND source = ?2", [.text(entry.key), .text(entry.source)])
            return try number.map { try decisions(on: $0, db) } ?? []
        }
    }

    func decisions(on entry: Int64, _ db: Database) throws -> [QueueDecision] {
        try db.rows(
            """
            SELECT time, who, action, from_outcome, from_state, from_decided_by, to_outcome, to_state, to_decided_by,
              note
            FROM audit WHERE entry = ?1 ORDER BY number
            """, [.integer(entry)]
        ) { row in
            QueueDecision(
                time: row.integer(0) ?? 0, who: row.text(1) ?? "", action: row.text(2) ?? "",
                from: QueueDecision.Standing(row, from: 3), to: QueueDecision.Standing(row, from: 6),
                note: row.text(9))
        }
    }

    /// The rules that fired on an entry, in load order.
    public func reasons(of entry: QueueEntry) throws(OutputError) -> [QueueReason] {
        try perform { db in
            try db.rows(
                """
                SELECT value ->> 'rule', value ->> 'score', value ->> 'reason'
                FROM json_each(?1, '$.moderation.rules') ORDER BY key
                """, [.text(entry.comment)]
            ) { QueueReason(rule: $0.text(0) ?? "", score: $0.text(1) ?? "", reason: $0.text(2)) }
        }
    }

    /// The category in which the rules that fired on an entry gave most points; `nil` where none gave any.
    public func category(of entry: QueueEntry) throws(OutputError) -> String? {
        try perform { db in
            try db.text(
                """
                SELECT value ->> 'category' FROM json_each(?1, '$.moderation.rules')
                GROUP BY 1 HAVING sum(value ->> 'score') > 0 ORDER BY sum(value ->> 'score') DESC, min(key) LIMIT 1
                """, [.text(entry.comment)])
        }
    }

    /// How many entries there are of each outcome and state; those of which there is none are left out.
    public func counts() throws(OutputError) -> [QueueCount] {
        try perform { db in
            var counts: [QueueCount] = []
            // One transaction, so that they fit together. What is done is most of all, and is counted by the index alone.
            try db.inTransaction(.deferred) {
                for outcome in Verdict.Outcome.allCases {
                    let all = try count("entry_outcome WHERE outcome = ?1", of: outcome, db)
                    var waiting = 0
                    for state in [QueueEntry.State.queued, .leased] {
                        let place = "entry_\(state.rawValue) WHERE outcome = ?1 AND state = '\(state.rawValue)'"
                        guard let count = try count(place, of: outcome, db) else { continue }
                        waiting += count.count
                        counts.append(
                            QueueCount(outcome: outcome, state: state, count: count.count, oldest: count.oldest))
                    }
                    guard let all, all.count > waiting else { continue }
                    let oldest = try db.integer(
                        """
                        SELECT arrived FROM entry INDEXED BY entry_outcome WHERE outcome = ?1 AND state = 'done'
                        ORDER BY number LIMIT 1
                        """, [.text(outcome.name)])
                    counts.append(
                        QueueCount(outcome: outcome, state: .done, count: all.count - waiting, oldest: oldest ?? 0))
                }
                return .commit
            }
            return counts
        }
    }

    /// How many entries an index gives, and when the first of them came; `nil` where it gives none.
    private func count(
        _ place: String, of outcome: Verdict.Outcome, _ db: Database
    ) throws -> (count: Int, oldest: Int64)? {
        let found = try db.rows(
            "SELECT count(*), min(number) FROM entry INDEXED BY \(place)", [.text(outcome.name)]
        ) { (count: $0.integer(0) ?? 0, first: $0.integer(1) ?? 0) }.first
        guard let found, found.count > 0 else { return nil }
        let oldest = try db.integer("SELECT arrived FROM entry WHERE number = ?1", [.integer(found.first)])
        return (Int(found.count), oldest ?? 0)
    }
}
