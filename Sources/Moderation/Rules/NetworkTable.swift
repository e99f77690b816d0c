import Glibc

/// Networks in CIDR notation, asked which of them holds an address.
///
/// One hash table a prefix length, tried from the longest; a set of 100,000 networks has a few dozen lengths at most.
struct NetworkTable: Sendable {
    /// An address as 16 bytes; IPv4 stands mapped, `::ffff:a.b.c.d` (RFC 4291, 2.5.5.2).
    private struct Address: Hashable {
        var high: UInt64
        var low: UInt64

        func masked(to length: Int) -> Address {
            Address(
                high: length >= 64 ? high : high & ~(UInt64.max >> UInt64(length)),
                low: length >= 128 ? low : length <= 64 ? 0 : low & ~(UInt64.max >> UInt64(length - 64)))
        }
    }

    private var lengths: [Int] = []
    private var tables: [Int: [Address: Int]] = [:]

    /// Adds an address or a network; `false` where `text` is neither.
    mutating func insert(_ text: String, number: Int) -> Bool {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count <= 2, let (address, isIPv4) = Self.parse(String(parts[0])) else { return false }
        var length = 128
        if parts.count == 2 {
            guard let written = Int(parts[1]), (0...(isIPv4 ? 32 : 128)).contains(written) else { return false }
            length = isIPv4 ? written + 96 : written
        }
        if tables[length] == nil {
            lengths.append(length)
            lengths.sort(by: >)
        }
        // Of two spellings of one network the first keeps its number.
        let network = address.masked(to: length)
        if tables[length]?[network] == nil { tables[length, default: [:]][network] = number }
        return true
    }

    /// The number of the smallest network that holds the address.
    func index(of text: UnsafeRawBufferPointer) -> Int? {
        // 45: the longest spelling of an address (INET6_ADDRSTRLEN less its NUL).
        guard text.count <= 45, let (address, _) = Self.parse(String(decoding: text, as: UTF8.self)) else { return nil }
        for length in lengths {
            if let number = tables[length]?[address.masked(to: length)] { return number }
        }
        return nil
    }

    private static func parse(_ text: String) -> (Address, isIPv4: Bool)? {
        var four = in_addr()
        if inet_pton(AF_INET, text, &four) == 1 {
            return (Address(high: 0, low: 0xFFFF_0000_0000 | UInt64(UInt32(bigEndian: four.s_addr))), true)
        }
        var six = in6_addr()
        guard inet_pton(AF_INET6, text, &six) == 1 else { return nil }
        return withUnsafeBytes(of: &six) { bytes in
            let address = Address(
                high: UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self)),
                low: UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)))
            return (address, address.high == 0 && address.low >> 32 == 0xFFFF)
        }
    }
}
