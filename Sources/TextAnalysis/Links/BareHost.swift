import CText

/// Where a host that stands bare in a text starts and ends.
struct BareHost {
    private let text: UnsafeRawBufferPointer

    init(_ text: UnsafeRawBufferPointer) {
        self.text = text
    }

    /// What a character beyond ASCII is in a host.
    private enum Kind {
        case none
        /// An accent that follows its letter.
        case mark
        case latin
        /// A letter of another script that writes words with spaces.
        case foreign
    }

    private static func kind(_ character: UInt32) -> Kind {
        guard WordBoundary.edge(character) == .word else { return .none }
        switch character {
        // The Unicode blocks "Latin-1 Supplement" to "Latin Extended-B", and "Latin Extended Additional".
        case 0xC0...0x24F, 0x1E00...0x1EFF: return .latin
        // "Combining Diacritical Marks".
        case 0x300...0x36F: return .mark
        default: return .foreign
        }
    }

    static func isLabel(_ byte: UInt8) -> Bool {
        byte.isAlphanumeric || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
    }

    /// The start of the label that ends at `dot`, and whether its letters are of another script than Latin.
    ///
    /// A Latin label ends a word of another script: `Смотриexample.com`.
    func labelStart(before dot: Int, notBefore floor: Int) -> (start: Int, isForeign: Bool) {
        var start = dot
        var isForeign = false
        var hasAccent = false
        // A label has 63 bytes at most, RFC 1035, section 2.3.4.
        scan: while start > floor, dot - start < 64 {
            let (value, length) = text.character(before: start)
            if value < 0x80 {
                guard Self.isLabel(UInt8(truncatingIfNeeded: value)) else { break }
            } else {
                switch Self.kind(value) {
                case .none: break scan
                case .mark: break
                case .latin: hasAccent = true
                case .foreign:
                    if !isForeign, hasAccent || text[start..<dot].contains(where: \.isLetter) { break scan }
                    isForeign = true
                }
            }
            start -= length
        }
        // The accent belongs to the letter of the word before.
        while start < dot, text[start] >= 0x80 {
            let (value, length) = text.character(at: start)
            guard Self.kind(value) == .mark else { break }
            start += length
        }
        return (start, isForeign)
    }

    /// The end of the host whose first label ends at `dot`.
    ///
    /// `example.рф` is a name of two scripts; a letter of another script within a Latin label is the sentence that goes
    /// on, unless the first label is of another script itself.
    func end(from dot: Int, isForeign: Bool) -> Int {
        var end = dot
        var label = dot
        var mayBeForeign = isForeign
        var hasAccent = false
        scan: while end < text.count, end - dot < HostName.longest {
            let (value, length) = text.character(at: end)
            if value < 0x80 {
                let byte = UInt8(truncatingIfNeeded: value)
                if byte == UInt8(ascii: ".") {
                    if end > dot, text[end - 1] == byte { break }
                    (label, mayBeForeign, hasAccent) = (end + 1, isForeign, false)
                } else if !Self.isLabel(byte) {
                    break
                }
            } else {
                switch Self.kind(value) {
                case .none: break scan
                case .mark: break
                case .latin: hasAccent = true
                case .foreign:
                    if !mayBeForeign, hasAccent || text[label..<end].contains(where: \.isLetter) { break scan }
                    mayBeForeign = true
                }
            }
            end += length
        }
        return trimmed(end, from: dot)
    }

    /// The end of a host of which something else tells where it starts: a scheme or `www.`. It may be of any script,
    /// and what browsers leave out of a host does not end it.
    func markedEnd(from index: Int) -> Int {
        var end = index
        // Where the last character ends that is not left out.
        var visibleEnd = index
        var followsLatin = false
        while end < text.count, end - index < 4 * HostName.longest {
            let coded = text[end] == UInt8(ascii: "%") ? codedCharacter(at: end) : nil
            let (value, length) = coded ?? text.character(at: end)
            if value < 0x80 {
                let byte = UInt8(truncatingIfNeeded: value)
                if byte == UInt8(ascii: ".") {
                    if end == index || text[end - 1] == byte { break }
                } else if !Self.isLabel(byte) {
                    break
                }
                followsLatin = byte.isAlphanumeric
            } else if !ctext_is_left_out_of_hosts(value) {
                let edge = Self.edge(value)
                if edge == .none { break }
                if edge == .glued, followsLatin { break }
                followsLatin = false
            } else {
                end += length
                continue
            }
            end += length
            visibleEnd = end
        }
        if end < text.count, Self.startsRest(text[end]) || isPort(end) { return end }
        return trimmed(visibleEnd, from: index)
    }

    private static func edge(_ character: UInt32) -> WordBoundary.Edge {
        // The full-width full stop separates labels; the ideographic one ends the sentence.
        character == 0xFF0E ? .word : WordBoundary.edge(character)
    }

    /// Whether a character may stand in a host, be it that browsers leave it out.
    static func mayHold(_ character: UInt32) -> Bool {
        guard character >= 0x80 else {
            let byte = UInt8(truncatingIfNeeded: character)
            return isLabel(byte) || byte == UInt8(ascii: ".")
        }
        return edge(character) != .none || ctext_is_left_out_of_hosts(character)
    }

    /// The character that percent signs stand for, and how many bytes they take; none in `example.com%20x` is a host's.
    private func codedCharacter(at index: Int) -> (value: UInt32, length: Int)? {
        guard let first = codedByte(at: index) else { return nil }
        if first < 0x80 { return (UInt32(first), 3) }
        let count = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
        return withUnsafeTemporaryAllocation(byteCount: count, alignment: 1) { bytes in
            for offset in 0..<count {
                guard let byte = codedByte(at: index + 3 * offset) else { return nil }
                bytes[offset] = byte
            }
            return String(validating: bytes, as: UTF8.self)?.unicodeScalars.first.map { ($0.value, 3 * count) }
        }
    }

    private func codedByte(at index: Int) -> UInt8? {
        guard index + 2 < text.count, text[index] == UInt8(ascii: "%"), let high = text[index + 1].hexadecimalValue,
            let low = text[index + 2].hexadecimalValue
        else { return nil }
        return UInt8(high << 4 | low)
    }

    private func trimmed(_ end: Int, from index: Int) -> Int {
        var end = end
        while end > index, text[end - 1] == UInt8(ascii: ".") || text[end - 1] == UInt8(ascii: "-") { end -= 1 }
        return end
    }

    /// Whether a port starts at `index`.
    func isPort(_ index: Int) -> Bool {
        index + 1 < text.count && text[index] == UInt8(ascii: ":") && text[index + 1].isDigit
    }

    /// Whether a path, query or fragment starts with this byte.
    static func startsRest(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "/") || byte == UInt8(ascii: "?") || byte == UInt8(ascii: "#")
            || byte == UInt8(ascii: "\\")
    }
}
