import Moderation

/// Cuts a text into its lines, piece by piece.
struct LinePieces: ~Copyable {
    /// The longest line that is read, in bytes.
    static let longest = 16 << 20

    private var carried = ByteBuffer()
    private var isTooLong = false
    private(set) var line = 1

    /// - Parameter take: Gets each line without its end, and its number; `nil` for one that is too long. Empty lines are
    ///   left out.
    mutating func split(
        _ bytes: UnsafeRawBufferPointer, isEnd: Bool, _ take: (UnsafeRawBufferPointer?, Int) -> Void
    ) {
        var start = 0
        while let end = bytes[start...].firstIndex(of: 0x0A) {
            carry(bytes, start..<end)
            hand(take)
            line += 1
            start = end + 1
        }
        carry(bytes, start..<bytes.count)
        if isEnd { hand(take) }
    }

    private mutating func carry(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) {
        if carried.count + range.count > Self.longest { isTooLong = true }
        if !isTooLong { carried.append(UnsafeRawBufferPointer(rebasing: bytes[range])) }
    }

    private mutating func hand(_ take: (UnsafeRawBufferPointer?, Int) -> Void) {
        if isTooLong {
            take(nil, line)
        } else {
            let isBroken = carried.storage.last == 0x0D
            let text = UnsafeRawBufferPointer(rebasing: carried.storage.dropLast(isBroken ? 1 : 0))
            if !text.isEmpty { take(text, line) }
        }
        isTooLong = false
        carried.removeAll()
    }
}
