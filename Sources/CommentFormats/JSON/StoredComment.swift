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
        block.removeAll()
        block.input.append(comment)
        decoder.decode(block)
        guard let entry = block.entries.first, entry.malformation == nil else { return fields.map { _ in nil } }
        return fields.map { field in
            block.value(of: field, in: entry).map { String(decoding: $0, as: UTF8.self) }
        }
    }
}
