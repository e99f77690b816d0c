/// Walks through the texts of a comment and gives what models have weights for. One thread uses it at a time.
final class FeatureReader {
    let input: ModelInput
    let parts: [ModelInput.Part]
    @exclusivity(unchecked) private(set) var traits = TextTraits()
    @exclusivity(unchecked) private var seen = SeenKeys()
    private let secondPersons = SecondPersons()
    private let characters = UnsafeMutablePointer<UInt32>.allocate(capacity: ModelTokens.longest)

    init(_ input: ModelInput) {
        self.input = input
        parts = input.parts
    }

    deinit { characters.deallocate() }

    /// What a comment says again says no more: each token and each pair is given once.
    ///
    /// - Parameters:
    ///   - token: Takes each token.
    ///   - pair: Takes the place of two words that stand side by side, and where they stand.
    @inline(__always)
    func read(
        _ texts: ModelTexts,
        token: (_ part: Int, ModelTokens.Token) -> Void,
        pair: (_ part: Int, _ place: Int, Range<Int>) -> Void
    ) {
        traits.removeAll()
        seen.removeAll()
        for (index, part) in parts.enumerated() {
            var tokens = ModelTokens(texts.forms[index].bytes(.folded), part, characters: characters)
            var before: ModelTokens.Token?
            while let next = tokens.next() {
                if seen.insert(next.key) { token(index, next) }
                if next.kind == .sign {
                    if text(texts, index, next) == UInt8(ascii: "@") { traits.mentions += 1 }
                    continue
                }
                if index == 0 { note(next) }
                if let before, seen.insert(before.key &* 3 &+ next.key) {
                    pair(
                        index, NGrams.pair(before.hash, next.hash), before.range.lowerBound..<next.range.upperBound)
                }
                before = next
            }
        }
        switch input {
        case .body: traits.read(body: texts.forms[0])
        case .author: traits.read(author: texts.forms[0], url: texts.forms[1], email: texts.forms[2])
        }
    }

    /// Gives a token that was read, with its characters.
    ///
    /// - Parameter start: Where it begins, in the bytes of its part.
    func withToken<Result>(
        _ texts: ModelTexts, part: Int, at start: Int,
        _ body: (ModelInput.Part, ModelTokens.Token, _ characters: UnsafePointer<UInt32>, _ length: Int) -> Result
    ) -> Result {
        let text = texts.forms[part].bytes(.folded)
        let part = parts[part]
        var tokens = ModelTokens(text, part, characters: characters, from: start)
        guard let token = tokens.next() else { preconditionFailure("a token begins where one was read") }
        return body(part, token, characters, tokens.length)
    }

    private func text(_ texts: ModelTexts, _ index: Int, _ token: ModelTokens.Token) -> UInt8 {
        texts.forms[index].bytes(.folded)[token.range.lowerBound]
    }

    private func note(_ word: ModelTokens.Token) {
        traits.words += 1
        if word.isMasked { traits.masked += 1 }
        if secondPersons.contains(word.hash) { traits.secondPersons += 1 }
    }
}
