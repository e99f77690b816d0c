import CommentFormats
import Moderation
import ModerationQueue

/// What was decided about a queue's comments, as training data.
struct LabelledDecisions {
    let options: QueueOptions
    /// Of one blog alone.
    var source: String?
    /// Also what rules decided and nobody looked at.
    var takesAll = false
    /// The label of what was rejected and no rule fired on.
    var fallback: String?

    /// Gives each comment, the oldest first; says how many have no label.
    func forEach(in queue: QueueDatabase, _ body: (LabelledComment) throws(OutputError) -> Void) throws {
        // A second way in, since the first is in the middle of its list.
        let other = try options.open()
        defer { other.close() }
        var filter = QueueFilter()
        filter.source = source
        if !takesAll { filter.decidedBy = .moderator }
        let reader = StoredComment()
        var unlabelled = 0
        try options.attempt("read") { () throws(OutputError) in
            try queue.list(filter) { entry in
                if entry.outcome == .hold || entry.body == nil && entry.author == nil { return true }
                let category =
                    entry.outcome == .accept ? LabelledComment.ham : try other.category(of: entry) ?? fallback
                guard let category else {
                    unlabelled += 1
                    return true
                }
                try body(LabelledComment(entry, category, reader))
                return true
            }
        }
        if unlabelled > 0 {
            StandardError.write(
                "modfilter: \(Numbers.count(unlabelled, "rejected comment")) left out, for no rule fired on "
                    + "\(unlabelled == 1 ? "it" : "them"); queue export --labelled --as spam takes "
                    + "\(unlabelled == 1 ? "it" : "them") in")
        }
    }
}

/// A comment as training data.
struct LabelledComment {
    /// What is not to be rejected.
    static let ham = "ham"
    /// All but what a person could be found by.
    private static let fields = Field.allCases.filter { ![.id, .email, .ip].contains($0) }

    let json: JSONValue

    init(_ entry: QueueEntry, _ label: String, _ reader: StoredComment) {
        let labels: [(String, JSONValue)] =
            label == Self.ham ? [("spam", .bool(false)), ("tone", .bool(false))] : [(label, .bool(true))]
        var members: [(String, JSONValue)] = [
            ("label", .string(label)), ("labels", .object(labels)), ("id", .optional(entry.id)),
        ]
        for (field, value) in zip(Self.fields, reader.values(of: Self.fields, in: entry.comment)) {
            members.append((field.name, .optional(value)))
        }
        members.append(("created_at", entry.createdAt.map { .integer(Int($0)) } ?? .null))
        json = .object(members)
    }
}
