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
    private var sums: [Int]
    private var traitSums: [Double]
    private var occurrences = 0

    /// Slots of what is kept, each for one token: its key, how many n-grams it has, and their sum for each model.
    private static let slots = 1 << 13
    private let keys: UnsafeMutableBufferPointer<UInt64>
    private let counts: UnsafeMutableBufferPointer<Int32>
    private let kept: UnsafeMutableBufferPointer<Int32>

    /// - Parameter models: All of this input.
    public init(_ models: [TextModel], _ input: ModelInput) {
        self.models = models
        reader = FeatureReader(input)
        sums = models.map { _ in 0 }
        traitSums = models.map { _ in 0 }
        keys = .allocate(capacity: Self.slots)
        keys.initialize(repeating: 0)
        counts = .allocate(capacity: Self.slots)
        counts.initialize(repeating: 0)
        kept = .allocate(capacity: Self.slots * max(models.count, 1))
        kept.initialize(repeating: 0)
    }

    deinit {
        keys.deallocate()
        counts.deallocate()
        kept.deallocate()
    }

    /// Takes the next comment.
    public func read(_ texts: ModelTexts) {
        for model in models.indices { sums[model] = 0 }
        occurrences = 0
        let parts = reader.parts
        reader.read(texts) { part, token, characters, length in
            let slot = slot(of: token, in: parts[part], characters, length)
            occurrences += Int(counts[slot])
            for model in models.indices { sums[model] += Int(kept[slot * models.count + model]) }
        } pair: { _, place, _ in
            occurrences += 1
            for model in models.indices { sums[model] += Int(models[model].weights[place]) }
        }
        for model in models.indices {
            traitSums[model] = reader.traits.buckets.reduce(0) {
                $0 + Double(models[model].traits[$1] * TextModel.traitValue)
            }
        }
    }

    /// The slot that holds a token's sums, worked out where it held another's.
    private func slot(
        of token: ModelTokens.Token, in part: ModelInput.Part, _ characters: UnsafePointer<UInt32>, _ length: Int
    ) -> Int {
        // 0 stands for an empty slot.
        let key = token.key | 1
        let slot = Int(truncatingIfNeeded: key &>> 20) & (Self.slots - 1)
        if keys[slot] == key { return slot }
        keys[slot] = key
        let first = slot * models.count
        for model in models.indices { kept[first + model] = 0 }
        var count: Int32 = 0
        NGrams.forEach(of: token, in: part, characters: characters, length: length) { place in
            count += 1
            for model in models.indices { kept[first + model] += Int32(models[model].weights[place]) }
        }
        counts[slot] = count
        return slot
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
    public func evidence(_ model: Int, in texts: ModelTexts, most: Int) -> [Evidence] {
        var all: [Evidence] = []
        let weights = models[model].weights
        let scale = models[model].scale * TextModel.scale(ofOccurrences: occurrences)
        let parts = reader.parts
        reader.read(texts) { part, token, characters, length in
            var sum = 0
            NGrams.forEach(of: token, in: parts[part], characters: characters, length: length) {
                sum += Int(weights[$0])
            }
            if sum > 0 { all.append(Evidence(part: parts[part], range: token.range, weight: Double(sum) * scale)) }
        } pair: { part, place, range in
            if weights[place] > 0 {
                all.append(Evidence(part: parts[part], range: range, weight: Double(weights[place]) * scale))
            }
        }
        all.sort {
            ($1.weight, $0.part.rawValue, $0.range.lowerBound) < ($0.weight, $1.part.rawValue, $1.range.lowerBound)
        }
        var chosen: [Evidence] = []
        for evidence in all where chosen.count < most {
            if !chosen.contains(where: { $0.part == evidence.part && $0.range.overlaps(evidence.range) }) {
                chosen.append(evidence)
            }
        }
        return chosen
    }
}
