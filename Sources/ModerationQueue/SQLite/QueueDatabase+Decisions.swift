import GRDB
import Moderation

/// All names of a request that stand for no single entry.
public struct QueueNameErrors: Error, Sendable, Equatable {
    public var errors: [QueueNameError]
}

/// Something that was decided about an entry.
public struct QueueDecision: Sendable, Equatable {
    /// What the entry was, or became.
    public struct Standing: Sendable, Equatable {
        public var outcome: String
        public var state: String
        public var decidedBy: String
    }

    /// Unix seconds.
    public var time: Int64
    /// A moderator's name, or `rules`.
    public var who: String
    /// `decide` and `undo` by hand, `judge` where rules overturned what was there.
    public var action: String
    public var from: Standing
    public var to: Standing
    public var note: String?
}

extension QueueDatabase {
    /// Accepts, rejects or holds entries by hand, all or, where a name is wrong, none.
    ///
    /// An entry whose outcome changes waits for the blog again, even where the blog had taken it before. What was pruned
    /// can't be accepted: there is nothing left to publish.
    /// - Parameters:
    ///   - names: Ids or keys.
    ///   - source: Which blog's; `nil` where the ids are of one only.
    ///   - who: The moderator, for the audit table.
    ///   - now: Unix seconds.
    ///   - expecting: What the moderator has seen; an entry that is no longer so is left as it is.
    /// - Returns: How many entries were decided, and the names of those about which that was decided by hand already.
    public func decide(
        _ names: [String], _ outcome: Verdict.Outcome, source: String?, who: String, note: String?, now: Int64,
        expecting seen: QueueEntry? = nil
    ) throws(OutputError) -> Result<(decided: Int, already: [String]), QueueNameErrors> {
        try resolving(names, source: source, refusesPruned: outcome == .accept) { db, entries in
            var decided = 0
            var already: [String] = []
            for (name, number) in entries {
                if let seen, try !isAsSeen(number, seen, db) { continue }
                let before = try standing(of: number, db)
                if before.outcome == outcome.name, before.decidedBy == QueueEntry.Decider.moderator.rawValue {
                    already.append(name)
                    continue
                }
                let state = before.outcome == outcome.name ? before.state : QueueEntry.State.queued.rawValue
                let after = QueueDecision.Standing(
                    outcome: outcome.name, state: state, decidedBy: QueueEntry.Decider.moderator.rawValue)
                try settle(number, from: before, to: after, action: "decide", who: who, note: note, now: now, db)
                decided += 1
            }
            return (decided, already)
        }
    }

    /// Takes back the last decision by hand on each entry, all or, where a name is wrong, none.
    ///
    /// - Parameter expecting: The decision that is meant; where something was decided since, nothing is taken back.
    /// - Returns: How many were taken back, and the names of those with nothing to take back: nobody decided them, rules
    ///   have judged a changed comment since, or what was pruned would be accepted again.
    public func undo(
        _ names: [String], source: String?, who: String, note: String?, now: Int64,
        expecting meant: QueueDecision? = nil
    ) throws(OutputError) -> Result<(undone: Int, without: [String]), QueueNameErrors> {
        try resolving(names, source: source) { db, entries in
            var undone = 0
            var without: [String] = []
            for (name, number) in entries {
                let isMeant = try meant == nil || decisions(on: number, db).last == meant
                guard isMeant, let last = try lastDecision(on: number, db),
                    try last.from.outcome != Verdict.Outcome.accept.name || !isPruned(number, db)
                else {
                    without.append(name)
                    continue
                }
                let before = try standing(of: number, db)
                var after = last.from
                // Where the blog has acted upon the decision, or is about to, it has to hear of the change.
                if before.outcome == after.outcome {
                    after.state = before.state
                } else if before.state != QueueEntry.State.queued.rawValue
                    || after.state == QueueEntry.State.leased.rawValue
                {
                    after.state = QueueEntry.State.queued.rawValue
                }
                try settle(
                    number, from: before, to: after, action: "undo", who: who, note: note, now: now,
                    undoes: last.number, db)
                undone += 1
            }
            return (undone, without)
        }
    }

    /// Finds the entries of names, then does something with them, all in one transaction.
    func resolving<Value>(
        _ names: [String], source: String?, refusesPruned: Bool = false,
        _ body: (Database, [(name: String, number: Int64)]) throws -> Value
    ) throws(OutputError) -> Result<Value, QueueNameErrors> {
        try transaction { db in
            var (entries, errors) = try resolve(names, source: source, db)
            if refusesPruned {
                errors += try entries.filter { try isPruned($0.number, db) }.map {
                    QueueNameError(name: $0.name, isPruned: true)
                }
            }
            return errors.isEmpty ? .success(try body(db, entries)) : .failure(QueueNameErrors(errors: errors))
        }
    }

