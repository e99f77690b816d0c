import CText

/// Cuts texts into words, with ICU's break iterator where they are not ASCII.
final class WordBreaker {
    private var iterator: OpaquePointer?

    deinit {
        if let iterator { ctext_words_close(iterator) }
    }

    /// Appends the words of any text.
    func words(of text: UnsafeRawBufferPointer, into ranges: inout [Range<Int>]) {
        guard let base = text.baseAddress?.assumingMemoryBound(to: CChar.self) else { return }
        // Opened at first use: it reads dictionaries, which most rules never need.
        if iterator == nil { iterator = ctext_words_open() }
        guard let iterator, ctext_words_start(iterator, base, text.count) else { return }
        var start = 0
        var end = 0
        while ctext_words_next(iterator, &start, &end) { ranges.append(start..<end) }
    }

    /// Appends the words of ASCII text, by the same rules (Unicode Standard Annex 29, WB5 to WB13).
    func words(ofASCII text: UnsafeRawBufferPointer, into ranges: inout [Range<Int>]) {
        var position = 0
        while position < text.count {
            guard Self.isWord(text[position]) else {
                position += 1
                continue
            }
            let start = position
            position += 1
            while position < text.count {
                if Self.isWord(text[position]) {
                    position += 1
                } else if position + 1 < text.count,
                    Self.joins(text[position - 1], text[position], text[position + 1])
                {
                    position += 2
                } else {
                    break
                }
            }
            // Underscores alone are no word.
            if text[start..<position].contains(where: \.isAlphanumeric) { ranges.append(start..<position) }
        }
    }

    private static func isWord(_ byte: UInt8) -> Bool { byte.isAlphanumeric || byte == UInt8(ascii: "_") }

    /// Whether a mark between two characters belongs to the word: `can't`, `3.14`, `1,000`.
    private static func joins(_ before: UInt8, _ mark: UInt8, _ after: UInt8) -> Bool {
        switch mark {
        case UInt8(ascii: "'"), UInt8(ascii: "."):
            (before.isLetter && after.isLetter) || (before.isDigit && after.isDigit)
        case UInt8(ascii: ":"): before.isLetter && after.isLetter
        case UInt8(ascii: ","), UInt8(ascii: ";"): before.isDigit && after.isDigit
        default: false
        }
    }
}
