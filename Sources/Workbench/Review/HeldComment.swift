import CommentFormats
import Moderation
import ModerationQueue

/// A held comment with all that a moderator wants to see of it.
public struct HeldComment: Sendable {
    public var entry: QueueEntry
    public var comment: Comment
    /// `nil` where the queue's line can't be read.
    public var verdict: StoredVerdict?
    /// What became of the author's other comments.
    public var past: AuthorPast
    /// The comment that it answers, where that is in the queue too.
    public var parent: QueueEntry?

    /// - Parameter judged: What `entry.comment` says.
    init(entry: QueueEntry, judged: JudgedComment?, past: AuthorPast, parent: QueueEntry?) {
        self.entry = entry
        if let judged {
            comment = judged.comment
            verdict = judged.verdict
        } else {
            comment = Comment(author: entry.author, body: entry.body)
            comment[.id] = entry.id
            comment[.post] = entry.post
            comment[.parent] = entry.parent
        }
        self.past = past
        self.parent = parent
    }

    /// What commands call it: its id, or else its key.
    public var name: String { entry.id ?? entry.key }

    /// The names of the rules that fired, those on trial left out.
    public var rules: [String] { verdict?.rules.map(\.name) ?? [] }
}

extension QueueEntry {
    /// `#17`, or the key of a comment without an id; safe to show.
    var title: String { id.map { "#" + SafeText.clean($0, limit: 60) } ?? SafeText.clean(key, limit: 60) }

    /// When it was written or, where that is unknown, when it came; Unix seconds.
    var time: Int64 { createdAt ?? arrived }
}

extension Verdict.Outcome {
    /// `accepted`, `held` or `rejected`.
    var participle: String {
        switch self {
        case .accept: "accepted"
        case .hold: "held"
        case .reject: "rejected"
        }
    }
}
