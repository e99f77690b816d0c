import GRDB
import Moderation

extension QueueDatabase {
    /// Problems of the file that are listed at most.
    private static let mostProblems = 100

    /// What must hold between the tables: a sentence for where it does not, and what counts the cases.
    private static let invariants: [(problem: String, count: String)] = [
        (
            "comments that are done still hold addresses",
            "SELECT count(*) FROM entry WHERE state = 'done' AND addresses IS NOT NULL"
        ),
        (
            "comments are lent out and nobody knows to whom or until when",
            "SELECT count(*) FROM entry WHERE state = 'leased' AND (lease IS NULL OR lease_until IS NULL)"
        ),
        (
            "comments wait and are lent out at once",
            "SELECT count(*) FROM entry WHERE state = 'queued' AND (lease IS NOT NULL OR lease_until IS NOT NULL)"
        ),
        (
            "comments differ from the last decision about them",
            """
            SELECT count(*) FROM entry JOIN audit ON audit.entry = entry.number
            WHERE audit.number = (SELECT max(number) FROM audit WHERE entry = entry.number)
              AND (outcome <> to_outcome OR decided_by <> to_decided_by)
            """
        ),
        (
            "decisions are about a comment that is not there",
            "SELECT count(*) FROM audit WHERE entry NOT IN (SELECT number FROM entry)"
        ),
        ("comments have no whole digest", "SELECT count(*) FROM entry WHERE length(content) <> 32"),
        ("events of history are torn", "SELECT count(*) FROM event WHERE length(keys) % 9 <> 0"),
    ]

    /// Looks at the whole file, and at what must hold between its tables. Nobody is kept from it meanwhile.
    ///
    /// - Returns: What is wrong, in sentences; empty where all is well.
    public func check() throws(OutputError) -> [String] {
        try perform { db in
            do {
                var problems = try db.rows("PRAGMA integrity_check(\(Self.mostProblems))") { $0.text(0) ?? "" }
                if problems == ["ok"] { problems = [] }
                // What is damaged can't be counted.
                if !problems.isEmpty { return problems }
                for (problem, count) in Self.invariants {
                    let number = try db.integer(count) ?? 0
                    if number > 0 { problems.append("\(number) \(problem)") }
                }
                try db.run("INSERT INTO search (search) VALUES ('integrity-check')")
                return problems
            } catch let error as DatabaseError where error.resultCode == .SQLITE_CORRUPT {
                return [error.message ?? "the file is damaged"]
            }
        }
    }
}
