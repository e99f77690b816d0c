import TextAnalysis

/// Remembers the comments that came before, and counts those that are like a new one.
///
/// Not for several threads at once: the pipeline calls it in ticket order, so that counts are the same whatever the
/// number of workers. It keeps as many comments as its memory has room for, each once.
struct History {
    /// What is kept when nobody says otherwise, in bytes.
    static let defaultMemory = 64 << 20
    /// Counts end here: looking at more of a busy key's comments would let a flood slow the program down.
    static let greatestCount = 1000
    /// With how many of the texts that were counted last a further one is compared: a thousand with each other would take
    /// milliseconds. Who asks for more different texts than that counts some twice.
    static let mostCompared = 64
    /// The most comments that are kept, whatever memory there is.
    private static let greatestCapacity = 1 << 30
    /// Bytes of a record with its share of the table.
    private static let recordSize = 8 + 8 + 13

    private(set) var queries: [HistoryQuery] { didSet { singles = queries.map(\.singles) } }
    /// Of each query the values that make up a comment's key, where it has one key at most.
    private var singles: [[HistoryEvent.Kind]?]
    /// How many comments are kept.
    let capacity: Int
    private let keyed: KeyedHash
    private var comparesSimHash: Bool
    /// A record's place is its number modulo capacity.
    private var times: [Int64] = []
    private var ids: [UInt64] = []
    private var simHashes: [UInt64] = []
    private var table = KeyTable()
    private var chains: [HistoryChain]
    /// How many comments were recorded; the number of the next record.
    private var count = 0
    private var lastTime: Int64?
    /// How often each comment without an id came in this input; `nil` where nothing outlasts the run.
    private var occurrences: [UInt64: UInt64]?
    private var input = 0

    // Scratch of one comment.
    private var keys: [UInt64] = []
    private var distinct: [UInt64] = []
    private var seenRecords: Set<UInt32> = []
    private var seenValues: Set<UInt64> = []
    private var seenSimHashes: [UInt64] = []

    /// - Parameters:
    ///   - memory: Bytes, about; one comment is kept in any case.
    ///   - keyed: The hash under which the comments' values were made.
    ///   - numbersEqual: Whether equal comments without an id are told apart by their number within an input, so that the
    ///     same input read again counts nothing twice. Else each of them is a comment of its own.
    init(
        queries: [HistoryQuery], memory: Int = History.defaultMemory, keyed: KeyedHash = .ofProcess,
        numbersEqual: Bool = false
    ) {
        let capacity = Self.capacity(queries, memory: memory)
        self.init(queries: queries, capacity: capacity, keyed: keyed, numbersEqual: numbersEqual)
    }

    init(
        queries: [HistoryQuery], capacity: Int, keyed: KeyedHash = .ofProcess, numbersEqual: Bool = false
    ) {
        let capacity = max(1, capacity)
        self.queries = queries
        singles = queries.map(\.singles)
        self.capacity = capacity
        self.keyed = keyed
        comparesSimHash = queries.contains(where: \.comparesSimHash)
        occurrences = numbersEqual ? [:] : nil
        chains = queries.map { Self.chain(for: $0, capacity: capacity) }
    }

    private static func chain(for query: HistoryQuery, capacity: Int) -> HistoryChain {
        HistoryChain(capacity: capacity * query.usualKeys, hasDistinct: !query.distinct.isEmpty)
    }

    private static func capacity(_ queries: [HistoryQuery], memory: Int) -> Int {
        var size = recordSize + (queries.contains(where: \.comparesSimHash) ? 8 : 0)
        for query in queries {
            size += query.usualKeys * HistoryChain.nodeSize(hasDistinct: !query.distinct.isEmpty)
        }
        return min(max(1, memory / size), greatestCapacity)
    }

    /// The same in the middle of an input: goes on with the times and the numbers of another one.
    func after(_ other: History) -> History {
        var history = self
        history.lastTime = other.lastTime
        history.input = other.input
        if history.occurrences != nil, let occurrences = other.occurrences { history.occurrences = occurrences }
        return history
    }

