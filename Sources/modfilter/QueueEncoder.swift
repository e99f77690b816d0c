import CommentFormats
import Moderation
import ModerationQueue

/// Comments with their verdict as JSON, for the queues.
struct QueueEncoder: CommentEncoder {
    let encoder: CommentJSON

    func append(
        _ verdict: borrowing Verdict, _ entry: borrowing CommentEntry, in block: CommentBlock,
        decoder: any CommentDecoder, to buffer: inout ByteBuffer
    ) {
        encoder.append(verdict, entry, in: block, decoder: decoder, to: &buffer)
    }

    func find(_ fields: [Field], in record: UnsafeRawBufferPointer, into parts: inout [Range<Int>]) {
        encoder.find(fields, in: record, into: &parts)
    }

    /// Reads the addresses of comments that were written so, for databases of the first version.
    static func addresses() -> (String) -> StoredAddresses {
        let encoder = CommentJSON()
        let reader = StoredComment()
        return { comment in
            let values = reader.values(of: [.email, .ip], in: comment)
            var comment = comment
            var parts: [Range<Int>] = []
            comment.withUTF8 { encoder.find([.email, .ip], in: UnsafeRawBufferPointer($0), into: &parts) }
            return StoredAddresses(email: values[0], ip: values[1], parts: parts)
        }
    }
}
