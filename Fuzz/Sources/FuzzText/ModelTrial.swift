import TextAnalysis

/// A model's file with the input written over parts of it, under a checksum that fits: it is refused, or it judges.
enum ModelTrial {
    private nonisolated(unsafe) static let texts = [TextForms(), TextForms(), TextForms()]
    private static let plain = TextModel(
        input: .body, weights: [Float](repeating: 0.5, count: FeatureCounts.featureCount), bias: 0, slope: 1,
        intercept: 0, account: "kind: spam"
    ).file
    private static let magic = 8
    /// Version, counts, scale and the like.
    private static let numbers = 36

    /// - Returns: What does not hold, if anything.
    static func run(_ raw: UnsafeRawBufferPointer) -> String? {
        if (try? TextModel(file: Array(raw))) != nil { return "no checksum fits by chance" }
        guard let digest = Digest(of: Array(plain[magic...])) else { return nil }
        let start = magic + digest.bytes.count
        var content = Array(plain[start...])
        // Most of the input into the numbers, where a byte of 0 leaves what is there; the rest among the weights.
        for (index, byte) in raw.enumerated() where byte != 0 {
            content[index < numbers ? index : (numbers + index * 7919) % content.count] = byte
        }
        guard let fitting = Digest(of: content),
            let model = try? TextModel(file: Array(plain[..<magic]) + fitting.bytes + content)
        else { return nil }
        let scorer = ModelScorer([model], model.input)
        for forms in texts { forms.reset(raw) }
        let read = ModelTexts(Array(texts.prefix(model.input.parts.count)))
        scorer.read(read)
        if !(scorer.probability(0) >= 0 && scorer.probability(0) <= 1) { return "a model is sure from 0 to 1" }
        for evidence in scorer.evidence(0, most: 5) where evidence.range.isEmpty || !(evidence.weight > 0) {
            return "evidence stands somewhere and speaks for the class"
        }
        return nil
    }
}
