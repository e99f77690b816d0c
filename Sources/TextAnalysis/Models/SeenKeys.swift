/// Which keys came before in one comment. One thread uses it at a time.
struct SeenKeys: ~Copyable {
    /// A power of two slots; a key counts where it was written since `removeAll`.
    private var keys: UnsafeMutableBufferPointer<UInt64>
    private var rounds: UnsafeMutableBufferPointer<UInt32>
    private var round: UInt32 = 1
    private var count = 0

    private static let firstSlots = 1 << 10

    init() {
        (keys, rounds) = Self.slots(Self.firstSlots)
    }

    deinit {
        keys.deallocate()
        rounds.deallocate()
    }

    private static func slots(
        _ count: Int
    ) -> (UnsafeMutableBufferPointer<UInt64>, UnsafeMutableBufferPointer<UInt32>) {
        let keys = UnsafeMutableBufferPointer<UInt64>.allocate(capacity: count)
        keys.initialize(repeating: 0)
        let rounds = UnsafeMutableBufferPointer<UInt32>.allocate(capacity: count)
        rounds.initialize(repeating: 0)
        return (keys, rounds)
    }

    mutating func removeAll() {
        count = 0
        round &+= 1
        if round == 0 {
            rounds.update(repeating: 0)
            round = 1
        }
    }

    /// Whether the key is new. Its lowest bits must be as good as random.
    @inline(__always)
    mutating func insert(_ key: UInt64) -> Bool {
        if count >= keys.count / 2 { grow() }
        let slot = slot(of: key)
        if rounds[slot] == round { return false }
        (keys[slot], rounds[slot]) = (key, round)
        count += 1
        return true
    }

    /// Where the key is, or where there is room for it.
    @inline(__always)
    private func slot(of key: UInt64) -> Int {
        var slot = Int(truncatingIfNeeded: key) & (keys.count - 1)
        while rounds[slot] == round, keys[slot] != key { slot = (slot + 1) & (keys.count - 1) }
        return slot
    }

    private mutating func grow() {
        let (oldKeys, oldRounds) = (keys, rounds)
        (keys, rounds) = Self.slots(2 * oldKeys.count)
        for (key, written) in zip(oldKeys, oldRounds) where written == round {
            let slot = slot(of: key)
            (keys[slot], rounds[slot]) = (key, round)
        }
        oldKeys.deallocate()
        oldRounds.deallocate()
    }
}