    /// Whether older comments had to make room for newer ones.
    var hasForgotten: Bool { count > capacity }

    /// Turns to other questions. One that was asked before goes on with what it remembers; a new one begins with nothing.
    mutating func ask(_ new: [HistoryQuery]) {
        chains = new.map { query in
            queries.firstIndex(of: query).map { chains[$0] } ?? Self.chain(for: query, capacity: capacity)
        }
        queries = new
        if !comparesSimHash, new.contains(where: \.comparesSimHash) {
            // None of what is remembered is similar to anything: it was not looked at so far.
            simHashes = [UInt64](repeating: 0, count: times.count)
            comparesSimHash = true
        }
    }

    /// Records a block's comments and says how many came before each that are like it.
    ///
    /// - Parameters:
    ///   - block: The block's comments; each learns the time and id that it is remembered by, and whether it is new.
    ///   - arrival: The time of a comment that has none, and none before it or one more than a day later, in Unix seconds.
    ///   - counts: Receives one count for each comment and query, side by side.
    mutating func observe(_ block: HistoryKeys, arrival: Int64, counts: inout [Int32]) {
        counts.removeAll(keepingCapacity: true)
        if queries.isEmpty, occurrences == nil { return }
        if block.input != input {
            input = block.input
            occurrences?.removeAll()
        }
        block.withRows { rows in
            // By its address: a row out of its array is a copy of all its values.
            guard let first = rows.baseAddress else { return }
            for row in first..<first + rows.count {
                let time = row.pointee.time ?? inheritedTime(arrival)
                lastTime = time
                let id = row.pointee.id != 0 ? row.pointee.id : number(row.pointee.content)
                let isNew = id == 0 || table.place(of: id, in: ids) == nil
                for query in queries.indices {
                    counts.append(Int32(before(time, id: isNew ? 0 : id, query, row.pointee.values)))
                }
                if isNew { record(time, id: id, row.pointee.values) }
                row.pointee.isNew = isNew
                row.pointee.time = time
                row.pointee.id = id
            }
        }
    }

    /// The time of a comment that has none: that of the one before it, which may be an archive's, or else its arrival. A
    /// time to come is a mistake or a lie, and other comments are not to share in it.
    private func inheritedTime(_ arrival: Int64) -> Int64 {
        // A day: clocks and time zones differ by less.
        guard let lastTime, lastTime <= arrival &+ 86_400 else { return arrival }
        return lastTime
    }

    /// Takes in a comment of an earlier run.
    mutating func restore(_ event: HistoryEvent, _ values: HistoryValues) {
        if event.id == 0 || table.place(of: event.id, in: ids) == nil { record(event.time, id: event.id, values) }
    }

    /// An id for a comment without one: its content, and how often that came before in this input.
    private mutating func number(_ content: UInt64) -> UInt64 {
        guard let before = occurrences?[content, default: 0] else { return 0 }
        // So many comments without an id in one input are numbered from the start again.
        if occurrences?.count ?? 0 >= 1 << 20 { occurrences?.removeAll() }
        occurrences?[content] = before + 1
        return keyed(content &+ before)
    }

    // MARK: Counting

