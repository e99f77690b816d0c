/// Bytes that grow at the end and keep their memory when emptied.
///
/// A plain `[UInt8]` zeroes what `read` is about to fill and checks each append; this is what stands between the
/// system calls and the parser.
public struct ByteBuffer: ~Copyable {
    private var base: UnsafeMutableRawPointer
    /// How many bytes fit before the memory is moved.
    public private(set) var capacity: Int
    /// How many bytes it holds.
    public private(set) var count = 0

    public init(capacity: Int = 4096) {
        self.capacity = max(capacity, 64)
        // 64: a cache line, and what the parsers may read beyond the end.
        base = .allocate(byteCount: self.capacity, alignment: 64)
    }

    deinit { base.deallocate() }

    /// What it holds. Valid until it grows.
    public var storage: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: base, count: count) }

    public mutating func removeAll() { count = 0 }

    /// Cuts it to its first `length` bytes.
    public mutating func truncate(to length: Int) {
        count = min(count, max(length, 0))
    }

    /// Drops the first `length` bytes and moves the rest to the front.
    public mutating func removeFirst(_ length: Int) {
        let kept = count - length
        base.copyMemory(from: base + length, byteCount: kept)
        count = kept
    }

    /// Makes room for `extra` bytes beyond those it holds.
    public mutating func reserve(_ extra: Int) {
        let needed = count + extra
        if needed <= capacity { return }
        let grown = max(needed, capacity * 2)
        let moved = UnsafeMutableRawPointer.allocate(byteCount: grown, alignment: 64)
        moved.copyMemory(from: base, byteCount: count)
        base.deallocate()
        base = moved
        capacity = grown
    }

    /// Lets `body` write into the free room, at least `room` bytes of it, and takes in as many as it says.
    public mutating func fill<Failure: Error>(
        room: Int, _ body: (UnsafeMutableRawBufferPointer) throws(Failure) -> Int
    ) throws(Failure) {
        reserve(room)
        count += try body(UnsafeMutableRawBufferPointer(start: base + count, count: capacity - count))
    }

    public mutating func append(_ bytes: UnsafeRawBufferPointer) {
        guard let source = bytes.baseAddress, !bytes.isEmpty else { return }
        reserve(bytes.count)
        (base + count).copyMemory(from: source, byteCount: bytes.count)
        count += bytes.count
    }

    public mutating func append(_ byte: UInt8) {
        reserve(1)
        base.storeBytes(of: byte, toByteOffset: count, as: UInt8.self)
        count += 1
    }

    /// Appends text that is known at compile time.
    public mutating func append(_ text: StaticString) {
        append(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    public mutating func append(_ text: String) {
        var text = text
        text.withUTF8 { append(UnsafeRawBufferPointer($0)) }
    }
}
