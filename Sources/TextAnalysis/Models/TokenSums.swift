import CText
import Glibc

/// What the n-grams of tokens that came before add up to: each slot keeps one token's, until another needs it.
///
/// Weights are whole numbers and the sums exact, so that nothing depends on what was kept. One thread uses it at a time.
final class TokenSums {
    struct Slot {
        /// How many n-grams the token has.
        var count: Int32
        /// Their sum for each model; until the next is filled.
        var sums: UnsafePointer<Int32>

        @inline(__always)
        fileprivate init(_ slot: UnsafeMutableRawPointer) {
            count = slot.load(fromByteOffset: countOffset, as: Int32.self)
            sums = UnsafePointer((slot + sumsOffset).assumingMemoryBound(to: Int32.self))
        }
    }

    /// A quarter of them makes the shipped rules 3 % slower.
    private static let slots = 1 << 16
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
        // Zeroed by the system, page by page as they are needed: a run of few comments needs few.
        guard let memory = calloc(Self.slots, stride) else { fatalError("not enough memory for a model") }
        self.memory = memory
        places = .allocate(capacity: Self.mostPlaces)
    }

    deinit {
        free(memory)
        places.deallocate()
    }

    @inline(__always)
    private func place(of key: UInt64) -> UnsafeMutableRawPointer {
        memory + (Int(truncatingIfNeeded: key &>> 20) & (Self.slots &- 1)) &* stride
    }

    /// Has the memory fetched that `slot(of:)` will look at.
    @inline(__always)
    func prepare(for key: UInt64) { ctext_prefetch(place(of: key)) }

    /// The slot that holds a token's sums; `nil` where none does.
    @inline(__always)
    func slot(of key: UInt64) -> Slot? {
        let slot = place(of: key)
        // 0 stands for an empty slot.
        return slot.load(as: UInt64.self) == key | 1 ? Slot(slot) : nil
    }

    /// Works a token's sums out and keeps them where another's were.
    func fill(
        _ token: ModelTokens.Token, in part: ModelInput.Part, _ characters: UnsafePointer<UInt32>, _ length: Int,
        _ weights: ModelWeights
    ) -> Slot {
        let slot = place(of: token.key)
        slot.storeBytes(of: token.key | 1, as: UInt64.self)
        // All places first: their weights lie far apart, and the processor fetches many at a time.
        var count = 0
        NGrams.forEach(of: token, in: part, characters: characters, length: length) { place in
            places[count] = Int32(truncatingIfNeeded: place)
            weights.prepare(for: place)
            count &+= 1
        }
        weights.sum(UnsafeBufferPointer(start: places, count: count)) { model, sum in
            slot.storeBytes(of: sum, toByteOffset: Self.sumsOffset + 4 * model, as: Int32.self)
        }
        slot.storeBytes(of: Int32(count), toByteOffset: Self.countOffset, as: Int32.self)
        return Slot(slot)
    }
}
