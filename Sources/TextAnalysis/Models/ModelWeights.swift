import CText

/// The n-grams' weights of all models of one input: those of a place side by side, so that one look in memory has them
/// all.
final class ModelWeights {
    let models: Int
    private let weights: UnsafeMutablePointer<Int8>

    init(_ models: [TextModel]) {
        self.models = models.count
        weights = .allocate(capacity: max(FeatureHash.count * models.count, 1))
        for (number, model) in models.enumerated() {
            model.weights.withUnsafeBufferPointer { own in
                for place in 0..<FeatureHash.count { weights[place &* models.count &+ number] = own[place] }
            }
        }
    }

    deinit { weights.deallocate() }

    /// A place's weight in one model.
    subscript(place: Int, model: Int) -> Int { Int(weights[place &* models &+ model]) }

    /// Has the memory fetched that holds a place's weights.
    @inline(__always)
    func prepare(for place: Int) { ctext_prefetch(weights + place &* models) }

    /// Gives what the weights of all places add up to in each model.
    @inline(__always)
    func sum(_ places: UnsafeBufferPointer<Int32>, _ body: (_ model: Int, _ sum: Int32) -> Void) {
        for model in 0..<models {
            var sum: Int32 = 0
            for place in places { sum &+= Int32(weights[Int(place) &* models &+ model]) }
            body(model, sum)
        }
    }
}
