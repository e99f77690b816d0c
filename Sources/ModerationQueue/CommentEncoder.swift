import Moderation

/// How a queue writes a comment down together with what was decided about it.
///
/// Queues don't know any format; the command hands them an encoder, such as JSON Lines with a `moderation` member.
public protocol CommentEncoder {
    /// Appends one whole record, its line end included, to `buffer`.
    func append(
        _ verdict: borrowing Verdict, _ entry: borrowing CommentEntry, in block: CommentBlock,
        decoder: any CommentDecoder, to buffer: inout ByteBuffer)

    /// The parts of a record that tell what `fields` hold, in order and apart from each other, however the record spells
    /// them. Without them the rest is a record still.
    ///
    /// - Parameters:
    ///   - record: One that `append` wrote, without its line end.
    ///   - parts: Emptied first. Ranges of the record's bytes.
    func find(_ fields: [Field], in record: UnsafeRawBufferPointer, into parts: inout [Range<Int>])
}

/// What a queue has to know of a comment that it kept before it kept such things.
public struct StoredAddresses: Sendable, Equatable {
    public var email: String?
    public var ip: String?
    /// What `CommentEncoder.find` gives for both.
    public var parts: [Range<Int>]

    public init(email: String?, ip: String?, parts: [Range<Int>]) {
        self.email = email
        self.ip = ip
        self.parts = parts
    }
}
