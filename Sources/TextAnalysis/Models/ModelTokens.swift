/// The tokens of a text that models look at.
///
/// Words of letters and digits; each character of a script that does without spaces a word of its own; runs of signs.
/// Of a character that is repeated three are kept, names behind `@` are left out, a `*` within a word stays in it.
struct ModelTokens {
    struct Token {
        enum Kind { case word, sign }

        /// Of its characters, as they were made alike.
        var hash: UInt64
        /// The same, and what kind of token it is, under a secret of the process: nobody can make two that have the same.
        var key: UInt64
        /// Bytes of the folded text.
        var range: Range<Int>
        var kind: Kind
        /// Whether a `*` stands within it.
        var isMasked = false
    }

    /// No word is longer; of what runs on only the first characters are looked at.
    static let longest = 40
    private static let mostRepeats = 3
    private static let secret = UInt64.random(in: .min ... .max) | 1

    private let text: UnsafeRawBufferPointer
    /// `Self.secret`, at hand without asking whether it has been made.
    private let secret = Self.secret
    private let start: UInt64
    private let keyStart: UInt64
    private var index: Int
    /// The characters of the last token, at most `longest`.
    let characters: UnsafeMutablePointer<UInt32>
    private(set) var length = 0

    @inline(__always)
    private static func add(_ character: UInt32, toKey key: UInt64, _ secret: UInt64) -> UInt64 {
        let mixed = (key ^ UInt64(character)) &* secret
        return mixed ^ mixed &>> 29
    }

    /// - Parameters:
    ///   - characters: Room for `longest` characters.
    ///   - index: Where to begin.
    init(
        _ text: UnsafeRawBufferPointer, _ part: ModelInput.Part, characters: UnsafeMutablePointer<UInt32>,
        from index: Int = 0
    ) {
        self.text = text
        self.index = index
        start = FeatureHash.start(part)
        // Mixed before the first character comes: "mage" in a name is not to have the key of "lage" in an address.
        keyStart = Self.add(UInt32(part.rawValue), toKey: start, secret)
        self.characters = characters
    }

    mutating func next() -> Token? {
        while index < text.count {
            let first = index
            if Self.saysNothing(text[first]) {
                index += 1
                continue
            }
            let (character, bytes) = text.character(at: index)
            index += bytes
            switch WordBoundary.edge(character) {
            case .glued:
                length = 1
                characters[0] = character
                return token(of: character, from: first, .word)
            case .word:
                return word(from: first, character)
            case .none:
                if character == UInt32(UInt8(ascii: "@")), skipName() {
                    return token(of: character, from: first, .sign)
                }
                if let sign = sign(from: first, character) { return sign }
            }
        }
        return nil
    }

    private func token(of character: UInt32, from first: Int, _ kind: Token.Kind) -> Token {
        Token(
            hash: FeatureHash.add(character, to: start),
            key: Self.add(character, toKey: kind == .sign ? ~keyStart : keyStart, secret), range: first..<index,
            kind: kind)
    }

    private mutating func word(from first: Int, _ character: UInt32) -> Token {
        // Locals: this runs for each letter of each comment.
        let (text, characters, secret) = (text, characters, secret)
        var (hash, key) = (start, keyStart)
        var (character, before) = (character, UInt32(0))
        var (next, length, repeats) = (index, 0, 0)
        var isMasked = false
        while true {
            repeats = character == before ? repeats &+ 1 : 1
            before = character
            if repeats <= Self.mostRepeats, length < Self.longest {
                // Numbers are alike but for their length.
                let kept = character &- 0x30 < 10 ? 0x30 : character
                hash = FeatureHash.add(kept, to: hash)
                key = Self.add(kept, toKey: key, secret)
                characters[length] = kept
                length &+= 1
            }
            guard next < text.count else { break }
            let bytes: Int
            (character, bytes) = text.character(at: next)
            if WordBoundary.edge(character) != .word {
                guard character == UInt32(UInt8(ascii: "*")), isLetter(after: next) else { break }
                isMasked = true
            }
            next &+= bytes
        }
        index = next
        self.length = length
        return Token(hash: hash, key: key, range: first..<next, kind: .word, isMasked: isMasked)
    }

    /// Whether a word goes on behind a run of `*`.
    private func isLetter(after place: Int) -> Bool {
        var next = place
        while next < text.count, text[next] == UInt8(ascii: "*"), next - place < 8 { next += 1 }
        return next < text.count && WordBoundary.edge(text.character(at: next).value) == .word
    }

    private mutating func skipName() -> Bool {
        let first = index
        while index < text.count, text[index].isAlphanumeric || text[index] == UInt8(ascii: "_") { index += 1 }
        return index > first
    }

    /// A run of one sign; `nil` for white space and for signs that stand in any prose.
    private mutating func sign(from first: Int, _ character: UInt32) -> Token? {
        if character < 0x80 ? Self.saysNothing(UInt8(truncatingIfNeeded: character)) : character < 0x2010 { return nil }
        var token = token(of: character, from: first, .sign)
        var repeats = 1
        while index < text.count {
            let (next, bytes) = text.character(at: index)
            if next != character { break }
            index += bytes
            repeats += 1
            if repeats > Self.mostRepeats { continue }
            token.hash = FeatureHash.add(character, to: token.hash)
            token.key = Self.add(character, toKey: token.key, secret)
        }
        token.range = first..<index
        return token
    }

    /// Whether a byte is an ASCII character that belongs to no token: a bit for each.
    @inline(__always)
    private static func saysNothing(_ byte: UInt8) -> Bool {
        // All of ASCII but letters, digits and !?$%*#@:/=+_~^&|<>{}[], the lower half first.
        let bits: UInt64 = byte < 0x40 ? 0x0800_7385_FFFF_FFFF : 0x8000_0001_1000_0000
        return byte < 0x80 && bits &>> UInt64(byte & 0x3F) & 1 != 0
    }
}
