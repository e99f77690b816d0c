import GRDB
import Moderation

/// What became of an author's other comments.
public struct AuthorPast: Sendable {
    /// How many of them the rest is about: the newest, at most `AuthorPast.mostComments`.
    public var count: Int { accepted + held + rejected }
    public var accepted = 0
    public var held = 0
    public var rejected = 0
    /// How many came with the same e-mail address; `nil` where the comment has none.
    public var withSameEmail: Int?
    /// The newest few, the newest first.
    public var newest: [QueueEntry] = []

    /// Names such as "Anonymous" have more than anybody waits for.
    public static let mostComments = 1000

    public init() {}
}

extension QueueDatabase {
    /// What became of the other comments under the same name on the same blog; `nil` where the entry has no name.
    ///
    /// - Parameters:
    ///   - email: The e-mail address of the entry's comment.
    ///   - shown: How many of the newest to give.
    public func past(of entry: QueueEntry, email: String?, shown: Int) throws(OutputError) -> AuthorPast? {
        guard let author = entry.author else { return nil }
        return try perform { db in
            var past = AuthorPast()
            if email != nil { past.withSameEmail = 0 }
            // The names of the e-mail's member that comments come with, in the order in which they win.
            let counts = try db.rows(
                """
                SELECT outcome, count(*), sum(email = ?5 COLLATE NOCASE) FROM (
                  SELECT outcome, coalesce(comment ->> '$.email', comment ->> '$.author_email',
                    comment ->> '$.comment_author_email') AS email
                  FROM entry WHERE author = ?1 AND source = ?2 AND key <> ?3 ORDER BY number DESC LIMIT ?4)
                GROUP BY outcome
                """,
                [
                    .text(author), .text(entry.source), .text(entry.key), .integer(Int64(AuthorPast.mostComments)),
                    QueueValue(email),
                ]
            ) { (outcome: $0.text(0), count: Int($0.integer(1) ?? 0), same: Int($0.integer(2) ?? 0)) }
            for row in counts {
                switch Verdict.Outcome(queue: row.outcome) {
                case .accept: past.accepted = row.count
                case .hold: past.held = row.count
                case .reject: past.rejected = row.count
                case nil: throw DatabaseError(resultCode: .SQLITE_CORRUPT)
                }
                if email != nil { past.withSameEmail = (past.withSameEmail ?? 0) + row.same }
            }
            past.newest = try db.rows(
                """
                SELECT \(QueueEntry.columns) FROM entry WHERE author = ?1 AND source = ?2 AND key <> ?3
                ORDER BY number DESC LIMIT ?4
                """,
                [.text(author), .text(entry.source), .text(entry.key), .integer(Int64(shown))], QueueEntry.init)
            return past
        }
    }
}
