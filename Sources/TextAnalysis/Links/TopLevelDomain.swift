import CText

/// Judging the last label of a host, by which a bare address is told from a sentence's end.
enum TopLevelDomain {
    /// Whether a label is a top-level domain of the Public Suffix List, whatever its case.
    static func isKnown(_ label: UnsafeRawBufferPointer) -> Bool {
        // The longest one in the root zone has 24 letters; in UTF-8 none has more bytes than a label.
        guard label.count >= 2, label.count <= 63 else { return false }
        if label.count == 2 { return countries.contains(label) }
        // Three make up most of what is left.
        if label.count == 3,
            label.hasIgnoringCase("com", at: 0) || label.hasIgnoringCase("org", at: 0)
                || label.hasIgnoringCase("net", at: 0)
        {
            return true
        }
        // In ASCII they are letters, or Punycode.
        if label[0] < 0x80, !label.allSatisfy(\.isLetter), !label.hasIgnoringCase("xn--", at: 0) { return false }
        return HostName.withTerminator(label) { ctext_is_top_level_domain($0) }
    }

    /// Whether a top-level domain is also a word, an abbreviation or a kind of file: `done.so`, `sleep well.you`,
    /// `setup.py`. A bare one counts only with a path, a port or `www.`; a word also after a name with a digit or a
    /// hyphen in it, which no sentence ends with.
    static func isAmbiguous(_ label: UnsafeRawBufferPointer, after name: UnsafeRawBufferPointer) -> Bool {
        if label.count == 2 { return words.contains(label) }
        if label.hasIgnoringCase("zip", at: 0) || label.hasIgnoringCase("mov", at: 0) { return label.count == 3 }
        let isWord = longWords.contains { $0.utf8CodeUnitCount == label.count && label.hasIgnoringCase($0, at: 0) }
        return isWord && !name.contains { $0.isDigit || $0 == UInt8(ascii: "-") }
    }

    /// English words with which a sentence goes on where the space after a full stop is missing.
    private static let longWords: [StaticString] = [
        "best", "black", "blue", "buy", "call", "cool", "dad", "dot", "fail", "fast", "fish", "foo", "free", "fun",
        "fyi",
        "got", "green", "here", "hot", "how", "ice", "inc", "ink", "kim", "life", "like", "live", "lol", "love", "man",
        "meet", "men", "moe", "mom", "new", "now", "one", "ooo", "open", "page", "phone", "pink", "play", "plus",
        "press",
        "read", "red", "rest", "room", "run", "safe", "sale", "save", "say", "school", "show", "sport", "sucks", "talk",
        "then", "this", "today", "vote", "watch", "weather", "win", "work", "world", "wow", "wtf", "yes", "you", "zero",
    ]

    private static let countries = LetterPairs { HostName.withTerminator($0) { ctext_is_top_level_domain($0) } }

    private static let words = LetterPairs { pair in
        let words: StaticString =
            "am as at be by cc do id im in is it la me mr ms my no pa pl pm ps py rs sh so st to us ws md ml"
        let all = UnsafeRawBufferPointer(start: words.utf8Start, count: words.utf8CodeUnitCount)
        return stride(from: 0, to: all.count, by: 3).contains { all.has(pair, at: $0) }
    }
}

/// A set of pairs of letters from A to Z, whatever their case: asked for nearly every dot in a text.
private struct LetterPairs {
    /// For each first letter the second ones, a bit each.
    private var seconds = [UInt32](repeating: 0, count: 26)

    init(_ isMember: (UnsafeRawBufferPointer) -> Bool) {
        for first in UInt8(0)..<26 {
            for second in UInt8(0)..<26 {
                let isIn = withUnsafeBytes(of: (0x61 + first, 0x61 + second)) { isMember($0) }
                if isIn { seconds[Int(first)] |= 1 << UInt32(second) }
            }
        }
    }

    /// `pair` has two bytes.
    func contains(_ pair: UnsafeRawBufferPointer) -> Bool {
        let (first, second) = (pair[0].lowercased &- 0x61, pair[1].lowercased &- 0x61)
        return first < 26 && second < 26 && seconds[Int(first)] & 1 << UInt32(second) != 0
    }
}
