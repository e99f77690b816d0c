import Moderation

/// Reads comments that were written as JSON, one at a time.
public final class StoredComment {
    private let decoder = JSONCommentDecoder(maxLine: JSONLinesSource.highestMaxLine)
    private let block = CommentBlock()

    public init() {}

    /// What a field of the comment holds; `nil` where it is absent, or where the text is no comment.
    ///
    /// - Parameters:
    ///   - fields: The values come in this order.
    ///   - comment: One JSON object.
    public func values(of fields: [Field], in comment: String) -> [String?] {
        guard let entry = read(comment) else { return fields.map { _ in nil } }
        return fields.map { value(of: $0, in: entry) }
    }

    /// The comment with the verdict that stands under its `moderation`; `nil` where the text is no comment.
    public func judged(_ comment: String) -> JudgedComment? {
        guard let entry = read(comment) else { return nil }
        var result = Comment()
        for field in Field.allCases { result[field] = value(of: field, in: entry) }
        result.createdAt = entry.createdAt
        result.postCreatedAt = entry.postCreatedAt
        if entry.hasExtra { decoder.readExtra(of: entry, in: block, into: &result.extra) }
        var tape = ValueTape()
        decoder.readModeration(of: entry, in: block, into: &tape)
        return JudgedComment(comment: result, verdict: StoredVerdict(tape))
    }

    private func read(_ comment: String) -> CommentEntry? {
        block.removeAll()
        block.input.append(comment)
        decoder.decode(block)
        guard let entry = block.entries.first, entry.malformation == nil else { return nil }
        return entry
    }

    private func value(of field: Field, in entry: CommentEntry) -> String? {
        block.value(of: field, in: entry).map { String(decoding: $0, as: UTF8.self) }
    }
}
