/// Which links have been seen: open addressing over places in the list, so that each link is compared with few.
struct LinkSet {
    /// Twice as many as there may be links, so that chains stay short.
    private static let slots = 2048
    /// So few links are compared one by one; most comments have no more.
    private static let few = 8

    private var table: [Int16] = []
    private var rests: [Range<Int>] = []

    mutating func removeAll() {
        rests.removeAll(keepingCapacity: true)
        table.removeAll(keepingCapacity: true)
    }

    /// Notes a link that is about to be added at `place`. Returns `false` where one with this host and rest exists.
    mutating func insert(
        linkAt place: Int, host: Range<Int>, rest: Range<Int>, in store: ByteStore, _ links: [Link]
    ) -> Bool {
        if place < Self.few {
            for index in 0..<place where isSame(index, host, rest, store, links) { return false }
            rests.append(rest)
            return true
        }
        if table.isEmpty {
            table = [Int16](repeating: -1, count: Self.slots)
            for index in 0..<place {
                table[freeSlot(links[index].host, rests[index], store, links).slot] = Int16(index)
            }
        }
        let (slot, isTaken) = freeSlot(host, rest, store, links)
        if isTaken { return false }
        table[slot] = Int16(place)
        rests.append(rest)
        return true
    }

    /// The slot of an equal link, or else the free one where it belongs.
    private func freeSlot(
        _ host: Range<Int>, _ rest: Range<Int>, _ store: ByteStore, _ links: [Link]
    ) -> (slot: Int, isTaken: Bool) {
        // Swift seeds it for each process, so that nobody can choose addresses that collide.
        var hasher = Hasher()
        hasher.combine(bytes: UnsafeRawBufferPointer(rebasing: store.bytes[host]))
        hasher.combine(bytes: UnsafeRawBufferPointer(rebasing: store.bytes[rest]))
        var slot = hasher.finalize() & (Self.slots - 1)
        while table[slot] >= 0 {
            if isSame(Int(table[slot]), host, rest, store, links) { return (slot, true) }
            slot = (slot + 1) & (Self.slots - 1)
        }
        return (slot, false)
    }

    private func isSame(
        _ index: Int, _ host: Range<Int>, _ rest: Range<Int>, _ store: ByteStore, _ links: [Link]
    ) -> Bool {
        let other = links[index].host
        return other.count == host.count && rests[index].count == rest.count
            && store.bytes[other].elementsEqual(store.bytes[host])
            && store.bytes[rests[index]].elementsEqual(store.bytes[rest])
    }
}
