/// Reading and judging host names.
enum HostName {
    /// The longest host, RFC 1035, section 2.3.4.
    static let longest = 253

    /// What a host is, which decides on its domain.
    enum Kind {
        case name
        case address
    }

    /// Whether these bytes may be a host of a web address, and which kind; `HostForm` has the last word.
    static func kind(of host: UnsafeRawBufferPointer) -> Kind? {
        guard !host.isEmpty, host.count <= longest else { return nil }
        if host.contains(UInt8(ascii: ":")) { return isIPv6(host) ? .address : nil }
        var label = 0
        var isNumeric = true
        for byte in host {
            if byte == UInt8(ascii: ".") {
                if label == 0 { return nil }
                label = 0
                continue
            }
            guard
                byte.isAlphanumeric || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
                    || byte == UInt8(ascii: "%") || byte >= 0x80
            else { return nil }
            if !byte.isDigit { isNumeric = false }
            label += 1
        }
        if label == 0 { return nil }
        return isNumeric ? .address : .name
    }

    /// The run of letters, digits, hyphens and dots from `index` on, with its kind where it is a host as it stands.
    static func plain(in text: UnsafeRawBufferPointer, from index: Int) -> (end: Int, kind: Kind?) {
        var end = index
        var isNumeric = true
        var previous = UInt8(ascii: ".")
        while end < text.count {
            let byte = text[end]
            if byte.isLetter || byte == UInt8(ascii: "-") {
                isNumeric = false
            } else if byte == UInt8(ascii: ".") {
                if previous == byte { return (end, nil) }
            } else if !byte.isDigit {
                break
            }
            previous = byte
            end += 1
        }
        guard previous != UInt8(ascii: "."), end - index <= longest else { return (end, nil) }
        return (end, isNumeric ? .address : .name)
    }

    private static func isIPv6(_ host: UnsafeRawBufferPointer) -> Bool {
        host.allSatisfy {
            $0.isDigit || $0.lowercased &- 0x61 < 6 || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ".")
        } && host.count >= 2
    }

    /// Lends a lower-case copy that ends in NUL.
    static func withTerminator<Result>(
        _ bytes: UnsafeRawBufferPointer, _ body: (UnsafePointer<CChar>) -> Result
    ) -> Result {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: bytes.count + 1) { copy in
            for index in 0..<bytes.count { copy[index] = CChar(bitPattern: bytes[index].lowercased) }
            copy[bytes.count] = 0
            return body(UnsafePointer(copy.baseAddress.unsafelyUnwrapped))
        }
    }
}
