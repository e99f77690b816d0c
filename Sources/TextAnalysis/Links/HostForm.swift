import CText
import Glibc

/// The one form in which a host is shown and compared, however it was written.
///
/// Small letters; internationalised names in Unicode, never in Punycode (UTS 46, non-transitional); percent signs
/// decoded; IPv4 addresses with four decimal numbers and IPv6 addresses as RFC 5952 has them, as browsers read them
/// (URL Standard, section 3.5, "host parsing").
public enum HostForm {
    /// Lends the form of a host; of one that no browser would open, what was written in small letters.
    ///
    /// - Parameter host: Without port, user and brackets.
    public static func with<Result>(
        of host: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer) -> Result
    ) -> Result {
        if isFinal(host) { return body(host) }
        return withUnsafeTemporaryAllocation(byteCount: max(host.count, 1), alignment: 1) { copy in
            for index in host.indices { copy[index] = host[index].lowercased }
            let lower = UnsafeRawBufferPointer(rebasing: copy[..<host.count])
            if isFinal(lower) { return body(lower) }
            let output = ByteStore(capacity: 2 * HostName.longest)
            return body(append(lower, to: output) == nil ? lower : output.bytes)
        }
    }

    /// The form of a host that a rule or a list names.
    public static func bytes(of host: some Sequence<UInt8>) -> [UInt8] {
        Array(host).withUnsafeBytes { with(of: $0) { [UInt8]($0) } }
    }

    /// Whether a host is in its form already, at a glance: a small ASCII name without Punycode.
    static func isFinal(_ host: UnsafeRawBufferPointer) -> Bool {
        var labelStart = 0
        for (index, byte) in host.enumerated() {
            if byte == UInt8(ascii: ".") {
                labelStart = index + 1
            } else if !(byte.isDigit || byte &- 0x61 < 26 || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")) {
                return false
            } else if byte == UInt8(ascii: "-"), index == labelStart + 3, host.has(punycode, at: labelStart) {
                return false
            }
        }
        // A number at the end makes it an IPv4 address.
        return labelStart < host.count && !host[labelStart].isDigit
    }

    private static var punycode: UnsafeRawBufferPointer {
        let prefix: StaticString = "xn--"
        return UnsafeRawBufferPointer(start: prefix.utf8Start, count: prefix.utf8CodeUnitCount)
    }

    /// Appends the form of a host. Returns what kind of host it is; `nil` where no browser would open it, and then
    /// `output` may hold a part.
    static func append(_ host: UnsafeRawBufferPointer, to output: ByteStore) -> HostName.Kind? {
        let start = output.count
        if host.contains(UInt8(ascii: ":")) { return appendIPv6(host, to: output) ? .address : nil }
        if host.contains(UInt8(ascii: "%")) {
            let decoded = ByteStore(capacity: host.count)
            // A sign without its digits would stay, and no host has one.
            guard PercentCoding.append(host, to: decoded), !decoded.bytes.contains(UInt8(ascii: "%")) else {
                return nil
            }
            return append(decoded.bytes, to: output)
        }
        appendName(host, to: output)
        while output.count > start, output.bytes[output.count - 1] == UInt8(ascii: ".") {
            output.truncate(to: output.count - 1)
        }
        let form = UnsafeRawBufferPointer(rebasing: output.bytes[start...])
        guard let kind = HostName.kind(of: form) else { return nil }
        let lastLabel = form.lastIndex(of: UInt8(ascii: ".")).map { $0 + 1 } ?? 0
        guard form[lastLabel].isDigit, IPv4.isNumber(form[lastLabel...]) else { return kind }
        guard let address = IPv4.address(form) else { return nil }
        output.truncate(to: start)
        IPv4.append(address, to: output)
        return .address
    }

    private static func appendName(_ host: UnsafeRawBufferPointer, to output: ByteStore) {
        let isPlain = host.allSatisfy { $0 < 0x80 } && !holdsPunycode(host)
        if !isPlain, host.count <= 4 * HostName.longest, let source = host.baseAddress {
            var isDone = false
            output.fill(room: 4 * HostName.longest) { room in
                let length = room.withMemoryRebound(to: CChar.self, capacity: 4 * HostName.longest) {
                    ctext_unicode_host(
                        source.assumingMemoryBound(to: CChar.self), host.count, $0, 4 * HostName.longest)
                }
                isDone = length >= 0 && length <= 4 * HostName.longest
                return isDone ? length : 0
            }
            if isDone { return }
        }
        for byte in host { output.append(byte.lowercased) }
    }

    private static func holdsPunycode(_ host: UnsafeRawBufferPointer) -> Bool {
        host.indices.contains {
            host.hasIgnoringCase("xn--", at: $0) && ($0 == 0 || host[$0 - 1] == UInt8(ascii: "."))
        }
    }

    private static func appendIPv6(_ host: UnsafeRawBufferPointer, to output: ByteStore) -> Bool {
        // 45: the longest spelling of an address (INET6_ADDRSTRLEN less its NUL).
        guard host.count <= 45 else { return false }
        var address = in6_addr()
        let isAddress = HostName.withTerminator(host) { inet_pton(AF_INET6, $0, &address) == 1 }
        guard isAddress else { return false }
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        guard inet_ntop(AF_INET6, &address, &text, socklen_t(INET6_ADDRSTRLEN)) != nil else { return false }
        for character in text.prefix(while: { $0 != 0 }) { output.append(UInt8(bitPattern: character)) }
        return true
    }
}

/// IPv4 addresses as browsers read them: `0x7f.1`, `017700000001` and `2130706433` are all 127.0.0.1
/// (URL Standard, section 3.5, "IPv4 parser").
private enum IPv4 {
    static func isNumber(_ label: Slice<UnsafeRawBufferPointer>) -> Bool {
        label.allSatisfy(\.isDigit) || value(of: label) != nil
    }

    static func address(_ host: UnsafeRawBufferPointer) -> UInt32? {
        let parts = host.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard (1...4).contains(parts.count) else { return nil }
        var address: UInt64 = 0
        for (index, part) in parts.enumerated() {
            guard let value = value(of: part) else { return nil }
            let isLast = index == parts.count - 1
            // The last number fills all bytes that are left.
            let bits = isLast ? UInt64(8 * (4 - index)) : 8
            if value >> bits != 0 { return nil }
            address |= isLast ? value : value << UInt64(24 - 8 * index)
        }
        return UInt32(truncatingIfNeeded: address)
    }

    static func append(_ address: UInt32, to output: ByteStore) {
        for shift in stride(from: UInt32(24), through: 0, by: -8) {
            for digit in String(address >> shift & 0xFF).utf8 { output.append(digit) }
            if shift > 0 { output.append(UInt8(ascii: ".")) }
        }
    }

    /// A decimal, octal (`0…`) or hexadecimal (`0x…`) number below 2 to the 33rd.
    private static func value(of part: Slice<UnsafeRawBufferPointer>) -> UInt64? {
        var digits = part
        var radix: UInt64 = 10
        if digits.count > 1, digits.first == UInt8(ascii: "0") {
            digits = digits.dropFirst()
            radix = 8
            if digits.first?.lowercased == UInt8(ascii: "x") {
                digits = digits.dropFirst()
                radix = 16
            }
        } else if digits.isEmpty {
            return nil
        }
        var value: UInt64 = 0
        for byte in digits {
            guard let digit = byte.hexadecimalValue, digit < radix else { return nil }
            value = value * radix + digit
            if value >> 33 != 0 { return nil }
        }
        return value
    }
}
