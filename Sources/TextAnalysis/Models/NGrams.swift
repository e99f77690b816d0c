/// Gives the places of a text's n-grams: words and pairs of words, and three to five characters within a word.
///
/// After Joachims (ECML 1998) for words, and Cavnar and Trenkle (SDAIR 1994) for characters with the word's ends marked;
/// hashed as by Weinberger and others (ICML 2009).
struct NGrams {
    /// The ends of a word among its characters.
    private static let end: UInt32 = 0x20
    private static let longest = 5

    /// The n-grams of one token by itself: the token, and for a word of two characters and more those within it.
    @inline(__always)
    static func forEach(
        of token: ModelTokens.Token, in part: ModelInput.Part, characters: UnsafePointer<UInt32>, length: Int,
        _ body: (Int) -> Void
    ) {
        if token.kind == .sign { return body(FeatureHash.place(token.hash, .sign)) }
        body(FeatureHash.place(token.hash, .word))
        if length < 2 { return }
        let start = FeatureHash.Kind.characters.rawValue &+ UInt64(part.rawValue)
        // The two before the last begin no n-gram of three.
        for first in -1..<(length &- 1) {
            var hash = FeatureHash.add(first < 0 ? end : characters[first], to: start)
            // Never the word's end, since one character more follows.
            hash = FeatureHash.add(characters[first &+ 1], to: hash)
            let last = min(first &+ longest &- 1, length)
            var place = first &+ 2
            while place <= last {
                hash = FeatureHash.add(place == length ? end : characters[place], to: hash)
                body(FeatureHash.place(hash, .characters))
                place &+= 1
            }
        }
    }

    /// The place of two words side by side.
    @inline(__always)
    static func pair(_ first: UInt64, _ second: UInt64) -> Int {
        FeatureHash.place(FeatureHash.pair(first, second), .words)
    }
}