    /// - Parameter id: Of a comment that is remembered itself, and so is none of those before it; else 0.
    private mutating func before(
        _ time: Int64, id: UInt64, _ query: Int, _ values: borrowing HistoryValues
    ) -> Int {
        if let kinds = singles[query] {
            let key = values.key(of: kinds, keyed)
            if key == 0 { return 0 }
            // Without a walk: nearly always there is none, or there is no window.
            if let count = chains[query].count(of: key, notAfter: time),
                count == 0 || id == 0 && !chains[query].hasDistinct && queries[query].within == nil
            {
                return min(count, Self.greatestCount)
            }
        }
        let asked = queries[query]
        keys.removeAll(keepingCapacity: true)
        if values.appendKeys(asked.by, splitsSimHash: true, keyed, to: &keys) == 0 { return 0 }
        let isSimilar = asked.by.contains(.similar)
        let simHash = values[.simHash]
        let tellsSimHash = asked.distinct.contains(.similar)
        let (start, overflow) = time.subtractingReportingOverflow(asked.within ?? 0)
        let earliest = asked.within == nil || overflow ? .min : start
        // Emptying an empty set costs more than looking whether it is one.
        if !seenRecords.isEmpty { seenRecords.removeAll(keepingCapacity: true) }
        if !seenValues.isEmpty { seenValues.removeAll(keepingCapacity: true) }
        seenSimHashes.removeAll(keepingCapacity: true)
        let tellsRecords = keys.count > 1 && asked.distinct.isEmpty
        var found = 0
        // Out-of-order times may hide matches behind others, so the walk is bounded too.
        var steps = 0
        for key in keys {
            chains[query].forEach(of: key, since: earliest) { low, value in
                steps += 1
                // Its number, since at most 2^30 are kept.
                let age = UInt32(truncatingIfNeeded: count) &- low
                if Int(age) > capacity { return false }
                let place = (count - Int(age)) % capacity
                let recorded = times[place]
                if recorded <= time, recorded >= earliest, id == 0 || ids[place] != id,
                    !isSimilar || isNear(simHashes[place], simHash)
                {
                    let counts =
                        if asked.distinct.isEmpty {
                            !tellsRecords || seenRecords.insert(low).inserted
                        } else if tellsSimHash {
                            isUnseen(value, simHashes[place])
                        } else {
                            seenValues.insert(value).inserted
                        }
                    if counts { found += 1 }
                }
                return found < Self.greatestCount && steps < 4 * Self.greatestCount
            }
            if found >= Self.greatestCount || steps >= 4 * Self.greatestCount { break }
        }
        return found
    }

    private func isNear(_ one: UInt64, _ other: UInt64) -> Bool {
        TextForms.distance(one, other) <= HistoryQuery.mostDifferentBits
    }

    /// Whether no text that was counted lately, under the same other values, is near to this one.
    private mutating func isUnseen(_ value: UInt64, _ simHash: UInt64) -> Bool {
        for index in stride(from: max(0, seenSimHashes.count - 2 * Self.mostCompared), to: seenSimHashes.count, by: 2)
        where seenSimHashes[index] == value && isNear(seenSimHashes[index + 1], simHash) {
            return false
        }
        seenSimHashes.append(value)
        seenSimHashes.append(simHash)
        return true
    }

    // MARK: Recording

    /// Remembers a comment that is not there yet.
    private mutating func record(_ time: Int64, id: UInt64, _ values: borrowing HistoryValues) {
        let place = count % capacity
        if times.count < capacity {
            times.append(time)
            ids.append(id)
            if comparesSimHash { simHashes.append(values[.simHash]) }
        } else {
            if ids[place] != 0 { table.remove(ids[place], at: place, in: ids) }
            times[place] = time
            ids[place] = id
            if comparesSimHash { simHashes[place] = values[.simHash] }
        }
        if id != 0 { table.set(id, to: place, in: ids) }
        for query in queries.indices { link(query, time, values) }
        count += 1
    }

    private mutating func link(_ query: Int, _ time: Int64, _ values: borrowing HistoryValues) {
        if let kinds = singles[query], !chains[query].hasDistinct {
            let key = values.key(of: kinds, keyed)
            if key != 0 { chains[query].add(key: key, distinct: 0, record: count, time: time) }
            return
        }
        let asked = queries[query]
        keys.removeAll(keepingCapacity: true)
        if values.appendKeys(asked.by, splitsSimHash: true, keyed, to: &keys) == 0 { return }
        distinct.removeAll(keepingCapacity: true)
        if asked.distinct.isEmpty {
            distinct.append(0)
        } else if values.appendKeys(asked.distinct, splitsSimHash: false, keyed, to: &distinct) == 0 {
            return
        }
        var added = 0
        for key in keys {
            for value in distinct where added < HistoryValues.mostKeys {
                chains[query].add(key: key, distinct: value, record: count, time: time)
                added += 1
            }
        }
    }
}
