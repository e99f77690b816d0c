/// One query's side of what is remembered: chains of the comments with the same key, the newest first.
///
/// A ring of nodes, one for each key of a comment; the oldest makes room. One `History` owns it; a class, since each look
/// at a structure in an array is a copy of all its parts.
final class HistoryChain {
    /// Bytes of a node: its key, what came before, its record, the latest time, how many came before, and its share of
    /// the table; the value that is told apart.
    static func nodeSize(hasDistinct: Bool) -> Int { 8 + 4 + 4 + 4 + 2 + 13 + (hasDistinct ? 8 : 0) }

    private let capacity: Int
    let hasDistinct: Bool
    @exclusivity(unchecked) private var table = KeyTable()
    @exclusivity(unchecked) private var keys: [UInt64] = []
    @exclusivity(unchecked) private var distinct: [UInt64] = []
    /// How many nodes back the one before with the same key is, 0 for none.
    @exclusivity(unchecked) private var previous: [UInt32] = []
    /// The low bits of the record's number.
    @exclusivity(unchecked) private var records: [UInt32] = []
    /// The latest time of a node and of those before it with the same key: a window that begins later ends the walk.
    @exclusivity(unchecked) private var latest: [ClampedTime] = []
    /// How many nodes came before with the same key, to `UInt16.max`; some of them may have made room.
    @exclusivity(unchecked) private var ordinals: [UInt16] = []
    /// How many nodes there were; the number of the next one. A node's place is its number modulo capacity.
    @exclusivity(unchecked) private var count = 0

    init(capacity: Int, hasDistinct: Bool) {
        self.capacity = max(1, min(capacity, 1 << 30))
        self.hasDistinct = hasDistinct
    }

    func add(key: UInt64, distinct value: UInt64, record: Int, time: Int64) {
        let place = count % capacity
        let low = UInt32(truncatingIfNeeded: record)
        if keys.count < capacity {
            keys.append(key)
            previous.append(0)
            records.append(low)
            latest.append(ClampedTime(time))
            ordinals.append(0)
            if hasDistinct { distinct.append(value) }
        } else {
            // The newest of its key only where it is the last one.
            table.remove(keys[place], at: place, in: keys)
            keys[place] = key
            previous[place] = 0
            records[place] = low
            latest[place] = ClampedTime(time)
            ordinals[place] = 0
            if hasDistinct { distinct[place] = value }
        }
        if let before = table.set(key, to: place, in: keys) {
            previous[place] = UInt32(truncatingIfNeeded: count - number(ofPlace: before))
            latest[place] = max(latest[place], latest[before])
            ordinals[place] = UInt16(clamping: Int(ordinals[before]) + 1)
        }
        count += 1
    }

    /// How many nodes a key has, where all are remembered and none is later than `time`; `nil` where that takes a walk.
    func count(of key: UInt64, notAfter time: Int64) -> Int? {
        guard let place = table.place(of: key, in: keys) else { return 0 }
        return count <= capacity && latest[place].isSurelyNotAfter(time) ? Int(ordinals[place]) + 1 : nil
    }

    /// Visits the nodes of a key, the newest first, until `visit` returns `false` or none that is left is in the window.
    ///
    /// - Parameters:
    ///   - earliest: Where the window begins; some of what is visited may lie before it.
    ///   - visit: Takes the low bits of the record's number, and the value that is told apart.
    func forEach(of key: UInt64, since earliest: Int64, visit: (_ record: UInt32, _ distinct: UInt64) -> Bool) {
        guard let place = table.place(of: key, in: keys) else { return }
        var number = number(ofPlace: place)
        while number >= 0, number >= count - capacity {
            let place = number % capacity
            if latest[place].isSurelyBefore(earliest) { return }
            if !visit(records[place], hasDistinct ? distinct[place] : 0) { return }
            if previous[place] == 0 { return }
            number -= Int(previous[place])
        }
    }

    /// The number of the newest node that has a place.
    private func number(ofPlace place: Int) -> Int {
        let ahead = (count - place) % capacity
        return count - (ahead == 0 ? capacity : ahead)
    }
}

/// Unix seconds in four bytes, which hold all times from 1970 to 2106; what lies beyond is the first or last of them.
private struct ClampedTime: Comparable {
    private let seconds: UInt32

    init(_ time: Int64) { seconds = UInt32(clamping: time) }

    func isSurelyBefore(_ time: Int64) -> Bool { seconds != .max && Int64(seconds) < time }

    func isSurelyNotAfter(_ time: Int64) -> Bool { seconds != .max && Int64(seconds) <= time }

    static func < (one: Self, other: Self) -> Bool { one.seconds < other.seconds }
}
