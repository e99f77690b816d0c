import Testing

@testable import TextAnalysis

@Suite("models")
struct ModelTests {
    private static func forms(_ text: String) -> TextForms {
        let bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: max(text.utf8.count, 1), alignment: 1)
        bytes.copyBytes(from: Array(text.utf8))
        let forms = TextForms()
        forms.reset(UnsafeRawBufferPointer(rebasing: bytes[..<text.utf8.count]))
        return forms
    }

    private static func texts(_ body: String) -> ModelTexts { ModelTexts([forms(body)]) }

    /// Weights that no two places share.
    private static func model(_ input: ModelInput = .body) -> TextModel {
        var random = Generator(state: 7)
        let weights = (0..<FeatureCounts.featureCount).map { _ in Float.random(in: -1...1, using: &random) }
        return TextModel(input: input, weights: weights, bias: -0.5, slope: 1.5, intercept: 0.25, account: "kind: test")
    }

    private struct Generator: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state ^ state >> 31
        }
    }

    private static let samples = [
        "", "a", "Hello, world!!! Visit https://cheap.example/x now", "你好，世界。加微信 12345", "f**k you @bob f*ck",
        "sooooooo gooooood", "ÄÖÜ straße ﬁn ｃａｓｉｎｏ", "👍👍👍 *** ???", "<b>bold</b> &amp; [quote]x[/quote]",
        String(repeating: "x", count: 500), String(repeating: "汉字", count: 300), "\u{0}\u{1}\u{7F}",
    ]

    @Test("a model read from its file is the one that was written")
    func roundTrip() throws {
        let model = Self.model()
        let file = model.file
        #expect(file.count < TextModel.greatestFile)
        let read = try TextModel(file: file)
        #expect(read.file == file)
        #expect(read.account == "kind: test")
        #expect(read.weights == model.weights)
        #expect(read.weights.contains { abs($0) == 127 })
    }

    @Test("a damaged, cut or foreign file is no model")
    func damage() throws {
        let file = Self.model().file
        for place in [0, 9, 41, 48, 60, 100, 5000, file.count - 1] {
            var damaged = file
            damaged[place] ^= 0x40
            #expect(throws: TextModel.FormatError.self) { try TextModel(file: damaged) }
        }
        for length in [0, 1, 7, 40, 75, 76, 1000, file.count - 1] {
            #expect(throws: TextModel.FormatError.self) { try TextModel(file: Array(file[..<length])) }
        }
        #expect(throws: TextModel.FormatError.self) { try TextModel(file: file + [0]) }
        #expect(throws: TextModel.FormatError.self) { try TextModel(file: Array("local x = 1".utf8)) }
    }

    @Test("what is kept of tokens changes no score, and the score is that of the features")
    func scores() {
        let model = Self.model()
        let scorer = ModelScorer([model, model], .body)
        let counts = FeatureCounts(.body)
        let weights = model.allWeights
        for round in 0..<3 {
            for sample in round == 1 ? Self.samples.reversed() : Self.samples {
                let texts = Self.texts(sample)
                let expected = counts.features(of: texts).reduce(model.bias) {
                    $0 + Double(weights[Int($1.place)] * $1.value)
                }
                scorer.read(texts)
                #expect(abs(scorer.score(0) - expected) < 1e-3 * max(1, abs(expected)), "\(sample.prefix(20))")
                #expect(scorer.score(0) == scorer.score(1))
                #expect((0...1).contains(scorer.probability(0)))
                let fresh = ModelScorer([model], .body)
                fresh.read(texts)
                #expect(fresh.probability(0) == scorer.probability(0))
            }
        }
    }

    @Test("what is kept of a word in a name is not taken for one in an address")
    func keptByPart() {
        var weights = [Float](repeating: 0, count: FeatureCounts.featureCount)
        let model = { TextModel(input: .author, weights: weights, bias: 0, slope: 1, intercept: 0, account: "") }
        // A letter apart, by the bit in which the starts of the two hashes differ.
        let name = ModelTexts([Self.forms("mage"), Self.forms(""), Self.forms("")])
        let address = ModelTexts([Self.forms(""), Self.forms("lage"), Self.forms("")])
        for feature in FeatureCounts(.author).features(of: name) where Int(feature.place) < FeatureCounts.firstTrait {
            weights[Int(feature.place)] = 1
        }
        let fresh = ModelScorer([model()], .author)
        fresh.read(address)
        let scorer = ModelScorer([model()], .author)
        scorer.read(name)
        scorer.read(address)
        #expect(scorer.score(0) == fresh.score(0))
    }

    @Test(
        "spellings that readers take for one have the same features",
        arguments: [
            ("CASINO", "casino"), ("ｃａｓｉｎｏ", "casino"), ("sooooooo", "soooo"), ("call 555123", "call 999888"),
            ("@bob hi", "@alice hi"), ("<b>free</b> money", "free money"), ("f**k", "F**K"),
        ])
    func alike(one: String, other: String) {
        let counts = FeatureCounts(.body)
        func ngrams(_ text: String) -> [UInt32] {
            counts.features(of: Self.texts(text)).map(\.place).filter { $0 < UInt32(FeatureCounts.firstTrait) }
        }
        #expect(ngrams(one) == ngrams(other))
        #expect(!ngrams(one).isEmpty)
    }

    @Test("words of a body and of a name are different features, and so are a word and its letters")
    func apart() {
        let body = FeatureCounts(.body).features(of: Self.texts("casino"))
        let name = FeatureCounts(.author).features(
            of: ModelTexts([Self.forms("casino"), Self.forms(""), Self.forms("")]))
        let first = UInt32(FeatureCounts.firstTrait)
        #expect(
            Set(body.map(\.place).filter { $0 < first }).intersection(name.map(\.place).filter { $0 < first }).count
                < 16)
        // One word; "^casino$" has 6 + 5 + 4 n-grams of three to five characters.
        #expect(body.count { $0.place < first } == 1 + 15)
    }

    @Test("what is said again says no more, however often: each word and each pair counts once")
    func repeated() {
        let letters = Array("abcdefghijklmnop")
        let words = (0..<3000).map { "\(letters[$0 % 16])\(letters[$0 / 16 % 16])\(letters[$0 / 256])" }
        let counts = FeatureCounts(.body)
        func ngrams(_ text: String) -> [UInt32: Float] {
            let features = counts.features(of: Self.texts(text)).filter { $0.place < UInt32(FeatureCounts.firstTrait) }
            return Dictionary(features.map { ($0.place, $0.value) }, uniquingKeysWith: +)
        }
        let once = words.joined(separator: " ")
        #expect(ngrams(once + " " + once) == ngrams(once + " " + words[0]))
        #expect(ngrams(once).count > 5000)
    }

    @Test("evidence is what speaks most, with its place, heaviest first and none over another")
    func evidence() throws {
        let text = "Please buy cheap watches, friends"
        var weights = [Float](repeating: 0, count: FeatureCounts.featureCount)
        for feature in FeatureCounts(.body).features(of: Self.texts("watches"))
        where Int(feature.place) < FeatureCounts.firstTrait { weights[Int(feature.place)] = 1 }
        weights[NGrams.pair(Self.hash("buy"), Self.hash("cheap"))] = 5
        let scorer = ModelScorer(
            [TextModel(input: .body, weights: weights, bias: 0, slope: 1, intercept: 0, account: "")], .body)
        let texts = Self.texts(text)
        scorer.read(texts)
        let found = scorer.evidence(0, most: 2).map {
            String(decoding: texts.forms[0].bytes(.folded)[$0.range], as: UTF8.self)
        }
        #expect(found == ["watches", "buy cheap"])
    }

    private static func hash(_ word: String) -> UInt64 {
        word.unicodeScalars.reduce(FeatureHash.start(.body)) { FeatureHash.add($1.value, to: $0) }
    }
}
