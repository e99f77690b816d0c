import GRDB
import Moderation

extension QueueDatabase {
    /// Lends entries out, the oldest first: nobody else gets them until they are done or the time is over.
    ///
    /// - Parameters:
    ///   - source: Which blog's; `nil` for all.
    ///   - limit: How many at most.
    ///   - lease: What `finish(lease:)` will name them by; new each time.
    ///   - seconds: How long the lease lasts.
    ///   - now: Unix seconds.
    public func take(
        _ outcome: Verdict.Outcome, source: String? = nil, limit: Int, lease: String, seconds: Int64, now: Int64
    ) throws(OutputError) -> [QueueEntry] {
        try transaction { db in
            try db.run(
                """
                UPDATE entry SET state = 'leased', lease = ?1, lease_until = ?2 WHERE number IN (
                  SELECT number FROM (
                    SELECT number FROM entry INDEXED BY entry_queued
                    WHERE outcome = ?3 AND state = 'queued' AND source = ifnull(?6, source)
                    ORDER BY number LIMIT ?5)
                  UNION ALL
                  SELECT number FROM entry INDEXED BY entry_leased
                  WHERE outcome = ?3 AND state = 'leased' AND lease_until <= ?4 AND source = ifnull(?6, source)
                  ORDER BY number LIMIT ?5)
                """,
                [
                    .text(lease), .integer(now + seconds), .text(outcome.name), .integer(now), .integer(Int64(limit)),
                    QueueValue(source),
                ])
            return try db.rows(
                "SELECT \(QueueEntry.columns) FROM entry WHERE lease = ?1 ORDER BY number", [.text(lease)],
                QueueEntry.init)
        }
    }

    /// Finishes what was taken under a lease and not taken by another since.
    ///
    /// What is done no longer holds its writer's addresses, but where the policy keeps them; `overwriteLog` takes them out
    /// of the log too.
    /// A lease whose time is over can still be finished: the work is done. To finish it again changes nothing.
    /// - Returns: How many entries the lease holds; 0 where there is no such lease, or others have taken all of it.
    public func finish(lease: String) throws(OutputError) -> Int {
        try transaction { db in
            try db.run("UPDATE entry SET \(QueueSchema.done) WHERE lease = ?1 AND state = 'leased'", [.text(lease)])
            return Int(try db.integer("SELECT count(*) FROM entry WHERE lease = ?1", [.text(lease)]) ?? 0)
        }
    }

    /// Finishes single entries that were taken, all or, where a name is wrong, none.
    ///
    /// - Parameter names: Ids or keys.
    /// - Returns: How many are done now, and the names of those that nobody has taken: they stay as they are.
    public func finish(
        _ names: [String], source: String?
    ) throws(OutputError) -> Result<(done: Int, untaken: [String]), QueueNameErrors> {
        try resolving(names, source: source) { db, entries in
            var done = 0
            var untaken: [String] = []
            for (name, number) in entries {
                try db.run(
                    "UPDATE entry SET \(QueueSchema.done) WHERE number = ?1 AND state = 'leased'", [.integer(number)])
                let state = try db.text("SELECT state FROM entry WHERE number = ?1", [.integer(number)])
                if state == QueueEntry.State.done.rawValue { done += 1 } else { untaken.append(name) }
            }
            return (done, untaken)
        }
    }
}
