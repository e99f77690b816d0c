import Moderation

/// Writing JSON by hand: nothing is allocated, and no object stands between a verdict and its bytes.
extension ByteBuffer {
    mutating func append(integer value: Int64) {
        fill(room: Decimal.longest + 1) { room in
            var count = 0
            if value < 0 {
                room[0] = UInt8(ascii: "-")
                count = 1
            }
            return count + Decimal.write(value.magnitude, to: UnsafeMutableRawBufferPointer(rebasing: room[count...]))
        }
    }

    mutating func append(integer value: UInt64) {
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
        text.withUTF8 { appendQuoted(UnsafeRawBufferPointer($0)) }
    }

    /// Text in quotation marks. Bytes that are no UTF-8 become U+FFFD: a rule may cut a reason in the middle of a
    /// character.
    mutating func append(quoted text: UnsafeRawBufferPointer) {
        if UTF8Fault.isValid(text) {
            appendQuoted(text)
        } else {
            append(quoted: String(decoding: text, as: UTF8.self))
        }
    }

    private mutating func appendQuoted(_ text: UnsafeRawBufferPointer) {
        append(UInt8(ascii: "\""))
        var start = 0
        for index in 0..<text.count where text[index].needsEscape {
            append(UnsafeRawBufferPointer(rebasing: text[start..<index]))
            appendEscape(text[index])
            start = index + 1
        }
        append(UnsafeRawBufferPointer(rebasing: text[start...]))
        append(UInt8(ascii: "\""))
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

extension UInt8 {
    /// What JSON forbids in a string, and DEL, which terminals act upon.
    fileprivate var needsEscape: Bool {
        self < 0x20 || self == UInt8(ascii: "\"") || self == UInt8(ascii: "\\") || self == 0x7F
    }

    fileprivate var hexadecimalDigit: UInt8 {
        self < 10 ? UInt8(ascii: "0") + self : UInt8(ascii: "a") + self - 10
    }
}
