import Moderation

/// How a queue writes a comment down together with what was decided about it.
///
/// Queues don't know any format; the command hands them an encoder, such as JSON Lines with a `moderation` member.
public protocol CommentEncoder {
    /// Appends one whole record, its line end included, to `buffer`.
    func append(
        _ verdict: borrowing Verdict, _ entry: borrowing CommentEntry, in block: CommentBlock,
        decoder: any CommentDecoder, to buffer: inout ByteBuffer)
}
