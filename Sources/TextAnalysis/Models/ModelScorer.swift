import Glibc

/// Applies models of one kind of input to comment after comment: their features are worked out once for all of them.
///
/// One thread uses it at a time. What a token's n-grams add up to is kept for the next time that it comes; since weights
/// are whole numbers the sums are exact, and do not depend on what was kept.
public final class ModelScorer {
    /// Something that speaks for the class that a model looks for.
    public struct Evidence {
        public var part: ModelInput.Part
        /// Bytes of the part's folded form.
        public var range: Range<Int>
        /// What it adds to the score, before the score becomes a probability.
        public var weight: Double
    }

    public let models: [TextModel]
    private let reader: FeatureReader
    private let weights: ModelWeights
    private let cache: TokenSums
    @exclusivity(unchecked) private var sums: [Int]
    @exclusivity(unchecked) private var traitSums: [Double]
    @exclusivity(unchecked) private var occurrences = 0

    /// A token or two words side by side: which part of the comment, and which bytes of its folded form.
    private struct Span {
        var part: Int32
        var start: Int32
        var end: Int32

        init(_ part: Int, _ range: Range<Int>) {
            self.part = Int32(truncatingIfNeeded: part)
            start = Int32(truncatingIfNeeded: range.lowerBound)
            end = Int32(truncatingIfNeeded: range.upperBound)
        }
    }

    /// The tokens of the comment that was read last, and their sums for each model.
    @exclusivity(unchecked) private var tokens: [Span] = []
    @exclusivity(unchecked) private var tokenSums: [Int32] = []
    /// Its pairs of words, and the places of their weights.
    @exclusivity(unchecked) private var pairs: [Span] = []
    @exclusivity(unchecked) private var pairPlaces: [Int32] = []

    /// The lists above keep their memory for the next comment, but not that of a longer one.
    private static let mostKept = 1 << 14

    /// - Parameter models: All of this input.
    public init(_ models: [TextModel], _ input: ModelInput) {
        self.models = models
        reader = FeatureReader(input)
        weights = ModelWeights(models)
        cache = TokenSums(models: models.count)
        sums = models.map { _ in 0 }
        traitSums = models.map { _ in 0 }
    }

    /// Takes the next comment.
    public func read(_ texts: ModelTexts) {
        removeAll()
        let parts = reader.parts
        let models = models.indices
        reader.read(texts) { part, token, characters, length in
            let slot = cache.slot(of: token, in: parts[part], characters, length, weights)
            occurrences += Int(slot.count)
            for model in models {
                sums[model] += Int(slot.sums[model])
                tokenSums.append(slot.sums[model])
            }
            tokens.append(Span(part, token.range))
        } pair: { part, place, range in
            pairs.append(Span(part, range))
            pairPlaces.append(Int32(truncatingIfNeeded: place))
        }
        occurrences += pairs.count
        // All at once: the weights lie far apart, and the processor fetches many at a time.
        weights.add(pairPlaces, to: &sums)
        for model in models {
            traitSums[model] = reader.traits.buckets.reduce(0) {
                $0 + Double(self.models[model].traits[$1] * TextModel.traitValue)
            }
        }
    }

    private func removeAll() {
        for model in models.indices { sums[model] = 0 }
        occurrences = 0
        let isKept = tokens.count <= Self.mostKept
        tokens.removeAll(keepingCapacity: isKept)
        tokenSums.removeAll(keepingCapacity: isKept)
        pairs.removeAll(keepingCapacity: isKept)
        pairPlaces.removeAll(keepingCapacity: isKept)
    }

    /// How much a comment is what a model looks for, before that becomes a probability.
    func score(_ model: Int) -> Double {
        models[model].bias + traitSums[model]
            + Double(sums[model]) * models[model].scale * TextModel.scale(ofOccurrences: occurrences)
    }

    /// How sure a model is of the comment that was read last, from 0 to 1.
    public func probability(_ model: Int) -> Double {
        1 / (1 + exp(-(models[model].slope * score(model) + models[model].intercept)))
    }

    /// What speaks most for the class in the comment that was read last, the heaviest first; no two overlap.
    public func evidence(_ model: Int, most: Int) -> [Evidence] {
        let scale = models[model].scale * TextModel.scale(ofOccurrences: occurrences)
        var chosen: [(span: Span, sum: Int)] = []
        while chosen.count < most, let next = heaviest(model, besides: chosen) { chosen.append(next) }
        return chosen.map { span, sum in
            Evidence(
                part: reader.parts[Int(span.part)], range: Int(span.start)..<Int(span.end),
                weight: Double(sum) * scale)
        }
    }

    /// What weighs most of what does not touch what was chosen; of equals the first.
    private func heaviest(_ model: Int, besides chosen: [(span: Span, sum: Int)]) -> (span: Span, sum: Int)? {
        var best: (span: Span, sum: Int)?
        func consider(_ span: Span, _ sum: Int) {
            if sum <= 0 { return }
            if let best, (best.sum, span.part, span.start) >= (sum, best.span.part, best.span.start) { return }
            let overlaps = chosen.contains {
                $0.span.part == span.part && $0.span.start < span.end && span.start < $0.span.end
            }
            if !overlaps { best = (span, sum) }
        }
        for (index, span) in tokens.enumerated() { consider(span, Int(tokenSums[index * models.count + model])) }
        for (index, span) in pairs.enumerated() { consider(span, weights[Int(pairPlaces[index]), model]) }
        return best
    }
}
