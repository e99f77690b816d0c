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

    /// Adds a place's weight in each model.
    @inline(__always)
    func add(_ place: Int, to sums: UnsafeMutablePointer<Int32>) {
        let own = weights + place &* models
        for model in 0..<models { sums[model] &+= Int32(own[model]) }
    }

    /// Adds the weights of all places.
    func add(_ places: [Int32], to sums: inout [Int]) {
        for model in 0..<models {
            var sum = 0
            for place in places { sum &+= Int(weights[Int(place) &* models &+ model]) }
            sums[model] += sum
        }
    }
}
