import Moderation

/// Makes text that wants to be XML fit for a parser, as the exports of real blogs are not.
///
/// It drops characters that XML forbids, however they are written, writes `&amp;` where an ampersand begins no reference,
/// and cuts long CDATA sections in pieces, so that the parser need not hold one whole.
struct XMLScrubber: ~Copyable {
    /// Of a CDATA section, in bytes; the parser waits for the end of each piece.
    private static let longestSection = 32 << 10
    /// `&CounterClockwiseContourIntegral;`, the longest of HTML's names, has 33 characters.
    private static let longestReference = 40
    /// Of an element with its attributes, which libxml2 compares each with each; an export's first tag has some 600 bytes.
    private static let longestTag = 16 << 10

    /// How many forbidden characters were left out.
    private(set) var dropped = 0
    /// How many ampersands were mended.
    private(set) var mended = 0
    /// Why the document is refused: it would keep a parser busy for ever.
    private(set) var refusal: String?

    /// What the text stands in.
    private enum Place {
        case markup, section, comment, instruction
    }

    private var place = Place.markup
    /// Bytes of the CDATA section so far.
    private var sectionLength = 0
    /// Where the CDATA section that is open begins in the text that is looked at.
    private var sectionStart: Int?
    /// How many line ends have come in the CDATA section that is open.
    private var sectionLines = 0

    /// Appends the text to `output` as far as it can be told what it is.
    ///
    /// - Parameter text: Whole characters of UTF-8, among them those that the call before has left.
    /// - Returns: How many bytes are done with. What is left comes again with what follows it; with `isEnd` nothing is.
    mutating func scrub(_ text: UnsafeRawBufferPointer, isEnd: Bool, into output: inout ByteBuffer) -> Int {
        sectionStart = nil
        let end = walk(text, isEnd: isEnd, into: &output)
        if place == .section {
            if sectionStart != nil { sectionLines = 0 }
            sectionLines += LineScan.lines(in: UnsafeRawBufferPointer(rebasing: text[(sectionStart ?? 0)..<end]))
        }
        return end
    }

    /// How many lines ago the CDATA section begins that is open; `nil` where none is.
    var openSection: Int? { place == .section ? sectionLines : nil }

    private mutating func walk(
        _ text: UnsafeRawBufferPointer, isEnd: Bool, into output: inout ByteBuffer
    ) -> Int {
        output.reserve(text.count)
        var start = 0
        var index = 0
        while index < text.count {
            // Letters, digits and most else.
            while index < text.count, !text[index].isSpecial { index += 1 }
            if place == .section && index - start + sectionLength > Self.longestSection {
                index = cut(text, start..<index, into: &output)
                start = index
                continue
            }
            guard index < text.count else { break }
            let before = place
            switch step(text, at: index, isEnd) {
            case .keep(let count):
                index += count
                if place == before { break }
                output.append(UnsafeRawBufferPointer(rebasing: text[start..<index]))
                sectionLength = 0
                start = index
                if place == .section { sectionStart = index }
            case .replace(let count, let by):
                copy(text, start..<index, into: &output)
                output.append(by)
                index += count
                start = index
            case .wait, .refuse:
                copy(text, start..<index, into: &output)
                return index
            }
        }
        copy(text, start..<index, into: &output)
        return index
    }

    private enum Step {
        case keep(Int)
        case replace(Int, by: StaticString)
        /// Not enough is there to tell.
        case wait
        /// See `refusal`.
        case refuse
    }

    private mutating func copy(_ text: UnsafeRawBufferPointer, _ range: Range<Int>, into output: inout ByteBuffer) {
        output.append(UnsafeRawBufferPointer(rebasing: text[range]))
        if place == .section { sectionLength += range.count }
    }

    /// Copies as much of a section as a piece may have, and begins the next. Returns where that begins.
    private mutating func cut(
        _ text: UnsafeRawBufferPointer, _ range: Range<Int>, into output: inout ByteBuffer
    ) -> Int {
        var end = min(range.upperBound, range.lowerBound + max(0, Self.longestSection - sectionLength))
        while end < range.upperBound, text[end] & 0xC0 == 0x80 { end += 1 }
        output.append(UnsafeRawBufferPointer(rebasing: text[range.lowerBound..<end]))
        output.append("]]><![CDATA[" as StaticString)
        sectionLength = 0
        return end
    }

