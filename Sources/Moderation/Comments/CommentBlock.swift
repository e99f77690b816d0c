/// A stretch of input on its way through one worker: raw bytes, and the comments that were read from them.
///
/// A worker owns one block and fills it again and again, so that judging allocates nothing a comment. Fields are
/// copied out of the parser into `bytes`; an entry says where each stands. One thread owns the block, and nothing
/// changes a buffer while it is read, so that the buffers need no run-time check of that.
public final class CommentBlock {
    /// The raw input, whole records only. A source appends, a decoder reads.
    @exclusivity(unchecked) public var input = ByteBuffer()
    /// The decoded fields of all entries.
    @exclusivity(unchecked) public var bytes = ByteBuffer()
    /// One for each input record, in input order.
    @exclusivity(unchecked) public var entries: [CommentEntry] = []
    /// The number of the first record in `input`, from 1.
    public var firstLine = 1
    /// Which input it came from: an index into the names given to the run.
    public var source = 0

    /// What became of earlier comments, as it stood when the block was read; `nil` where nothing is known of them.
    var past: (any PastDecisions)?

    public init() {}

    /// Empties the block and keeps its memory.
    public func removeAll() {
        input.removeAll()
        bytes.removeAll()
        entries.removeAll(keepingCapacity: true)
    }

    /// The bytes of a field, or `nil` where it is absent. They stay valid until `bytes` grows.
    @inlinable public func value(of field: Field, in entry: borrowing CommentEntry) -> UnsafeRawBufferPointer? {
        let place = entry.place(of: field)
        if place.isAbsent { return nil }
        let (offset, count) = (Int(place.offset), Int(place.count))
        precondition(offset &+ count <= bytes.count, "an entry belongs to the block that it was read into")
        return UnsafeRawBufferPointer(start: bytes.storage.baseAddress.map { $0 + offset }, count: count)
    }

    /// Copies a field's value into the block.
    @inlinable public func append(_ value: UnsafeRawBufferPointer) -> CommentEntry.Place {
        let place = CommentEntry.Place(offset: UInt32(bytes.count), count: UInt32(value.count))
        bytes.append(value)
        return place
    }

    /// The record as it came.
    @inlinable public func raw(_ entry: borrowing CommentEntry) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: input.storage[entry.raw])
    }
}
