/// Where an address ends as people write it, in Latin and in CJK text.
enum AddressEnd {
    /// The end of the path, query and fragment that start at `index`.
    ///
    /// Brackets that the address does not open, quotes, white space and punctuation of other scripts end it; so does
    /// a script without spaces that follows a Latin letter or digit, as in `http://a.example/x很好`.
    static func afterPath(_ text: UnsafeRawBufferPointer, from index: Int) -> Int {
        var position = index
        var depth = 0
        var isForeign = false
        scan: while position < text.count {
            let (value, length) = text.character(at: position)
            if value < 0x80 {
                switch UInt8(truncatingIfNeeded: value) {
                case 0...0x20, 0x7F, UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""), UInt8(ascii: "`"),
                    UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "|"),
                    UInt8(ascii: "\\"), UInt8(ascii: "^"):
                    break scan
                case UInt8(ascii: "("): depth += 1
                case UInt8(ascii: ")"):
                    if depth == 0 { break scan }
                    depth -= 1
                case UInt8(ascii: "&"):
                    if endsAtEntity(text, position) { break scan }
                default: break
                }
                isForeign = false
            } else {
                let edge = WordBoundary.edge(value)
                if edge == .none { break }
                if edge == .glued, !isForeign, position > index, text[position - 1].isAlphanumeric { break }
                isForeign = true
            }
            position += length
        }
        return trimmed(text, from: index, to: position)
    }

    /// `&lt;`, `&gt;`, `&quot;` and `&nbsp;` stand for characters that end an address.
    private static func endsAtEntity(_ text: UnsafeRawBufferPointer, _ index: Int) -> Bool {
        text.hasIgnoringCase("&lt;", at: index) || text.hasIgnoringCase("&gt;", at: index)
            || text.hasIgnoringCase("&quot;", at: index) || text.hasIgnoringCase("&nbsp;", at: index)
    }

    /// Leaves out the punctuation at the end, which belongs to the sentence around the address.
    private static func trimmed(_ text: UnsafeRawBufferPointer, from index: Int, to end: Int) -> Int {
        var end = end
        while end > index {
            switch text[end - 1] {
            case UInt8(ascii: "."), UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: ":"), UInt8(ascii: "!"),
                UInt8(ascii: "?"), UInt8(ascii: "'"), UInt8(ascii: "*"), UInt8(ascii: "~"), UInt8(ascii: "("),
                UInt8(ascii: "_"):
                end -= 1
            default: return end
            }
        }
        return end
    }
}
