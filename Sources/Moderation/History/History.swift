/// Remembers the comments that came before, and counts those that are like a new one.
///
/// Not for several threads at once: the pipeline calls it in ticket order, so that counts are the same whatever the
/// number of workers. It keeps the last `capacity` comments, each once.
struct History {
    /// What is kept when nobody says otherwise: 2^18 comments, about 8 MB and 16 MB more for each query.
    static let defaultCapacity = 1 << 18
    /// Counts end here: looking at more of a busy key's comments would let a flood slow the program down.
    static let greatestCount = 1000

    private struct Record {
        var time: Int64
        var id: UInt64
    }

    /// One query's side of the records: chains of those with the same key, newest first.
    private struct Chain {
        var newest = NewestRecords()
        var keys: [UInt64] = []
        var distinct: [UInt64] = []
        /// The number of the record before with the same key, -1 for none.
        var previous: [Int] = []

        mutating func set(_ slot: Int, key: UInt64, distinct value: UInt64, previous number: Int) {
            if slot < keys.count {
                keys[slot] = key
                distinct[slot] = value
                previous[slot] = number
            } else {
                keys.append(key)
                distinct.append(value)
                previous.append(number)
            }
        }
    }

    private(set) var queries: [HistoryQuery]
    private let capacity: Int
    private var records: [Record] = []
    private var chains: [Chain]
    private var ids = NewestRecords()
    /// How many comments were recorded; the number of the next record. A record's slot is its number modulo capacity.
    private var count = 0
    private var lastTime: Int64?

    init(queries: [HistoryQuery], capacity: Int = History.defaultCapacity) {
        self.queries = queries
        self.capacity = max(1, capacity)
        chains = queries.map { _ in Chain() }
    }

    /// Turns to other questions. One that was asked before goes on with what it remembers; a new one begins with nothing.
    mutating func ask(_ new: [HistoryQuery]) {
        chains = new.map { query in
            if let known = queries.firstIndex(of: query) { return chains[known] }
            var chain = Chain()
            for slot in records.indices { chain.set(slot, key: 0, distinct: 0, previous: -1) }
            return chain
        }
        queries = new
    }

    /// Records a block's comments and says how many came before each that are like it.
    ///
    /// - Parameters:
    ///   - keys: The block's comments.
    ///   - arrival: The time of a comment that has none and none before it, in Unix seconds.
    ///   - counts: Receives one count for each comment and query, side by side.
    mutating func observe(_ keys: HistoryKeys, arrival: Int64, counts: inout [Int32]) {
        counts.removeAll(keepingCapacity: true)
        if queries.isEmpty { return }
        for (index, row) in keys.rows.enumerated() {
            let time = row.time ?? lastTime ?? arrival
            lastTime = time
            let first = index * queries.count * 2
            for query in queries.indices {
                counts.append(
                    Int32(
                        before(
                            time, id: row.id, query: query, key: keys.hashes[first + 2 * query],
                            distinct: keys.hashes[first + 2 * query + 1])))
            }
            record(Record(time: time, id: row.id), hashes: keys.hashes[first..<first + queries.count * 2])
        }
    }

    private func before(_ time: Int64, id: UInt64, query: Int, key: UInt64, distinct: UInt64) -> Int {
        guard key != 0, var number = chains[query].newest[key] else { return 0 }
        let window = queries[query].within
        let countsDistinct = !queries[query].distinct.isEmpty
        var seen: Set<UInt64> = []
        var found = 0
        // Out-of-order times may hide matches behind others, so the walk is bounded too.
        var steps = 0
        while number >= 0, number >= count - capacity, found < Self.greatestCount, steps < 4 * Self.greatestCount {
            let slot = number % capacity
            steps += 1
            let record = records[slot]
            let isInWindow = record.time <= time && window.map { record.time >= time - $0 } ?? true
            if isInWindow, id == 0 || record.id != id {
                if !countsDistinct {
                    found += 1
                } else if chains[query].distinct[slot] != 0, seen.insert(chains[query].distinct[slot]).inserted {
                    found += 1
                }
            }
            number = chains[query].previous[slot]
        }
        return found
    }

    private mutating func record(_ record: Record, hashes: ArraySlice<UInt64>) {
        if record.id != 0, let earlier = ids[record.id], earlier >= count - capacity { return }
        let slot = count % capacity
        if records.count < capacity {
            records.append(record)
        } else {
            forget(slot)
            records[slot] = record
        }
        if record.id != 0 { ids.set(record.id, to: count) }
        for query in queries.indices {
            let key = hashes[hashes.startIndex + 2 * query]
            let previous = key == 0 ? -1 : chains[query].newest.set(key, to: count) ?? -1
            chains[query].set(
                slot, key: key, distinct: hashes[hashes.startIndex + 2 * query + 1], previous: previous)
        }
        count += 1
    }

    /// Takes the record that leaves `slot` out of the tables, unless a newer one has taken its place there.
    private mutating func forget(_ slot: Int) {
        let number = count - capacity
        let id = records[slot].id
        if id != 0, ids[id] == number { ids.remove(id) }
        for query in queries.indices {
            let key = chains[query].keys[slot]
            if key != 0, chains[query].newest[key] == number { chains[query].newest.remove(key) }
        }
    }
}
