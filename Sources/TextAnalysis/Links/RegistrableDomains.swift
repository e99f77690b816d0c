import CText

/// Where the registrable domain starts in a host, by the Public Suffix List.
///
/// libpsl takes some 5,000 instructions for a host. A few hosts make up most links, so the answers for the last ones
/// are kept: one for each slot, so that no stream of hosts takes more memory.
final class RegistrableDomains {
    private static let slots = 512
    /// A slot holds the host's length, where its domain starts, and the host.
    private static let slotSize = 64
    /// More labels than the longest rule of the list has, with the one that it is registered under.
    private static let mostLabels = 8

    @exclusivity(unchecked) private var memory: UnsafeMutableRawBufferPointer?

    deinit { memory?.deallocate() }

    /// Where the domain starts in a host in lower case; 0 where the host is a public suffix itself.
    func start(in host: UnsafeRawBufferPointer) -> Int {
        guard host.count <= Self.slotSize - 2 else { return Self.ask(host) }
        let slot = slot(of: host)
        let known = UnsafeRawBufferPointer(rebasing: slot[2..<2 + host.count])
        if Int(slot[0]) == host.count, known.has(host, at: 0) { return Int(slot[1]) }
        let start = Self.ask(host)
        slot[0] = UInt8(truncatingIfNeeded: host.count)
        slot[1] = UInt8(truncatingIfNeeded: start)
        UnsafeMutableRawBufferPointer(rebasing: slot[2...]).copyMemory(from: host)
        return start
    }

    private func slot(of host: UnsafeRawBufferPointer) -> UnsafeMutableRawBufferPointer {
        let memory = memory ?? makeMemory()
        // FNV-1a, 32 bits (Fowler, Noll, Vo). Hosts chosen to collide only ask libpsl again.
        var hash: UInt32 = 0x811C_9DC5
        for byte in host { hash = (hash ^ UInt32(byte)) &* 0x0100_0193 }
        let start = Int((hash ^ hash >> 16) & UInt32(Self.slots - 1)) * Self.slotSize
        return UnsafeMutableRawBufferPointer(rebasing: memory[start..<start + Self.slotSize])
    }

    private func makeMemory() -> UnsafeMutableRawBufferPointer {
        let made = UnsafeMutableRawBufferPointer.allocate(byteCount: Self.slots * Self.slotSize, alignment: 16)
        made.initializeMemory(as: UInt8.self, repeating: 0)
        memory = made
        return made
    }

    private static func ask(_ host: UnsafeRawBufferPointer) -> Int {
        // libpsl's time grows with the square of the labels.
        var labels = 0
        var first = host.count
        while first > 0 {
            if host[first - 1] == UInt8(ascii: ".") { labels += 1 }
            if labels == mostLabels { break }
            first -= 1
        }
        let end = UnsafeRawBufferPointer(rebasing: host[first...])
        let start = HostName.withTerminator(end) { ctext_registrable_start($0) }
        return start >= 0 && start < end.count ? first + start : 0
    }
}