    /// What becomes of the special byte at `index`, and what the text stands in behind it.
    private mutating func step(_ text: UnsafeRawBufferPointer, at index: Int, _ isEnd: Bool) -> Step {
        let byte = text[index]
        switch byte {
        case 0..<0x20:
            dropped += 1
            return .replace(1, by: "")
        case 0xEF:
            // U+FFFE and U+FFFF.
            guard text[index + 1] == 0xBF, text[index + 2] >= 0xBE else { return .keep(3) }
            dropped += 1
            return .replace(3, by: "")
        default: break
        }
        let rest = UnsafeRawBufferPointer(rebasing: text[index...])
        switch (place, byte) {
        case (.markup, UInt8(ascii: "<")):
            guard rest.count > 1 else { return isEnd ? .keep(1) : .wait }
            switch rest[1] {
            case UInt8(ascii: "?"): return enter(.instruction, behind: "<?", rest, isEnd)
            case UInt8(ascii: "!"):
                guard rest.count > 2 else { return isEnd ? .keep(1) : .wait }
                switch rest[2] {
                case UInt8(ascii: "["): return enter(.section, behind: "<![CDATA[", rest, isEnd)
                case UInt8(ascii: "A"): return refuse("it declares attributes, as no export does")
                default: return enter(.comment, behind: "<!--", rest, isEnd)
                }
            case UInt8(ascii: "/"): return .keep(1)
            default: return tag(rest, isEnd)
            }
        case (.markup, UInt8(ascii: "&")): return reference(rest, isEnd)
        case (.section, UInt8(ascii: "]")): return enter(.markup, behind: "]]>", rest, isEnd)
        case (.comment, UInt8(ascii: "-")): return enter(.markup, behind: "-->", rest, isEnd)
        case (.instruction, UInt8(ascii: "?")): return enter(.markup, behind: "?>", rest, isEnd)
        default: return .keep(1)
        }
    }

    private mutating func enter(
        _ next: Place, behind mark: StaticString, _ rest: UnsafeRawBufferPointer, _ isEnd: Bool
    ) -> Step {
        let length = mark.utf8CodeUnitCount
        for index in 0..<length {
            guard index < rest.count else { return isEnd ? .keep(1) : .wait }
            if rest[index] != mark.utf8Start[index] { return .keep(1) }
        }
        place = next
        return .keep(length)
    }

    private mutating func refuse(_ message: String) -> Step {
        refusal = message
        return .refuse
    }

    /// Sees whether a tag ends in good time.
    private mutating func tag(_ rest: UnsafeRawBufferPointer, _ isEnd: Bool) -> Step {
        var quote: UInt8 = 0
        for byte in rest.prefix(Self.longestTag) {
            if quote != 0 {
                if byte == quote { quote = 0 }
            } else if byte == UInt8(ascii: ">") {
                return .keep(1)
            } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                quote = byte
            }
        }
        if rest.count >= Self.longestTag { return refuse("the tag of an element is longer than 16 KiB") }
        return isEnd ? .keep(1) : .wait
    }

    /// Tells a reference from an ampersand.
    private mutating func reference(_ rest: UnsafeRawBufferPointer, _ isEnd: Bool) -> Step {
        var length = 1
        while length < rest.count, length <= Self.longestReference, rest[length].isPartOfReference { length += 1 }
        if length == rest.count && length <= Self.longestReference && !isEnd { return .wait }
        guard length > 1, length < rest.count, rest[length] == UInt8(ascii: ";") else {
            mended += 1
            return .replace(1, by: "&amp;")
        }
        let name = rest[1..<length]
        guard name.first == UInt8(ascii: "#") else {
            if name.contains(UInt8(ascii: "#")) || !(name.first?.isLetter ?? false) {
                mended += 1
                return .replace(1, by: "&amp;")
            }
            return .keep(length + 1)
        }
        let digits = String(decoding: name.dropFirst(), as: UTF8.self)
        let number = digits.hasPrefix("x") ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
        if let number, Self.isAllowed(number) { return .keep(length + 1) }
        dropped += 1
        return .replace(length + 1, by: "")
    }

    /// The characters of XML 1.0, section 2.2.
    private static func isAllowed(_ character: UInt32) -> Bool {
        switch character {
        case 0x09, 0x0A, 0x0D, 0x20...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF: true
        default: false
        }
    }
}

extension UInt8 {
    /// Whether the scrubber must look at it: forbidden, the beginning of markup, or perhaps U+FFFE or U+FFFF.
    @inline(__always)
    fileprivate var isSpecial: Bool {
        if self >= 64 { return self == UInt8(ascii: "]") || self == 0xEF }
        // A bit for each byte: all controls but tab and line ends; then &, -, < and ?.
        let low: UInt64 = 0xFFFF_D9FF | 1 << 0x26 | 1 << 0x2D | 1 << 0x3C | 1 << 0x3F
        return low &>> UInt64(self) & 1 != 0
    }

    fileprivate var isLetter: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        default: false
        }
    }

    fileprivate var isPartOfReference: Bool {
        isLetter || self == UInt8(ascii: "#") || self >= 0x30 && self <= 0x39
    }
}
