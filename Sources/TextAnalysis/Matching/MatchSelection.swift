/// Chooses among what a scan finds: of hits that overlap within a group the leftmost, and of those the longest; of too
/// many in a group the heaviest.
///
/// It never holds much more than twice what it gives: `TextScanner.limit` hits for each group. What is too much is
/// thrown out as soon as there are as many again as were left the last time, so that each hit takes logarithmic time.
struct MatchSelection {
    private struct Candidate {
        var start: Int32
        var end: Int32
        var group: Int32
        var entry: Int32

        var match: TextMatch { TextMatch(group: group, entry: entry, range: start..<end) }
    }

    private var candidates: [Candidate] = []
    /// How many there may be before they are thinned out.
    private var room = leastRoom
    private let weight: TextScanner.Weight

    /// A page of prose has a hundredth of them.
    private static let leastRoom = 8 * TextScanner.limit

    init(weight: @escaping TextScanner.Weight) {
        self.weight = weight
    }

    mutating func add(_ range: Range<Int>, group: Int32, entry: Int32) {
        if candidates.count == room {
            thin()
            room = max(Self.leastRoom, 2 * candidates.count)
        }
        candidates.append(
            Candidate(start: Int32(range.lowerBound), end: Int32(range.upperBound), group: group, entry: entry))
    }

    /// Gives what was chosen, sorted by group, then by place, and begins anew.
    mutating func finish(into matches: inout [TextMatch]) {
        if candidates.isEmpty { return }
        thin()
        for candidate in candidates { matches.append(candidate.match) }
        candidates.removeAll(keepingCapacity: true)
        room = Self.leastRoom
    }

    /// Throws out what overlaps and what is too much.
    private mutating func thin() {
        sort()
        var kept = 0
        var index = 0
        while index < candidates.count {
            let group = candidates[index].group
            let first = kept
            var end: Int32 = 0
            while index < candidates.count, candidates[index].group == group {
                if candidates[index].start >= end {
                    end = candidates[index].end
                    candidates[kept] = candidates[index]
                    kept += 1
                }
                index += 1
            }
            if kept - first > TextScanner.limit { kept = keepHeaviest(first..<kept) }
        }
        candidates.removeLast(candidates.count - kept)
    }

    /// Brings the heaviest of a group's hits to its start, in their order. Returns their end.
    private mutating func keepHeaviest(_ range: Range<Int>) -> Int {
        var places: [(weight: Double, place: Int)] = []
        for place in range {
            if let weight = weight(candidates[place].match) { places.append((weight, place)) }
        }
        if places.count > TextScanner.limit {
            places.sort { ($1.weight, $0.place) < ($0.weight, $1.place) }
            places.removeLast(places.count - TextScanner.limit)
            places.sort { $0.place < $1.place }
        }
        for (index, kept) in places.enumerated() { candidates[range.lowerBound + index] = candidates[kept.place] }
        return range.lowerBound + places.count
    }

    private mutating func sort() {
        // Most comments have a hit or two, for which a call of `sort` costs more than the work.
        if candidates.count > 16 { return candidates.sort(by: Self.precedes) }
        for index in candidates.indices.dropFirst() {
            let candidate = candidates[index]
            var place = index
            while place > 0, Self.precedes(candidate, candidates[place - 1]) {
                candidates[place] = candidates[place - 1]
                place -= 1
            }
            candidates[place] = candidate
        }
    }

    private static func precedes(_ left: Candidate, _ right: Candidate) -> Bool {
        if left.group != right.group { return left.group < right.group }
        if left.start != right.start { return left.start < right.start }
        if left.end != right.end { return left.end > right.end }
        return left.entry < right.entry
    }
}