    /// The entries of names, each once, and the names that stand for none or for several.
    func resolve(
        _ names: [String], source: String?, _ db: Database
    ) throws -> (entries: [(name: String, number: Int64)], errors: [QueueNameError]) {
        var entries: [(name: String, number: Int64)] = []
        var known: Set<Int64> = []
        var errors: [QueueNameError] = []
        for name in names {
            let found = try find(name, source: source, db)
            if found.count != 1 {
                errors.append(QueueNameError(name: name, sources: found.map(\.source)))
            } else if known.insert(found[0].number).inserted {
                entries.append((name, found[0].number))
            }
        }
        return (entries, errors)
    }

    private func isPruned(_ entry: Int64, _ db: Database) throws -> Bool {
        try db.text("SELECT comment FROM entry WHERE number = ?1", [.integer(entry)]) == QueueSchema.emptied
    }

    /// The entries that an id, or else a key, stands for.
    func find(_ name: String, source: String?, _ db: Database) throws -> [(number: Int64, source: String)] {
        for key in [EntryKey.id(name), name] {
            let found = try db.rows(
                "SELECT number, source FROM entry WHERE key = ?1 AND source = ifnull(?2, source) ORDER BY source",
                [.text(key), QueueValue(source)]
            ) { (number: $0.integer(0) ?? 0, source: $0.text(1) ?? "") }
            if !found.isEmpty { return found }
        }
        return []
    }

    /// Whether an entry has the outcome, the decider and the content that somebody has seen. That the blog has taken it
    /// meanwhile makes no difference.
    private func isAsSeen(_ entry: Int64, _ seen: QueueEntry, _ db: Database) throws -> Bool {
        try db.integer(
            "SELECT count(*) FROM entry WHERE number = ?1 AND outcome = ?2 AND decided_by = ?3 AND hex(content) = ?4",
            [.integer(entry), .text(seen.outcome.name), .text(seen.decidedBy.rawValue), .text(seen.content)]) == 1
    }

    private func standing(of entry: Int64, _ db: Database) throws -> QueueDecision.Standing {
        let found = try db.rows(
            "SELECT outcome, state, decided_by FROM entry WHERE number = ?1", [.integer(entry)]
        ) { QueueDecision.Standing($0, from: 0) }
        guard let standing = found.first else { throw DatabaseError(resultCode: .SQLITE_CORRUPT) }
        return standing
    }

    /// The last decision by hand that was not undone and that no rule has overturned.
    private func lastDecision(
        on entry: Int64, _ db: Database
    ) throws -> (number: Int64, from: QueueDecision.Standing)? {
        try db.rows(
            """
            SELECT number, from_outcome, from_state, from_decided_by FROM audit AS decision
            WHERE entry = ?1 AND action = 'decide'
              AND NOT EXISTS (
                SELECT 1 FROM audit AS later WHERE later.entry = ?1 AND later.number > decision.number
                  AND (later.undoes = decision.number OR later.action = 'judge'))
            ORDER BY number DESC LIMIT 1
            """, [.integer(entry)]
        ) { (number: $0.integer(0) ?? 0, from: QueueDecision.Standing($0, from: 1)) }.first
    }

    private func settle(
        _ entry: Int64, from before: QueueDecision.Standing, to after: QueueDecision.Standing, action: String,
        who: String, note: String?, now: Int64, undoes: Int64? = nil, _ db: Database
    ) throws {
        // What is leased no longer belongs to its lease once it has to be taken anew.
        try db.run(
            """
            UPDATE entry SET outcome = ?2, state = ?3, decided_by = ?4,
              changed = iif(outcome = ?2, changed, ?5),
              lease = iif(?3 = 'queued', NULL, lease), lease_until = iif(?3 = 'queued', NULL, lease_until)
            WHERE number = ?1
            """,
            [.integer(entry), .text(after.outcome), .text(after.state), .text(after.decidedBy), .integer(now)])
        try db.run(
            """
            INSERT INTO audit (
              entry, time, who, action, from_outcome, from_state, from_decided_by, to_outcome, to_state, to_decided_by,
              undoes, note)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
            """,
            [
                .integer(entry), .integer(now), .text(who), .text(action), .text(before.outcome), .text(before.state),
                .text(before.decidedBy), .text(after.outcome), .text(after.state), .text(after.decidedBy),
                undoes.map { .integer($0) } ?? .null, QueueValue(note),
            ])
    }
}

extension QueueDecision.Standing {
    init(_ row: QueueStatement, from column: Int32) {
        outcome = row.text(column) ?? ""
        state = row.text(column + 1) ?? ""
        decidedBy = row.text(column + 2) ?? ""
    }
}
