import GRDB
import Moderation

/// A comment in a queue's database.
public struct QueueEntry: Sendable, Equatable {
    public enum State: String, Sendable, CaseIterable {
        /// Waits for the blog; a held one for a moderator.
        case queued
        /// The blog has taken it and has not said yet that it is done.
        case leased
        /// The blog is done with it.
        case done
    }

    public enum Decider: String, Sendable {
        case rule, moderator
    }

    /// What it is called by within its source: `id:17` or, of a comment without an id, `content:` and a digest.
    public var key: String
    /// Which blog it is of; empty where a queue serves one.
    public var source: String
    public var id: String?
    public var author: String?
    public var post: String?
    public var parent: String?
    /// Unix seconds.
    public var createdAt: Int64?
    /// When it first came, in Unix seconds.
    public var arrived: Int64
    /// The comment as the run's encoder wrote it, such as JSON with a `moderation` member.
    public var comment: String
    public var body: String?
    public var outcome: Verdict.Outcome
    public var state: State
    public var decidedBy: Decider
    /// Under which lease the blog took it last.
    public var lease: String?
    /// Until when the lease lasts, in Unix seconds.
    public var leaseUntil: Int64?
    /// A digest of all that came in, in hexadecimal: another one means another text, author or the like.
    public var content: String

    /// What it is at a time, in Unix seconds: what was lent out until then waits again.
    public func state(at now: Int64) -> State {
        state == .leased && leaseUntil ?? 0 <= now ? .queued : state
    }

    /// What `init` reads, in its order.
    static let columns = """
        key, source, id, author, post, parent, created_at, arrived, comment, body, outcome, state, decided_by, lease,
        lease_until, hex(content)
        """

    init(_ row: QueueStatement) throws {
        guard let outcome = Verdict.Outcome(queue: row.text(10)), let state = row.text(11).flatMap(State.init),
            let decidedBy = row.text(12).flatMap(Decider.init)
        else { throw DatabaseError(resultCode: .SQLITE_CORRUPT) }
        key = row.text(0) ?? ""
        source = row.text(1) ?? ""
        id = row.text(2)
        author = row.text(3)
        post = row.text(4)
        parent = row.text(5)
        createdAt = row.integer(6)
        arrived = row.integer(7) ?? 0
        comment = row.text(8) ?? ""
        body = row.text(9)
        self.outcome = outcome
        self.state = state
        self.decidedBy = decidedBy
        lease = row.text(13)
        leaseUntil = row.integer(14)
        content = row.text(15) ?? ""
    }
}

extension Verdict.Outcome {
    init?(queue name: String?) {
        guard let outcome = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = outcome
    }
}

/// A name that stands for no entry, for several, or for one that can't be accepted.
public struct QueueNameError: Error, Sendable, Equatable {
    /// The id or key as the user gave it.
    public var name: String
    /// The sources that have a comment of this id; fewer than two where there is none.
    public var sources: [String]
    /// Whether there is one, and nothing of it to publish: it was pruned.
    public var isPruned: Bool

    init(name: String, sources: [String] = [], isPruned: Bool = false) {
        self.name = name
        self.sources = sources
        self.isPruned = isPruned
    }
}
