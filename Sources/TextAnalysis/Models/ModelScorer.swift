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
    /// What the n-grams of the comment that was read last add up to, for each model.
    private let sums: UnsafeMutablePointer<Int>
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

        func touches(_ other: Span) -> Bool { part == other.part && start < other.end && other.start < end }
    }

    /// What speaks for the class that is asked about.
    private struct Candidate {
        var span: Span
        var sum: Int
    }

    /// The tokens of the comment that was read last, and their sums for each model.
    @exclusivity(unchecked) private var tokens = ScratchList<Span>(mostKept: mostKept)
    @exclusivity(unchecked) private var keys = ScratchList<UInt64>(mostKept: mostKept)
    @exclusivity(unchecked) private var tokenSums = ScratchList<Int32>(mostKept: mostKept)
    /// Its pairs of words, and the places of their weights.
    @exclusivity(unchecked) private var pairs = ScratchList<Span>(mostKept: mostKept)
    @exclusivity(unchecked) private var pairPlaces = ScratchList<Int32>(mostKept: mostKept)

    @exclusivity(unchecked) private var candidates = ScratchList<Candidate>(mostKept: mostKept)

    private static let mostKept = 1 << 14

    /// - Parameter models: All of this input.
    public init(_ models: [TextModel], _ input: ModelInput) {
        self.models = models
        reader = FeatureReader(input)
        weights = ModelWeights(models)
        cache = TokenSums(models: models.count)
        sums = .allocate(capacity: max(models.count, 1))
        sums.initialize(repeating: 0, count: max(models.count, 1))
        traitSums = models.map { _ in 0 }
    }

    deinit { sums.deallocate() }

    /// Takes the next comment.
    public func read(_ texts: ModelTexts) {
        removeAll()
        let models = 0..<models.count
        reader.read(texts) { part, token in
            cache.prepare(for: token.key)
            tokens.append(Span(part, token.range))
            keys.append(token.key)
        } pair: { part, place, range in
            pairs.append(Span(part, range))
            pairPlaces.append(Int32(truncatingIfNeeded: place))
        }
        // Sums and weights lie far apart in memory; looked up all at once, the processor fetches many at a time.
        for index in 0..<tokens.count {
            let slot = cache.slot(of: keys[index]) ?? fill(tokens[index], texts)
            occurrences += Int(slot.count)
            for model in models {
                sums[model] += Int(slot.sums[model])
                tokenSums.append(slot.sums[model])
            }
        }
        occurrences += pairs.count
        weights.sum(pairPlaces.buffer) { model, sum in sums[model] += Int(sum) }
        for model in models {
            traitSums[model] = reader.traits.buckets.reduce(0) {
                $0 + Double(self.models[model].traits[$1] * TextModel.traitValue)
            }
        }
    }

    @inline(never)
    private func fill(_ span: Span, _ texts: ModelTexts) -> TokenSums.Slot {
        reader.withToken(texts, part: Int(span.part), at: Int(span.start)) { part, token, characters, length in
            cache.fill(token, in: part, characters, length, weights)
        }
    }

    private func removeAll() {
        sums.update(repeating: 0, count: models.count)
        occurrences = 0
        tokens.removeAll()
        keys.removeAll()
        tokenSums.removeAll()
        pairs.removeAll()
        pairPlaces.removeAll()
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
        candidates.removeAll()
        for index in 0..<tokens.count { consider(tokens[index], Int(tokenSums[index &* models.count &+ model])) }
        for index in 0..<pairs.count { consider(pairs[index], weights[Int(pairPlaces[index]), model]) }
        let scale = models[model].scale * TextModel.scale(ofOccurrences: occurrences)
        var evidence: [Evidence] = []
        while evidence.count < most, candidates.count > 0 {
            let (span, sum) = takeHeaviest()
            evidence.append(
                Evidence(
                    part: reader.parts[Int(span.part)], range: Int(span.start)..<Int(span.end),
                    weight: Double(sum) * scale))
        }
        return evidence
    }

    private func consider(_ span: Span, _ sum: Int) {
        if sum > 0 { candidates.append(Candidate(span: span, sum: sum)) }
    }

    /// Takes out what weighs most, of equals the first, and all that touches it.
    private func takeHeaviest() -> (span: Span, sum: Int) {
        var best = candidates[0]
        for index in 1..<max(candidates.count, 1) {
            let next = candidates[index]
            if next.sum < best.sum { continue }
            if next.sum > best.sum || (next.span.part, next.span.start) < (best.span.part, best.span.start) {
                best = next
            }
        }
        candidates.removeAll { $0.span.touches(best.span) }
        return (best.span, best.sum)
    }
}
