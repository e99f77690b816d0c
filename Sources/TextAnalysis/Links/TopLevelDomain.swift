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

    /// Whether a top-level domain is no word and no abbreviation with which a sentence goes on, so that it counts however
    /// it is written: `Casino.Net`. Of others `great.It was` is a sentence and its end.
    static func isNoWord(_ label: UnsafeRawBufferPointer) -> Bool {
        if label.count == 2 { return clearCountries.contains(label) }
        return label.count == 3 && clearEndings.contains { label.hasIgnoringCase($0, at: 0) }
    }

    // Those in use that no word or abbreviation of European languages is, as `De`, `Es`, `Eu`, `Info` and `Club` are. In
    // the 105,000 comments of the labelled sets each joined sentence has another ending: You, It, So, In, How, No, Talk…
    private static let clearEndings: [StaticString] = ["com", "net", "org", "edu", "gov", "xyz"]

    private static let clearCountries = LetterPairs(
        "br ch cl cn cx cz dk fm fr gg gr hk jp kr kz lt lv nl nz pk ru tk tw ua ug uk uy uz vn za")

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

    private static let words = LetterPairs(
        "am as at be by cc do id im in is it la me mr ms my no pa pl pm ps py rs sh so st to us ws md ml")
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

    /// - Parameter pairs: Two letters each, a blank between them.
    init(_ pairs: StaticString) {
        let all = UnsafeRawBufferPointer(start: pairs.utf8Start, count: pairs.utf8CodeUnitCount)
        self.init { pair in stride(from: 0, to: all.count, by: 3).contains { all.has(pair, at: $0) } }
    }

    /// `pair` has two bytes.
    func contains(_ pair: UnsafeRawBufferPointer) -> Bool {
        let (first, second) = (pair[0].lowercased &- 0x61, pair[1].lowercased &- 0x61)
        return first < 26 && second < 26 && seconds[Int(first)] & 1 << UInt32(second) != 0
    }
}
