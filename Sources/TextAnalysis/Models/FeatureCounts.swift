/// What one comment consists of for a model: how often each feature occurs. Made for training.
public final class FeatureCounts {
    private let reader: FeatureReader
    /// How often the n-gram of each place occurs.
    private var counts: [UInt32: UInt16] = [:]
    private var occurrences = 0

    /// How many features there are: n-grams, then traits.
    public static let featureCount = FeatureHash.count + TextTraits.count

    /// The place of the first trait; those before it are of n-grams.
    public static let firstTrait = FeatureHash.count

    public init(_ input: ModelInput) { reader = FeatureReader(input) }

    /// The features of a comment, by their place; their values are those that a model multiplies by its weights.
    public func features(of texts: ModelTexts) -> [(place: UInt32, value: Float)] {
        counts.removeAll(keepingCapacity: true)
        occurrences = 0
        func add(_ place: Int) {
            occurrences += 1
            let old = counts[UInt32(place), default: 0]
            counts[UInt32(place)] = old == .max ? old : old + 1
        }
        reader.read(texts) { part, token in
            reader.withToken(texts, part: part, at: token.range.lowerBound) { part, token, characters, length in
                NGrams.forEach(of: token, in: part, characters: characters, length: length, add)
            }
        } pair: { _, place, _ in
            add(place)
        }
        let scale = TextModel.scale(ofOccurrences: occurrences)
        var features = counts.map { (place: $0.key, value: Float($0.value) * Float(scale)) }
        features.sort { $0.place < $1.place }
        for bucket in reader.traits.buckets {
            features.append((UInt32(FeatureHash.count + bucket), TextModel.traitValue))
        }
        return features
    }
}
