/// The number of the newest record of each key: what a dictionary would be, for keys that are hashes already.
///
/// Open addressing with linear probing at a load of at most five eighths. A secret of the process goes into the place
/// of each key, so that nobody can choose texts whose keys crowd together.
struct NewestRecords {
    private struct Slot {
        /// 0 where the slot is free.
        var key: UInt64 = 0
        var number = 0
    }

    private var slots = [Slot](repeating: Slot(), count: 1 << 10)
    private var shift = UInt64(64 - 10)
    private(set) var count = 0

    private static let secret = UInt64.random(in: .min ... .max) | 1

    /// The number of a key, which must not be 0; `nil` where it has none.
    subscript(key: UInt64) -> Int? {
        let slot = self.slot(of: key)
        return slots[slot].key == 0 ? nil : slots[slot].number
    }

    /// Gives a key its number.
    ///
    /// - Parameter key: Not 0.
    /// - Returns: The number that it had before.
    @discardableResult
    mutating func set(_ key: UInt64, to number: Int) -> Int? {
        let slot = self.slot(of: key)
        if slots[slot].key == key {
            let before = slots[slot].number
            slots[slot].number = number
            return before
        }
        slots[slot] = Slot(key: key, number: number)
        count += 1
        if count * 8 > slots.count * 5 { grow() }
        return nil
    }

    /// Takes a key out, if there.
    mutating func remove(_ key: UInt64) {
        var free = slot(of: key)
        if slots[free].key == 0 { return }
        count -= 1
        // What follows moves up, where the gap lies between it and the place that it would like.
        var next = free
        while true {
            next = (next + 1) & (slots.count - 1)
            if slots[next].key == 0 { break }
            let distance = (next &- place(of: slots[next].key)) & (slots.count - 1)
            if distance >= (next &- free) & (slots.count - 1) {
                slots[free] = slots[next]
                free = next
            }
        }
        slots[free] = Slot()
    }

    private func place(of key: UInt64) -> Int {
        // Multiplying spreads what differs into the high bits (Knuth, TAOCP 3, 6.4).
        Int(truncatingIfNeeded: ((key ^ key &>> 32) &* Self.secret) &>> shift)
    }

    private func slot(of key: UInt64) -> Int {
        var slot = place(of: key)
        while slots[slot].key != 0, slots[slot].key != key { slot = (slot + 1) & (slots.count - 1) }
        return slot
    }

    private mutating func grow() {
        let old = slots
        slots = [Slot](repeating: Slot(), count: old.count * 2)
        shift -= 1
        for entry in old where entry.key != 0 { slots[slot(of: entry.key)] = entry }
    }
}
