import CText

/// An entry of a word list on its way into a matcher: folded, split at white space, its `*` noted.
struct WordPhrase {
    /// The stretches between white space, none empty.
    var parts: [[UInt8]]
    /// Which part the scan looks for: the longest, which is the rarest guess.
    var key: Int
    /// Whether the word before or after must end here; not so beside `*`, punctuation or a script without spaces.
    var needsStart: Bool
    var needsEnd: Bool
    var runsOnBefore: Bool
    var runsOnAfter: Bool

    /// Reads an entry; `nil` where nothing is left of it.
    init?(_ entry: String, form: TextForm) {
        var text = Substring(entry)
        while let first = text.unicodeScalars.first, first.properties.isWhitespace { text.unicodeScalars.removeFirst() }
        while let last = text.unicodeScalars.last, last.properties.isWhitespace { text.unicodeScalars.removeLast() }
        runsOnBefore = false
        runsOnAfter = false
        if text.unicodeScalars.first == "*" {
            runsOnBefore = true
            text.unicodeScalars.removeFirst()
        }
        if text.unicodeScalars.last == "*" {
            runsOnAfter = true
            text.unicodeScalars.removeLast()
        }
        let bytes = form == .folded ? Folding.fold(String(text)) : Array(text.utf8)
        parts = bytes.withUnsafeBytes(Self.split)
        guard !parts.isEmpty else { return nil }
        key = 0
        for index in parts.indices where parts[index].count > parts[key].count { key = index }
        // With a blank between the word and the star, the star has nothing to run on from.
        needsStart = !runsOnBefore && parts[0].withUnsafeBytes { WordBoundary.edge($0.character(at: 0).value) == .word }
        needsEnd =
            !runsOnAfter
            && parts[parts.count - 1].withUnsafeBytes {
                WordBoundary.edge($0.character(before: $0.count).value) == .word
            }
    }

    private static func split(_ bytes: UnsafeRawBufferPointer) -> [[UInt8]] {
        var parts: [[UInt8]] = []
        var part: [UInt8] = []
        var index = 0
        while index < bytes.count {
            let (value, length) = bytes.character(at: index)
            if ctext_is_white_space(value) {
                if !part.isEmpty { parts.append(part) }
                part = []
            } else {
                part.append(contentsOf: bytes[index..<index + length])
            }
            index += length
        }
        if !part.isEmpty { parts.append(part) }
        return parts
    }
}
