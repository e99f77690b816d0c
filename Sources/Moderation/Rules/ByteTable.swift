/// A set of byte strings that is asked without allocating: which of them, if any, equals these bytes?
///
/// Open addressing with linear probing at a load of at most one half, hashed with the standard library's seeded
/// hasher, so that no list makes it slow.
struct ByteTable: Sendable {
    private var slots: [Int32] = []
    private var bounds: [Int] = [0]
    private var bytes: [UInt8] = []
    private var lengths = LengthSet()

    /// Of equal keys the first one's number is kept.
    init(_ keys: some Sequence<some Collection<UInt8>>) {
        for key in keys {
            bytes.append(contentsOf: key)
            lengths.insert(key.count)
            bounds.append(bytes.count)
        }
        var size = 8
        while size < bounds.count * 2 { size *= 2 }
        slots = [Int32](repeating: -1, count: size)
        for number in 0..<bounds.count - 1 {
            let slot = bytes[bounds[number]..<bounds[number + 1]].withUnsafeBytes { self.slot(of: $0) }
            if slots[slot] < 0 { slots[slot] = Int32(number) }
        }
    }

    /// The number of the key that equals `key`.
    func index(of key: UnsafeRawBufferPointer) -> Int? {
        if !lengths.contains(key.count) { return nil }
        let number = slots[slot(of: key)]
        return number < 0 ? nil : Int(number)
    }

    private func slot(of key: UnsafeRawBufferPointer) -> Int {
        var hasher = Hasher()
        hasher.combine(bytes: key)
        var slot = hasher.finalize() & (slots.count - 1)
        while slots[slot] >= 0 {
            let number = Int(slots[slot])
            if bytes[bounds[number]..<bounds[number + 1]].elementsEqual(key) { return slot }
            slot = (slot + 1) & (slots.count - 1)
        }
        return slot
    }
}

/// Which lengths keys have: most of what is asked for has none of them, and needs no hash.
private struct LengthSet: Sendable {
    private var bits: UInt64 = 0

    mutating func insert(_ length: Int) { bits |= bit(length) }
    func contains(_ length: Int) -> Bool { bits & bit(length) != 0 }

    /// The last bit stands for 63 and all above.
    private func bit(_ length: Int) -> UInt64 { 1 << UInt64(min(length, 63)) }
}
