import TextAnalysis

/// What one comment is counted by: the hashes of the kinds that are wanted.
struct HistoryValues {
    /// SimHash is looked up by four parts of 16 bits: of two hashes that differ in three bits one part is the same.
    static let bandCount = 4
    /// All combinations of a comment's values for one query, at most.
    static let mostKeys = 32

    /// By `HistoryEvent.Kind`, 0 for what is blank.
    private var hashes = InlineArray<36, UInt64>(repeating: 0)
    // `HistoryEvent.mostLinkDomains` of them. Not an array: values are copied for each comment, and what has no
    // references is copied as bytes.
    private var linkDomains = InlineArray<8, UInt64>(repeating: 0)
    private var linkDomainCount = 0

    mutating func removeAll() {
        for index in hashes.indices { hashes[index] = 0 }
        linkDomainCount = 0
    }

    subscript(kind: HistoryEvent.Kind) -> UInt64 {
        get { hashes[Int(kind.rawValue)] }
        set { hashes[Int(kind.rawValue)] = newValue }
    }

    mutating func add(linkDomain hash: UInt64) {
        if linkDomainCount == linkDomains.count { return }
        for index in 0..<linkDomainCount where linkDomains[index] == hash { return }
        linkDomains[linkDomainCount] = hash
        linkDomainCount += 1
    }

    /// Takes over what is stored.
    mutating func read(_ event: HistoryEvent) {
        removeAll()
        for (kind, hash) in event.hashes {
            if kind == .linkDomain { add(linkDomain: hash) } else { self[kind] = hash }
        }
    }

    /// All that is there, for storing.
    var all: [(kind: HistoryEvent.Kind, hash: UInt64)] {
        var all: [(kind: HistoryEvent.Kind, hash: UInt64)] = []
        for kind in HistoryEvent.Kind.allCases where kind != .linkDomain && self[kind] != 0 {
            all.append((kind, self[kind]))
        }
        for index in 0..<linkDomainCount { all.append((.linkDomain, linkDomains[index])) }
        return all
    }

    /// One hash for all of some values; 0 where one of them is blank.
    func key(of kinds: [HistoryEvent.Kind], _ keyed: KeyedHash) -> UInt64 {
        if kinds.count == 1 { return self[kinds[0]] }
        var key: UInt64 = 0
        for kind in kinds {
            if self[kind] == 0 { return 0 }
            key = keyed(key ^ self[kind])
        }
        return key
    }

    /// Appends one hash for each combination of what the keys stand for; none where one of them is blank.
    ///
    /// - Parameter splitsSimHash: Whether a similar text is found by any of its parts; else it is left out, since whoever
    ///   counts compares it.
    /// - Returns: How many were appended.
    func appendKeys(
        _ keys: [HistoryQuery.Key], splitsSimHash: Bool, _ keyed: KeyedHash, to target: inout [UInt64]
    ) -> Int {
        if keys.isEmpty { return 0 }
        let first = target.count
        if keys.count == 1, let kind = keys[0].single {
            if self[kind] != 0 { target.append(self[kind]) }
            return target.count - first
        }
        target.append(0)
        for key in keys {
            if let value = key.single.map({ self[$0] }) {
                if value == 0 { return give(back: &target, to: first) }
                for index in first..<target.count { target[index] = keyed(target[index] ^ value) }
                continue
            }
            if key == .similar {
                if self[.simHash] == 0 { return give(back: &target, to: first) }
                if splitsSimHash {
                    multiply(&target, from: first, by: Self.bandCount) { band in
                        (self[.simHash] >> UInt64(band * 16) & 0xFFFF) << 8 | UInt64(band + 1)
                    } hash: {
                        keyed($0)
                    }
                }
                continue
            }
            if linkDomainCount == 0 { return give(back: &target, to: first) }
            multiply(&target, from: first, by: linkDomainCount) {
                linkDomains[$0]
            } hash: {
                keyed($0)
            }
        }
        return target.count - first
    }

    private func give(back target: inout [UInt64], to first: Int) -> Int {
        target.removeSubrange(first...)
        return 0
    }

    private func multiply(
        _ target: inout [UInt64], from first: Int, by count: Int, value: (Int) -> UInt64, hash: (UInt64) -> UInt64
    ) {
        let before = Array(target[first...])
        target.removeSubrange(first...)
        for combination in before {
            for index in 0..<count where target.count - first < Self.mostKeys {
                target.append(hash(combination ^ value(index)))
            }
        }
    }
}
