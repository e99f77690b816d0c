import TextAnalysis

/// Labelled comments as rows of features.
public struct TrainingSet {
    /// By row, one after the other.
    private(set) var places: [UInt32] = []
    private(set) var values: [Float] = []
    private var starts = [0]
    public private(set) var labels: [Bool] = []
    /// By row: which of `sources` it came from.
    public private(set) var origins: [Int] = []
    public private(set) var sources: [String] = []
    /// Comments whose texts were the same as another's, and left out.
    public private(set) var duplicates = 0
    private var groups = NearDuplicates()
    private var known: [UInt64: Int] = [:]

    public init() {}

    public var count: Int { labels.count }

    func range(of row: Int) -> Range<Int> { starts[row]..<starts[row + 1] }

    /// Rows of one group are nearly the same text: they never stand on both sides of a test.
    func group(of row: Int) -> Int { groups.group(of: row) }

    /// Adds a comment, unless one with the same text is there.
    ///
    /// - Parameters:
    ///   - fingerprint: The same for equal texts.
    ///   - simHash: Near for texts that are nearly equal; `nil` for short ones.
    /// - Returns: Whether it was added.
    @discardableResult
    public mutating func add(
        _ features: [(place: UInt32, value: Float)], label: Bool, source: String, fingerprint: UInt64, simHash: UInt64?
    ) -> Bool {
        if known[fingerprint] != nil {
            duplicates += 1
            return false
        }
        known[fingerprint] = count
        for feature in features {
            places.append(feature.place)
            values.append(feature.value)
        }
        starts.append(places.count)
        labels.append(label)
        let origin = sources.firstIndex(of: source) ?? sources.count
        if origin == sources.count { sources.append(source) }
        origins.append(origin)
        groups.add(simHash)
        return true
    }

    /// Each row's weight, so that every source weighs the same and all together as much as there are rows.
    func masses(of rows: [Int]) -> [Float] {
        var counts = [Int](repeating: 0, count: sources.count)
        for row in rows { counts[origins[row]] += 1 }
        let present = counts.count { $0 > 0 }
        return rows.map { Float(rows.count) / Float(present) / Float(counts[origins[$0]]) }
    }

    /// The same, where both classes of a source weigh the same too. A source of one class alone weighs as any other.
    func balancedMasses(of rows: [Int]) -> [Float] {
        var counts = [Float](repeating: 0, count: 2 * sources.count)
        func part(_ row: Int) -> Int { 2 * origins[row] + (labels[row] ? 1 : 0) }
        for row in rows { counts[part(row)] += 1 }
        return zip(rows, masses(of: rows)).map { row, mass in
            let (own, other) = (counts[part(row)], counts[part(row) ^ 1])
            return other > 0 ? mass * (own + other) / (2 * own) : mass
        }
    }
}

/// Puts texts together whose SimHash differs in three bits at most, found by four parts of it (Manku, Jain and Das
/// Sarma, WWW 2007).
private struct NearDuplicates {
    private var hashes: [UInt64] = []
    private var leaders: [Int] = []
    private var bands: [UInt32: [Int]] = [:]
    /// Of those that share a part so many are compared, the newest; texts of one template are joined one by one.
    private static let mostCompared = 64

    mutating func add(_ hash: UInt64?) {
        let row = leaders.count
        leaders.append(row)
        hashes.append(hash ?? 0)
        guard let hash, hash != 0 else { return }
        for band in 0..<UInt64(4) {
            let key = UInt32(truncatingIfNeeded: (hash >> (band * 16) & 0xFFFF) << 2 | band)
            for other in bands[key, default: []].suffix(Self.mostCompared)
            where (hashes[other] ^ hash).nonzeroBitCount <= 3 {
                join(row, other)
            }
            bands[key, default: []].append(row)
        }
    }

    private mutating func join(_ one: Int, _ other: Int) {
        let (first, second) = (group(of: one), group(of: other))
        leaders[max(first, second)] = min(first, second)
    }

    func group(of row: Int) -> Int {
        var row = row
        while leaders[row] != row { row = leaders[row] }
        return row
    }
}
