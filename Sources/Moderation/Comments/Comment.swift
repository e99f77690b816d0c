/// A comment as a value: what a program that embeds modfilter hands to a `Moderator`.
///
/// The pipeline itself moves comments in `CommentBlock`s, which allocate nothing a comment.
public struct Comment: Sendable, Equatable {
    private var values = [String?](repeating: nil, count: Field.count)
    /// Unix seconds.
    public var createdAt: Int64?
    /// Unix seconds.
    public var postCreatedAt: Int64?
    /// An object of anything else; empty for none.
    public var extra = ValueTape()

    public init() {}

    public init(
        author: String? = nil, email: String? = nil, url: String? = nil, body: String? = nil, type: String? = nil,
        ip: String? = nil
    ) {
        self[.author] = author
        self[.email] = email
        self[.url] = url
        self[.body] = body
        self[.type] = type
        self[.ip] = ip
    }

    /// The text of a field; `nil` where it is absent.
    public subscript(field: Field) -> String? {
        get { values[Int(field.rawValue)] }
        set { values[Int(field.rawValue)] = newValue }
    }
}

extension CommentBlock {
    /// Adds a comment with the number `line` in its input. An absent type becomes `comment`.
    public func append(_ comment: Comment, line: Int) {
        var entry = CommentEntry(line: line, raw: 0..<0)
        for field in Field.allCases {
            guard var text = comment[field] ?? (field == .type ? "comment" : nil) else { continue }
            entry.set(field, to: text.withUTF8 { append(UnsafeRawBufferPointer($0)) })
        }
        entry.createdAt = comment.createdAt
        entry.postCreatedAt = comment.postCreatedAt
        entry.hasExtra = !comment.extra.nodes.isEmpty
        entries.append(entry)
    }
}

/// Gives back what a `Comment` carries beside its fields; there is nothing left to decode.
final class ValueDecoder: CommentDecoder {
    var extra = ValueTape()

    func decode(_ block: CommentBlock) {}

    func readExtra(of entry: borrowing CommentEntry, in block: CommentBlock, into tape: inout ValueTape) {
        tape = extra
    }
}
