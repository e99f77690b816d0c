import Moderation

/// Writing JSON by hand: nothing is allocated, and no object stands between a verdict and its bytes.
extension ByteBuffer {
    mutating func append(integer value: Int64) {
        if value < 0 { append(UInt8(ascii: "-")) }
        append(integer: value.magnitude)
    }

    mutating func append(integer value: UInt64) {
        if value < 10 { return append(UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: value)) }
        fill(room: Decimal.longest) { Decimal.write(value, to: $0) }
    }

    /// The shortest decimal, as `Points.description` gives it.
    mutating func append(_ points: Points) {
        if points.thousandths < 0 { append(UInt8(ascii: "-")) }
        let (whole, rest) = points.thousandths.magnitude.quotientAndRemainder(dividingBy: 1000)
        append(integer: whole)
        guard rest > 0 else { return }
        append(UInt8(ascii: "."))
        append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest / 100))
        guard rest % 100 > 0 else { return }
        append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest / 10 % 10))
        guard rest % 10 > 0 else { return }
        append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10))
    }

    /// A number as JSON has it; what JSON can't say (infinities, NaN) is `null`.
    mutating func append(number value: Double) {
        if value.isFinite { append(value.description) } else { append("null" as StaticString) }
    }

    /// Text in quotation marks. Bytes that are no UTF-8 become U+FFFD.
    mutating func append(quoted text: String) {
        var text = text
        text.withUTF8 { append(quoted: UnsafeRawBufferPointer($0)) }
    }

    /// Text in quotation marks. Bytes that are no UTF-8 become U+FFFD: a rule may cut a reason in the middle of a
    /// character.
    mutating func append(quoted text: UnsafeRawBufferPointer) {
        let content = TextContent(text)
        if !content.isASCII && !UTF8Fault.isValid(text) {
            return append(quoted: String(decoding: text, as: UTF8.self))
        }
        reserve(text.count &+ 2)
        append(UInt8(ascii: "\""))
        if content.mayNeedEscapes { appendEscaped(text) } else { append(text) }
        append(UInt8(ascii: "\""))
    }

    private mutating func appendEscaped(_ text: UnsafeRawBufferPointer) {
        var start = 0
        for index in 0..<text.count where text[index].needsEscape {
            append(UnsafeRawBufferPointer(rebasing: text[start..<index]))
            appendEscape(text[index])
            start = index + 1
        }
        append(UnsafeRawBufferPointer(rebasing: text[start...]))
    }

    private mutating func appendEscape(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""): append("\\\"" as StaticString)
        case UInt8(ascii: "\\"): append("\\\\" as StaticString)
        case 0x08: append("\\b" as StaticString)
        case 0x09: append("\\t" as StaticString)
        case 0x0A: append("\\n" as StaticString)
        case 0x0C: append("\\f" as StaticString)
        case 0x0D: append("\\r" as StaticString)
        default:
            append("\\u00" as StaticString)
            append((byte >> 4).hexadecimalDigit)
            append((byte & 15).hexadecimalDigit)
        }
    }
}

/// What a text holds, looked at eight bytes at a time.
private struct TextContent {
    private static let ones: UInt64 = 0x0101_0101_0101_0101
    private static let highBits: UInt64 = 0x8080_8080_8080_8080

    /// A high bit for some byte above 0x7F.
    private var high: UInt64 = 0
    /// A high bit for some byte that needs an escape.
    private var escapes: UInt64 = 0

    init(_ text: UnsafeRawBufferPointer) {
        guard let base = text.baseAddress else { return }
        let count = text.count
        var index = 0
        while count &- index >= 8 {
            look(at: base.loadUnaligned(fromByteOffset: index, as: UInt64.self))
            index &+= 8
        }
        if index == count { return }
        if count >= 8 {
            // The last eight, some of them for the second time.
            look(at: base.loadUnaligned(fromByteOffset: count &- 8, as: UInt64.self))
        } else {
            // Filled up with letters, which are plain.
            var word = Self.ones &* UInt64(UInt8(ascii: "a"))
            while index < count {
                word = word &<< 8 | UInt64(base.load(fromByteOffset: index, as: UInt8.self))
                index &+= 1
            }
            look(at: word)
        }
    }

    var isASCII: Bool { high & Self.highBits == 0 }
    var mayNeedEscapes: Bool { escapes & Self.highBits != 0 }

    /// The tests of `UInt8.needsEscape` on eight bytes: Anderson's "Bit Twiddling Hacks", "a byte less than n" and "a
    /// zero byte", which are exact as to whether there is one.
    @inline(__always)
    private mutating func look(at word: UInt64) {
        high |= word
        escapes |= (word &- Self.ones &* 0x20) & ~word
        escapes |= Self.zeros(word ^ Self.ones &* UInt64(UInt8(ascii: "\"")))
        escapes |= Self.zeros(word ^ Self.ones &* UInt64(UInt8(ascii: "\\")))
        escapes |= Self.zeros(word ^ Self.ones &* 0x7F)
    }

    @inline(__always)
    private static func zeros(_ word: UInt64) -> UInt64 {
        (word &- ones) & ~word
    }
}

extension UInt8 {
    /// What JSON forbids in a string, and DEL, which terminals act upon.
    fileprivate var needsEscape: Bool {
        self < 0x20 || self == UInt8(ascii: "\"") || self == UInt8(ascii: "\\") || self == 0x7F
    }

    fileprivate var hexadecimalDigit: UInt8 {
        self < 10 ? UInt8(ascii: "0") + self : UInt8(ascii: "a") + self - 10
    }
}
