/// What the n-grams of tokens that came before add up to: each slot keeps one token's, until another needs it.
///
/// Weights are whole numbers and the sums exact, so that nothing depends on what was kept. One thread uses it at a time.
final class TokenSums {
    struct Slot {
        /// How many n-grams the token has.
        var count: Int32
        /// Their sum for each model; until the next slot is asked for.
        var sums: UnsafePointer<Int32>
    }

    private static let slots = 1 << 14
    /// In a slot: the key of the token (UInt64, 0 for none), the count and the sums (Int32).
    private static let countOffset = 8
    private static let sumsOffset = 12
    private let stride: Int
    private let memory: UnsafeMutableRawPointer
    private let models: Int
    private let places: UnsafeMutablePointer<Int32>
    private static let mostPlaces = 4 * (ModelTokens.longest + 2)

    init(models: Int) {
        self.models = models
        stride = (Self.sumsOffset + 4 * models + 7) / 8 * 8
        memory = .allocate(byteCount: Self.slots * stride, alignment: 64)
        memory.initializeMemory(as: UInt8.self, repeating: 0, count: Self.slots * stride)
        places = .allocate(capacity: Self.mostPlaces)
    }

    deinit {
        memory.deallocate()
        places.deallocate()
    }

    /// The slot that holds a token's sums, worked out where it held another's.
    @inline(__always)
    func slot(
        of token: ModelTokens.Token, in part: ModelInput.Part, _ characters: UnsafePointer<UInt32>, _ length: Int,
        _ weights: ModelWeights
    ) -> Slot {
        // 0 stands for an empty slot.
        let key = token.key | 1
        let slot = memory + (Int(truncatingIfNeeded: key &>> 20) & (Self.slots - 1)) &* stride
        if slot.load(as: UInt64.self) != key {
            slot.storeBytes(of: key, as: UInt64.self)
            fill(slot, token, in: part, characters, length, weights)
        }
        return Slot(
            count: slot.load(fromByteOffset: Self.countOffset, as: Int32.self),
            sums: UnsafePointer((slot + Self.sumsOffset).assumingMemoryBound(to: Int32.self)))
    }

    @inline(never)
    private func fill(
        _ slot: UnsafeMutableRawPointer, _ token: ModelTokens.Token, in part: ModelInput.Part,
        _ characters: UnsafePointer<UInt32>, _ length: Int, _ weights: ModelWeights
    ) {
        // All places first: their weights lie far apart, and the processor fetches many at a time.
        var count = 0
        NGrams.forEach(of: token, in: part, characters: characters, length: length) { place in
            places[count] = Int32(truncatingIfNeeded: place)
            count += 1
        }
        let sums = (slot + Self.sumsOffset).assumingMemoryBound(to: Int32.self)
        for model in 0..<models { sums[model] = 0 }
        for index in 0..<count { weights.add(Int(places[index]), to: sums) }
        slot.storeBytes(of: Int32(count), toByteOffset: Self.countOffset, as: Int32.self)
    }
}
