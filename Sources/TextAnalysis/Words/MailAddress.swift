/// An e-mail address in folded text, as programs write it or spelled out: `ann (at) example dot org`, `ann艾特例子点com`.
struct MailAddress {
    /// What stands for the `@`, with the blanks around it.
    struct Sign {
        var range: Range<Int>
        /// Whether it is also an ordinary word, so that a spelled-out dot must follow.
        var isWord = false
    }

    private(set) var range: Range<Int>
    /// The address as programs write it: a range of the bytes it was appended to.
    private(set) var value: Range<Int>

    /// What stands for an `@` at `index`: the sign itself, `(at)`, `[@]`, ` at `, `艾特`.
    @inline(__always)
    static func sign(in text: UnsafeRawBufferPointer, at index: Int) -> Sign? {
        switch text[index] {
        case UInt8(ascii: "@"): return bracketed(text, index..<index + 1) ?? Sign(range: index..<index + 1)
        case UInt8(ascii: "a"):
            guard index + 1 < text.count, text[index + 1] == UInt8(ascii: "t"), index > 0, index + 2 < text.count else {
                return nil
            }
            if let sign = bracketed(text, index..<index + 2) { return sign }
            guard text[index - 1] == UInt8(ascii: " "), text[index + 2] == UInt8(ascii: " ") else { return nil }
            return Sign(range: index - 1..<index + 3, isWord: true)
        case 0xE8: return text.hasIgnoringCase("艾特", at: index) ? Sign(range: index..<index + 6) : nil
        default: return nil
        }
    }

    /// The brackets around a word, and a blank at each of their sides.
    private static func bracketed(_ text: UnsafeRawBufferPointer, _ word: Range<Int>) -> Sign? {
        guard word.lowerBound > 0, word.upperBound < text.count,
            let close = closing(text[word.lowerBound - 1]), text[word.upperBound] == close
        else { return nil }
        var (start, end) = (word.lowerBound - 1, word.upperBound + 1)
        if start > 0, text[start - 1] == UInt8(ascii: " ") { start -= 1 }
        if end < text.count, text[end] == UInt8(ascii: " ") { end += 1 }
        return Sign(range: start..<end)
    }

    private static func closing(_ bracket: UInt8) -> UInt8? {
        switch bracket {
        case UInt8(ascii: "("): UInt8(ascii: ")")
        case UInt8(ascii: "["): UInt8(ascii: "]")
        case UInt8(ascii: "{"): UInt8(ascii: "}")
        case UInt8(ascii: "<"): UInt8(ascii: ">")
        default: nil
        }
    }

    /// Reads the address around a sign and appends it to `output`; `nil` where there is none.
    init?(_ text: UnsafeRawBufferPointer, around sign: Sign, floor: Int, to output: ByteStore) {
        var start = sign.range.lowerBound
        // 64 characters at most before the sign, RFC 5321, section 4.5.3.1.
        while start > floor, sign.range.lowerBound - start < 64, Self.isLocal(text[start - 1]) { start -= 1 }
        while start < sign.range.lowerBound, text[start] == UInt8(ascii: ".") { start += 1 }
        guard start < sign.range.lowerBound else { return nil }
        let mark = output.count
        output.append(text, start..<sign.range.lowerBound)
        output.append(UInt8(ascii: "@"))
        let domain = output.count
        var isSpelled = false
        var lastLabel = domain
        var end = sign.range.upperBound
        var position = end
        while output.count - domain <= HostName.longest {
            let label = output.count
            while position < text.count, text[position].isAlphanumeric || text[position] == UInt8(ascii: "-") {
                output.append(text[position])
                position += 1
            }
            if output.count == label {
                // The dot before it ends a sentence.
                output.truncate(to: label - 1)
                break
            }
            (lastLabel, end) = (label, position)
            guard let dot = Self.dot(text, at: position) else { break }
            isSpelled = isSpelled || dot.isWord
            position = dot.end
            output.append(UInt8(ascii: "."))
        }
        guard lastLabel > domain, output.count > lastLabel, isSpelled || !sign.isWord,
            TopLevelDomain.isKnown(UnsafeRawBufferPointer(rebasing: output.bytes[lastLabel...]))
        else {
            output.truncate(to: mark)
            return nil
        }
        range = start..<end
        value = mark..<output.count
    }

    /// What stands for a dot between two labels: `.`, `。`, ` dot `, `(dot)`, `点`.
    private static func dot(_ text: UnsafeRawBufferPointer, at index: Int) -> (end: Int, isWord: Bool)? {
        guard index < text.count else { return nil }
        if text[index] == UInt8(ascii: ".") { return (index + 1, false) }
        if text.hasIgnoringCase("。", at: index) { return (index + 3, false) }
        if text.hasIgnoringCase("点", at: index) { return (index + 3, true) }
        var position = index
        if text[position] == UInt8(ascii: " ") { position += 1 }
        let hasBlank = position > index
        guard position < text.count else { return nil }
        if let close = closing(text[position]) {
            let end = text.hasIgnoringCase("dot", at: position + 1) ? position + 4 : position + 2
            guard end < text.count, text[end] == close else { return nil }
            if end == position + 2, text[position + 1] != UInt8(ascii: ".") { return nil }
            return (end + 1 < text.count && text[end + 1] == UInt8(ascii: " ") ? end + 2 : end + 1, true)
        }
        return hasBlank && text.hasIgnoringCase("dot ", at: position) ? (position + 4, true) : nil
    }

    private static func isLocal(_ byte: UInt8) -> Bool {
        if byte.isAlphanumeric { return true }
        switch byte {
        case UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "%"), UInt8(ascii: "+"), UInt8(ascii: "-"): return true
        default: return false
        }
    }
}
