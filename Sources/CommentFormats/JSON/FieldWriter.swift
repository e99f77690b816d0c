import CText
import Moderation

/// Copies the values of one comment's fields into room that is known to hold them all.
struct FieldWriter {
    private let room: UnsafeMutableRawBufferPointer
    /// Where the room begins in the block's bytes.
    private let offset: Int
    private(set) var count = 0

    init(room: UnsafeMutableRawBufferPointer, offset: Int) {
        self.room = room
        self.offset = offset
    }

    mutating func append(_ text: UnsafePointer<UInt8>, _ length: Int) -> CommentEntry.Place {
        precondition(length <= room.count &- count, "a field is no longer than the line it stands in")
        if let base = room.baseAddress { (base + count).copyMemory(from: text, byteCount: length) }
        return place(of: length)
    }

    /// The place of the `length` bytes that were written last.
    private mutating func place(of length: Int) -> CommentEntry.Place {
        let start = offset &+ count
        count &+= length
        return CommentEntry.Place(
            offset: UInt32(truncatingIfNeeded: start), count: UInt32(truncatingIfNeeded: length))
    }

    /// Writes an integer in decimal.
    mutating func append(_ magnitude: UInt64, isNegative: Bool) -> CommentEntry.Place {
        let signs = isNegative ? 1 : 0
        if isNegative { room[count] = UInt8(ascii: "-") }
        let digits = UnsafeMutableRawBufferPointer(rebasing: room[(count + signs)...])
        return place(of: signs + Decimal.write(magnitude, to: digits))
    }
}

/// Integers in decimal, without strings.
enum Decimal {
    /// How many digits the longest has: `UInt64.max`.
    static let longest = 20

    /// Writes the digits of a number and says how many there are.
    static func write(_ value: UInt64, to room: UnsafeMutableRawBufferPointer) -> Int {
        var count = 1
        var limit: UInt64 = 10
        while value >= limit {
            count &+= 1
            if count == longest { break }
            limit &*= 10
        }
        precondition(count <= room.count, "there is room for the number")
        var rest = value
        var index = count
        while index > 0 {
            index &-= 1
            let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
            room[index] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: digit)
            rest = quotient
        }
        return count
    }
}
