/// Bytes that grow at the end and keep their memory when emptied.
///
/// A plain `[UInt8]` zeroes what `read` is about to fill and checks each append; this is what stands between the
/// system calls and the parser.
///
/// Its methods are inlined into other modules: writing a verdict takes dozens of short appends.
public struct ByteBuffer: ~Copyable {
    @usableFromInline var base: UnsafeMutableRawPointer
    @usableFromInline var room: Int
    @usableFromInline var length = 0

    /// How many bytes fit before the memory is moved.
    @inlinable public var capacity: Int { room }
    /// How many bytes it holds.
    @inlinable public var count: Int { length }

    public init(capacity: Int = 4096) {
        room = max(capacity, 64)
        // 64: a cache line, and what the parsers may read beyond the end.
        base = .allocate(byteCount: room, alignment: 64)
    }

    deinit { base.deallocate() }

    /// What it holds. Valid until it grows.
    @inlinable public var storage: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: base, count: length) }

    @inlinable public mutating func removeAll() { length = 0 }

    /// Cuts it to its first `length` bytes.
    public mutating func truncate(to length: Int) {
        self.length = min(count, max(length, 0))
    }

    /// Drops the first `length` bytes and moves the rest to the front.
    public mutating func removeFirst(_ length: Int) {
        let kept = count - length
        base.copyMemory(from: base + length, byteCount: kept)
        self.length = kept
    }

    /// Makes room for `extra` bytes beyond those it holds.
    @inlinable public mutating func reserve(_ extra: Int) {
        if extra > room &- length { grow(extra) }
    }

    @usableFromInline @inline(never)
    mutating func grow(_ extra: Int) {
        let grown = max(count + extra, capacity * 2)
        let moved = UnsafeMutableRawPointer.allocate(byteCount: grown, alignment: 64)
        moved.copyMemory(from: base, byteCount: count)
        base.deallocate()
        base = moved
        room = grown
    }

    /// Lets `body` write into the free room, at least `room` bytes of it, and takes in as many as it says.
    @inlinable public mutating func fill<Failure: Error>(
        room: Int, _ body: (UnsafeMutableRawBufferPointer) throws(Failure) -> Int
    ) throws(Failure) {
        reserve(room)
        length += try body(UnsafeMutableRawBufferPointer(start: base + length, count: self.room &- length))
    }

    @inlinable public mutating func append(_ bytes: UnsafeRawBufferPointer) {
        guard let source = bytes.baseAddress else { return }
        reserve(bytes.count)
        (base + length).copyMemory(from: source, byteCount: bytes.count)
        length &+= bytes.count
    }

    @inlinable public mutating func append(_ byte: UInt8) {
        reserve(1)
        base.storeBytes(of: byte, toByteOffset: length, as: UInt8.self)
        length &+= 1
    }

    /// Appends text that is known at compile time.
    @inlinable public mutating func append(_ text: StaticString) {
        append(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    public mutating func append(_ text: String) {
        var text = text
        text.withUTF8 { append(UnsafeRawBufferPointer($0)) }
    }
}
