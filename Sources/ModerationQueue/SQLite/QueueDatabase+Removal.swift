import GRDB
import Moderation

/// What a person who is to be forgotten is known by.
public enum QueuePerson: Sendable {
    /// However it is spelled.
    case email(String)
    /// However it is spelled.
    case ip(String)
    /// Exactly this name.
    case author(String)

    /// How events mark the hash of it.
    fileprivate var kind: QueueEventKeys.Kind {
        switch self {
        case .email: .email
        case .ip: .ip
        case .author: .author
        }
    }
}

/// What was removed, or would be.
public struct QueueRemoval: Sendable, Equatable {
    public var entries = 0
    public var decisions = 0
    /// Of history.
    public var events = 0
    /// Whether what was removed stands in the write-ahead log still, since other programs read from it; see
    /// `QueueDatabase.overwriteLog`.
    public var leavesTraces = false

    var isEmpty: Bool { self == QueueRemoval() }

    static func += (sum: inout QueueRemoval, other: QueueRemoval) {
        sum.entries += other.entries
        sum.decisions += other.decisions
        sum.events += other.events
    }
}

/// What is old enough to go.
public struct QueuePruning: Sendable {
    /// Unix seconds: entries to which nothing has happened since.
    public var before: Int64
    /// Whether their decisions and hashes stay, and only what they say goes.
    public var keepsDecisions = false
    /// Whether held ones go too, which nobody has decided about.
    public var takesHeld = false

    public init(before: Int64) { self.before = before }
}

extension QueueDatabase {
    /// Entries that leave in one transaction: others wait no longer than a second or so.
    private static let batch: Int64 = 5000

    /// How long those who read are waited for, in seconds: longer than a run takes to notice that its input pauses.
    private static let patienceWithReaders = 2.0

    /// Removes a person's comments, what was decided about them, and what history remembers of the person.
    ///
    /// The table `removal` then says that something was removed, and nothing of what. To do it again takes out what was
    /// left of it.
    /// - Parameters:
    ///   - who: Who asks for it, for that table.
    ///   - isTrial: Only says how much it would be.
    public func forget(
        _ person: QueuePerson, who: String, now: Int64, isTrial: Bool = false
    ) throws(OutputError) -> QueueRemoval {
        let (condition, value) = condition(for: person)
        let removal = try transaction(commits: !isTrial) { db in
            _ = try gatherLeaving(condition, [value], db)
            // History remembers a comment as it first came, maybe under another address.
            let ids = try historyIDsOfLeaving(db)
            var removal = try removeLeaving(db)
            if let hash = hash(of: person) {
                removal.events = try removeEvents(with: hash, of: person.kind, orIn: ids, db)
            }
            try note(removal, "forget", who: who, now: now, db)
            return removal
        }
        if isTrial { return removal }
        try purgeIndex()
        return try withoutTraces(removal)
    }

    /// Removes what the blog is done with and nothing has happened to for long.
    ///
    /// - Parameter isTrial: Only says how much it would be.
    public func prune(
        _ pruning: QueuePruning, who: String, now: Int64, isTrial: Bool = false
    ) throws(OutputError) -> QueueRemoval {
        let held = pruning.takesHeld && !pruning.keepsDecisions ? "OR outcome = 'hold'" : ""
        let full = pruning.keepsDecisions ? "AND comment <> '\(QueueSchema.emptied)'" : ""
        let condition = "changed < ?1 AND (state = 'done' \(held)) \(full)"
        var last: Int64 = 0
        var sum = QueueRemoval()
        while true {
            var count = 0
            // What would be removed is counted in one go, or the second would find it again.
            let removal = try transaction(commits: !isTrial) { db in
                count = try gatherLeaving(
                    "\(condition) AND number > ?2 ORDER BY number LIMIT ?3",
                    [.integer(pruning.before), .integer(last), .integer(isTrial ? -1 : Self.batch)], db)
                last = try db.integer("SELECT max(number) FROM leaving") ?? last
                let removal = try prune(pruning, db)
                try note(removal, "prune", who: who, now: now, db)
                return removal
            }
            sum += removal
            if isTrial { return sum }
            if count < Int(Self.batch) { break }
        }
        if !sum.isEmpty { try purgeIndex() }
        return try withoutTraces(sum)
    }

    /// Takes what was removed out of the log too.
    private func withoutTraces(_ removal: QueueRemoval) throws(OutputError) -> QueueRemoval {
        var removal = removal
        removal.leavesTraces = try !overwriteLog(patience: Self.patienceWithReaders)
        return removal
    }

