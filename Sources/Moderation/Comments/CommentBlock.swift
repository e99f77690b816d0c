/// A stretch of input on its way through one worker: raw bytes, and the comments that were read from them.
///
/// A worker owns one block and fills it again and again, so that judging allocates nothing a comment. Fields are
/// copied out of the parser into `bytes`; an entry says where each stands.
public final class CommentBlock {
    /// The raw input, whole records only. A source appends, a decoder reads.
    public var input = ByteBuffer()
    /// The decoded fields of all entries.
    public var bytes = ByteBuffer()
    /// One for each input record, in input order.
    public var entries: [CommentEntry] = []
    /// The number of the first record in `input`, from 1.
    public var firstLine = 1
    /// Which input it came from: an index into the names given to the run.
    public var source = 0

    public init() {}

    /// Empties the block and keeps its memory.
    public func removeAll() {
        input.removeAll()
        bytes.removeAll()
        entries.removeAll(keepingCapacity: true)
    }

    /// The bytes of a field, or `nil` where it is absent. They stay valid until `bytes` grows.
    public func value(of field: Field, in entry: borrowing CommentEntry) -> UnsafeRawBufferPointer? {
        let place = entry.place(of: field)
        if place.isAbsent { return nil }
        return UnsafeRawBufferPointer(rebasing: bytes.storage[Int(place.offset)..<Int(place.offset) + Int(place.count)])
    }

    /// Copies a field's value into the block.
    public func append(_ value: UnsafeRawBufferPointer) -> CommentEntry.Place {
        let place = CommentEntry.Place(offset: UInt32(bytes.count), count: UInt32(value.count))
        bytes.append(value)
        return place
    }

    /// The record as it came.
    public func raw(_ entry: borrowing CommentEntry) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: input.storage[entry.raw])
    }
}
