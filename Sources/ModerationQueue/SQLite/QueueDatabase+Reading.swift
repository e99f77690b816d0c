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
    /// The present in Unix seconds: what was lent out until then counts as queued again. `nil` takes states as they stand.
    public var now: Int64?

    public init() {}

    /// Where few entries are looked at, from what is rarest on: SQLite knows no numbers and would take the first that
    /// gives the order.
    private var index: String? {
        if author != nil { return "entry_author" }
        if post != nil { return "entry_post" }
        if outcome == .hold || (outcome != nil && state == .queued && now == nil) { return "entry_queued" }
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
        if let now, state == .queued || state == .leased {
            values.append(.integer(now))
            let isOver = "state = 'leased' AND lease_until <= ?\(values.count)"
            conditions.append(
                state == .queued ? "(state = 'queued' OR \(isOver))" : "state = 'leased' AND NOT (\(isOver))")
        } else {
            ask("state = ?", state?.rawValue)
            if state == .queued { conditions.append("state = 'queued'") }
        }
        ask("decided_by = ?", decidedBy?.rawValue)
        // Said although it follows, for the indexes that hold only what waits: the held are neither lent out nor done.
        if outcome == .hold { conditions.append("state = 'queued'") }
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
        if filter.search != nil { try index() }
        try perform { db in
            let query = try asNeeded(filter, db).query
            let statement = try QueueStatement(db, "SELECT \(QueueEntry.columns) \(query.text)")
            defer { statement.reset() }
            try statement.bind(query.values)
            while try statement.next(), try visit(QueueEntry(statement)) {}
        }
    }

    /// The entry of an id or key.
    public func entry(_ name: String, source: String?) throws(OutputError) -> Result<QueueEntry, QueueNameErrors> {
        try perform { db in
            var result: Result<QueueEntry, QueueNameErrors>?
            // What is found must still be there when it is read.
            try db.inTransaction(.deferred) {
                let (entries, errors) = try resolve([name], source: source, db)
                let found = try db.rows(
                    "SELECT \(QueueEntry.columns) FROM entry WHERE number = ?1", entries.map { .integer($0.number) },
                    QueueEntry.init)
                result = found.first.map { .success($0) } ?? .failure(QueueNameErrors(errors: errors))
                return .commit
            }
            guard let result else { throw DatabaseError(resultCode: .SQLITE_ABORT) }
            return result
        }
    }

    /// How many entries a filter lets through.
    public func count(_ filter: QueueFilter) throws(OutputError) -> Int {
        if filter.search != nil { try index() }
        return try perform { db in
            let query = try asNeeded(filter, db).query
            return Int(try db.integer("SELECT count(*) FROM (SELECT 1 \(query.text))", query.values) ?? 0)
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

    /// A filter that no longer asks which leases are over where none is: the rest is quicker.
    private func asNeeded(_ filter: QueueFilter, _ db: Database) throws -> QueueFilter {
        guard let now = filter.now, filter.state != nil else { return filter }
        var filter = filter
        let over = try Verdict.Outcome.allCases.contains { outcome in
            try db.integer(
                """
                SELECT 1 FROM entry INDEXED BY entry_leased
                WHERE outcome = ?1 AND state = 'leased' AND lease_until <= ?2 LIMIT 1
                """, [.text(outcome.name), .integer(now)]) != nil
        }
        if !over { filter.now = nil }
        return filter
    }

    /// How many entries there are of each outcome and state; those of which there is none are left out.
    ///
    /// - Parameters:
    ///   - source: Which blog's; `nil` for all.
    ///   - now: Unix seconds. What was lent out until then counts as queued again.
    public func counts(source: String? = nil, now: Int64) throws(OutputError) -> [QueueCount] {
        try perform { db in
            var counts: [QueueCount] = []
            // One transaction, so that they fit together. What is done is most of all, and is counted by the index alone.
            try db.inTransaction(.deferred) {
                for outcome in Verdict.Outcome.allCases {
                    func found(_ index: String, _ condition: String = "") throws -> Found {
                        try count(index, condition, outcome, source, db)
                    }
                    let over = try found("entry_leased", "AND state = 'leased' AND lease_until <= \(now)")
                    let queued = try found("entry_queued", "AND state = 'queued'") + over
                    let leased = try found("entry_leased", "AND state = 'leased' AND lease_until > \(now)")
                    var done = try found("entry_outcome")
                    done.count -= queued.count + leased.count
                    if done.count > 0 {
                        done.first = try db.integer(
                            """
                            SELECT number FROM entry INDEXED BY entry_outcome
                            WHERE outcome = ?1 AND state = 'done' AND source = ifnull(?2, source) ORDER BY number LIMIT 1
                            """, [.text(outcome.name), QueueValue(source)])
                    }
                    for (state, found) in [(QueueEntry.State.queued, queued), (.leased, leased), (.done, done)] {
                        guard found.count > 0, let first = found.first else { continue }
                        let oldest = try db.integer("SELECT arrived FROM entry WHERE number = ?1", [.integer(first)])
                        counts.append(
                            QueueCount(outcome: outcome, state: state, count: found.count, oldest: oldest ?? 0))
                    }
                }
                return .commit
            }
            return counts
        }
    }

    /// How many entries there are of a kind, and the number of the first.
    private struct Found {
        var count: Int
        var first: Int64?

        static func + (one: Found, other: Found) -> Found {
            Found(count: one.count + other.count, first: [one.first, other.first].compactMap { $0 }.min())
        }
    }

    /// What an index gives of an outcome.
    private func count(
        _ index: String, _ condition: String, _ outcome: Verdict.Outcome, _ source: String?, _ db: Database
    ) throws -> Found {
        var values: [QueueValue] = [.text(outcome.name)]
        // Without a source the index alone says it.
        if let source { values.append(.text(source)) }
        let found = try db.rows(
            """
            SELECT count(*), min(number) FROM entry INDEXED BY \(index)
            WHERE outcome = ?1 \(source == nil ? "" : "AND source = ?2") \(condition)
            """, values
        ) { Found(count: Int($0.integer(0) ?? 0), first: $0.integer(1)) }
        return found.first ?? Found(count: 0)
    }
}