    private func prune(_ pruning: QueuePruning, _ db: Database) throws -> QueueRemoval {
        if pruning.keepsDecisions {
            let entries = try db.run(
                """
                UPDATE entry SET comment = '\(QueueSchema.emptied)', body = NULL, author = NULL, addresses = NULL
                WHERE number IN (SELECT number FROM leaving)
                """)
            return QueueRemoval(entries: entries)
        }
        var removal = try removeLeaving(db)
        removal.events = try db.run("DELETE FROM event WHERE time < ?1", [.integer(pruning.before)])
        return removal
    }

    /// Fills the table `leaving` with the numbers of entries, and returns how many.
    private func gatherLeaving(_ condition: String, _ values: [QueueValue], _ db: Database) throws -> Int {
        try db.run("CREATE TEMP TABLE IF NOT EXISTS leaving (number INTEGER PRIMARY KEY)")
        try db.run("DELETE FROM leaving")
        return try db.run("INSERT INTO leaving SELECT number FROM entry WHERE \(condition)", values)
    }

    /// Removes the entries that the table `leaving` names, and the decisions about them.
    private func removeLeaving(_ db: Database) throws -> QueueRemoval {
        // The decisions can go only after their entries, which they refer to.
        try db.run("PRAGMA defer_foreign_keys = ON")
        let entries = try db.run("DELETE FROM entry WHERE number IN (SELECT number FROM leaving)")
        let decisions = try db.run("DELETE FROM audit WHERE entry IN (SELECT number FROM leaving)")
        return QueueRemoval(entries: entries, decisions: decisions)
    }

    private func historyIDsOfLeaving(_ db: Database) throws -> Set<UInt64> {
        let ids = try db.rows(
            "SELECT id, source FROM entry WHERE id IS NOT NULL AND number IN (SELECT number FROM leaving)"
        ) { hash.historyID(ofComment: $0.text(0) ?? "", source: $0.text(1) ?? "") }
        return Set(ids.compactMap { $0 })
    }

    private func removeEvents(
        with hash: UInt64, of kind: QueueEventKeys.Kind, orIn ids: Set<UInt64>, _ db: Database
    ) throws -> Int {
        let found = try db.rows("SELECT number, keys, id FROM event") { row in
            let isOfLeaving = ids.contains(UInt64(bitPattern: row.integer(2) ?? 0))
            return isOfLeaving || QueueEventKeys(row.bytes(1)).contains(hash, of: kind) ? row.integer(0) : nil
        }
        var count = 0
        for number in found.compactMap({ $0 }) {
            count += try db.run("DELETE FROM event WHERE number = ?1", [.integer(number)])
        }
        return count
    }

    private func note(_ removal: QueueRemoval, _ action: String, who: String, now: Int64, _ db: Database) throws {
        if removal.isEmpty { return }
        try db.run(
            "INSERT INTO removal (time, who, action, entries, decisions, events) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            [
                .integer(now), .text(who), .text(action), .integer(Int64(removal.entries)),
                .integer(Int64(removal.decisions)), .integer(Int64(removal.events)),
            ])
    }

    private func condition(for person: QueuePerson) -> (String, QueueValue) {
        switch person {
        case .author(let name): ("author = ?1", .text(name))
        case .email(let email): ("email_hash = ?1", hash(ofText: email, in: .email).map { .integer($0) } ?? .null)
        case .ip(let ip): ("ip_hash = ?1", hash(ofText: ip, in: .ip).map { .integer($0) } ?? .null)
        }
    }

    private func hash(of person: QueuePerson) -> UInt64? {
        let hash: Int64? =
            switch person {
            case .author(let name): hash(ofText: name, in: .author)
            case .email(let email): hash(ofText: email, in: .email)
            case .ip(let ip): hash(ofText: ip, in: .ip)
            }
        return hash.map { UInt64(bitPattern: $0) }
    }
}

/// What an event of history was about: records of 9 bytes, a kind and a keyed hash, the lowest byte first.
struct QueueEventKeys {
    enum Kind: UInt8 {
        case author = 2
        case email = 3
        case url = 4
        case ip = 5
        case emailDomain = 32
    }

    private static let size = 9
    let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    func contains(_ hash: UInt64, of kind: Kind) -> Bool {
        for start in stride(from: 0, through: bytes.count - Self.size, by: Self.size)
        where bytes[start] == kind.rawValue {
            let found = (1..<Self.size).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64(bytes[start + $1]) }
            if found == hash { return true }
        }
        return false
    }
}
