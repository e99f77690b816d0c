/// Finds the newest of equal keys in a ring of keys: what a dictionary would be, in four bytes a place.
///
/// Open addressing with linear probing at a load of at most five eighths. The table holds places in the ring only: who
/// asks lends the ring. A secret of the process goes into the place of each key, so that nobody can choose texts whose
/// keys crowd together.
struct KeyTable {
    /// A place in the ring and one; 0 where the slot is free.
    private var slots = [UInt32](repeating: 0, count: 1 << 8)
    private var shift = UInt64(64 - 8)
    private(set) var count = 0

    private static let secretOfProcess = UInt64.random(in: .min ... .max) | 1
    /// At hand without asking whether it has been made.
    private let secret = Self.secretOfProcess

    /// The place of a key, which must not be 0; `nil` where it has none.
    func place(of key: UInt64, in ring: [UInt64]) -> Int? {
        let found = slots[slot(of: key, in: ring)]
        return found == 0 ? nil : Int(found) - 1
    }

    /// Gives a key its place, where `ring` has the key already.
    ///
    /// - Returns: The place that it had before.
    @discardableResult
    mutating func set(_ key: UInt64, to place: Int, in ring: [UInt64]) -> Int? {
        let slot = self.slot(of: key, in: ring)
        let before = slots[slot]
        slots[slot] = UInt32(truncatingIfNeeded: place + 1)
        if before != 0 { return Int(before) - 1 }
        count += 1
        if count * 8 > slots.count * 5 { grow(ring) }
        return nil
    }

    /// Takes a key out if `place` is where it is.
    mutating func remove(_ key: UInt64, at place: Int, in ring: [UInt64]) {
        var free = slot(of: key, in: ring)
        guard slots[free] == UInt32(truncatingIfNeeded: place + 1) else { return }
        count -= 1
        // What follows moves up, where the gap lies between it and the slot that it would like.
        var next = free
        while true {
            next = (next + 1) & (slots.count - 1)
            if slots[next] == 0 { break }
            let distance = (next &- wanted(by: ring[Int(slots[next]) - 1])) & (slots.count - 1)
            if distance >= (next &- free) & (slots.count - 1) {
                slots[free] = slots[next]
                free = next
            }
        }
        slots[free] = 0
    }

    private func wanted(by key: UInt64) -> Int {
        // Multiplying spreads what differs into the high bits (Knuth, TAOCP 3, 6.4).
        Int(truncatingIfNeeded: ((key ^ key &>> 32) &* secret) &>> shift)
    }

    private func slot(of key: UInt64, in ring: [UInt64]) -> Int {
        var slot = wanted(by: key)
        while slots[slot] != 0, ring[Int(slots[slot]) - 1] != key { slot = (slot + 1) & (slots.count - 1) }
        return slot
    }

    private mutating func grow(_ ring: [UInt64]) {
        let old = slots
        slots = [UInt32](repeating: 0, count: old.count * 2)
        shift -= 1
        for place in old where place != 0 { slots[slot(of: ring[Int(place) - 1], in: ring)] = place }
    }
}
