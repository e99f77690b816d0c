import Glibc

/// Networks in CIDR notation, asked which of them holds an address.
///
/// Sorted by their first address, each with the network around it: networks hold one another or lie apart, so that the
/// last one that begins at an address or before it, or one around that, is the smallest that holds it.
struct NetworkTable: Sendable {
    /// An address as a number of 128 bits; IPv4 stands mapped, `::ffff:a.b.c.d` (RFC 4291, 2.5.5.2).
    typealias Address = UInt128

    private struct Network: Sendable {
        var first: Address
        var length: Int
        /// Its place in the values.
        var number: Int
        /// The place of the smallest network around it, or -1.
        var outer = -1

        func holds(_ address: Address) -> Bool {
            (address ^ first) & Self.mask(length) == 0
        }

        static func mask(_ length: Int) -> Address { length == 0 ? 0 : .max << (128 - length) }
    }

    private var networks: [Network] = []

    /// - Parameter reject: Is told the place of each value that is neither an address nor a network.
    init(_ values: some Sequence<ArraySlice<UInt8>>, reject: (Int) -> Void) {
        for (number, value) in values.enumerated() {
            if let network = value.withUnsafeBytes({ Self.network($0, number: number) }) {
                networks.append(network)
            } else {
                reject(number)
            }
        }
        networks.sort { ($0.first, $0.length, $0.number) < ($1.first, $1.length, $1.number) }
        // Of two spellings of one network the first keeps its number.
        var kept: [Network] = []
        kept.reserveCapacity(networks.count)
        for var network in networks {
            if let last = kept.last, last.first == network.first, last.length == network.length { continue }
            var outer = kept.count - 1
            while outer >= 0, !kept[outer].holds(network.first) { outer = kept[outer].outer }
            network.outer = outer
            kept.append(network)
        }
        networks = kept
    }

    /// The number of the smallest network that holds the address.
    func index(of text: UnsafeRawBufferPointer) -> Int? {
        guard let (address, _) = Self.address(text) else { return nil }
        var low = 0
        var high = networks.count
        while low < high {
            let middle = (low + high) / 2
            if networks[middle].first <= address { low = middle + 1 } else { high = middle }
        }
        var place = low - 1
        while place >= 0 {
            if networks[place].holds(address) { return networks[place].number }
            place = networks[place].outer
        }
        return nil
    }

    private static func network(_ text: UnsafeRawBufferPointer, number: Int) -> Network? {
        let slash = text.firstIndex(of: UInt8(ascii: "/"))
        guard let (address, isIPv4) = address(UnsafeRawBufferPointer(rebasing: text[..<(slash ?? text.count)])) else {
            return nil
        }
        var length = 128
        if let slash {
            guard let written = prefixLength(text[(slash + 1)...]), written <= (isIPv4 ? 32 : 128) else { return nil }
            length = isIPv4 ? written + 96 : written
        }
        return Network(first: address & Network.mask(length), length: length, number: number)
    }

    /// One to three digits.
    private static func prefixLength(_ digits: Slice<UnsafeRawBufferPointer>) -> Int? {
        guard (1...3).contains(digits.count), digits.allSatisfy({ (48...57).contains($0) }) else { return nil }
        return digits.reduce(0) { $0 * 10 + Int($1 - 48) }
    }

    /// The address that a text spells out, whichever way; `nil` where it is none.
    static func address(_ text: UnsafeRawBufferPointer) -> (Address, isIPv4: Bool)? {
        // 45: the longest spelling of an address (INET6_ADDRSTRLEN less its NUL).
        guard (1...45).contains(text.count), !text.contains(0) else { return nil }
        return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 46) { spelling in
            for index in text.indices { spelling[index] = CChar(bitPattern: text[index]) }
            spelling[text.count] = 0
            var four = in_addr()
            if inet_pton(AF_INET, spelling.baseAddress, &four) == 1 {
                return (0xFFFF_0000_0000 | Address(UInt32(bigEndian: four.s_addr)), true)
            }
            var six = in6_addr()
            guard inet_pton(AF_INET6, spelling.baseAddress, &six) == 1 else { return nil }
            let address = withUnsafeBytes(of: &six) { Address(bigEndian: $0.loadUnaligned(as: Address.self)) }
            return (address, false)
        }
    }
}
