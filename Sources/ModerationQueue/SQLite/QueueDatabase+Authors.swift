import GRDB
import Moderation

/// What became of an author's other comments.
public struct AuthorPast: Sendable {
    /// Of the newest comments, at most `mostComments`.
    public struct Counts: Sendable, Equatable {
        public var accepted = 0
        public var held = 0
        public var rejected = 0
        public var all: Int { accepted + held + rejected }
    }

    /// Of those with the same e-mail address; `nil` where the comment has none.
    public var byEmail: Counts?
    /// Of those under the same name with another e-mail address, or without one; `nil` where the comment has no name.
    public var byName: Counts?
    /// The newest few of both, the newest first.
    public var newest: [QueueEntry] = []

    /// Names such as "Anonymous" have more than anybody waits for.
    public static let mostComments = 1000

    public init() {}
}

extension QueueDatabase {
    /// What became of the other comments by the same author on the same blog.
    ///
    /// - Parameter shown: How many of the newest to give.
    public func past(of entry: QueueEntry, shown: Int) throws(OutputError) -> AuthorPast {
        try perform { db in
            var past = AuthorPast()
            let own = try db.rows(
                "SELECT number, email_hash FROM entry WHERE key = ?1 AND source = ?2",
                [.text(entry.key), .text(entry.source)]
            ) { (number: $0.integer(0) ?? 0, email: $0.integer(1)) }.first
            guard let own else { return past }
            let common: [QueueValue] = [
                .text(entry.source), .integer(own.number), own.email.map { .integer($0) } ?? .null,
            ]
            if own.email != nil {
                let others = Others("email_hash = ?3", common)
                past.byEmail = try others.counts(db)
                past.newest += try others.newest(shown, db)
            }
            if let author = entry.author {
                let others = Others("author = ?4 AND (?3 IS NULL OR email_hash IS NOT ?3)", common + [.text(author)])
                past.byName = try others.counts(db)
                past.newest += try others.newest(shown, db)
            }
            past.newest = Array(past.newest.sorted { $0.arrived > $1.arrived }.prefix(shown))
            return past
        }
    }
}

/// Other entries than one. Of the values the first is its source, the second its number.
private struct Others {
    private let source: String
    private let values: [QueueValue]

    init(_ condition: String, _ values: [QueueValue]) {
        source = "FROM entry WHERE \(condition) AND source = ?1 AND number <> ?2 ORDER BY number DESC"
        self.values = values
    }

    func counts(_ db: Database) throws -> AuthorPast.Counts {
        var counts = AuthorPast.Counts()
        let rows = try db.rows(
            """
            SELECT outcome, count(*) FROM (SELECT outcome \(source) LIMIT \(AuthorPast.mostComments)) GROUP BY outcome
            """, values
        ) { (outcome: Verdict.Outcome(queue: $0.text(0)), count: Int($0.integer(1) ?? 0)) }
        for row in rows {
            switch row.outcome {
            case .accept: counts.accepted = row.count
            case .hold: counts.held = row.count
            case .reject: counts.rejected = row.count
            case nil: throw DatabaseError(resultCode: .SQLITE_CORRUPT)
            }
        }
        return counts
    }

    func newest(_ count: Int, _ db: Database) throws -> [QueueEntry] {
        try db.rows("SELECT \(QueueEntry.columns) \(source) LIMIT \(count)", values, QueueEntry.init)
    }
}
