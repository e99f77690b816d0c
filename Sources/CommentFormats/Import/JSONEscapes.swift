import Glibc
import Moderation

/// Escapes in JSON such as `\ud800`, which are half of a character (RFC 8259, section 8.2).
enum JSONEscapes {
    /// Tells of an object in which one stands alone.
    ///
    /// - Parameter object: Valid JSON.
    static func check(_ object: UnsafeRawBufferPointer, _ line: Int, _ sink: ImportSink) {
        if hasLoneHalf(object) { sink.add("an escape such as \\ud800 is half a character; it became \u{FFFD}", line) }
    }

    private static func hasLoneHalf(_ text: UnsafeRawBufferPointer) -> Bool {
        var isHighBefore = false
        var index = 0
        while let base = text.baseAddress, let found = memchr(base + index, 0x5C, text.count - index) {
            let start = UnsafeRawPointer(found) - base
            if isHighBefore && start > index { return true }
            guard start + 1 < text.count else { break }
            let unit = text[start + 1] == UInt8(ascii: "u") ? unit(text, start + 2) : nil
            let isLow = unit.map { $0 & 0xFC00 == 0xDC00 } ?? false
            if isLow != isHighBefore { return true }
            isHighBefore = unit.map { $0 & 0xFC00 == 0xD800 } ?? false
            index = start + (unit == nil ? 2 : 6)
        }
        return isHighBefore
    }

    /// The number that four hexadecimal digits write.
    private static func unit(_ text: UnsafeRawBufferPointer, _ start: Int) -> UInt16? {
        guard start + 4 <= text.count else { return nil }
        var unit: UInt16 = 0
        for byte in text[start..<start + 4] {
            let digit = byte | 0x20 < 0x61 ? byte &- 0x30 : (byte | 0x20) &- 0x57
            guard digit < 16 else { return nil }
            unit = unit << 4 | UInt16(digit)
        }
        return unit
    }
}
