/// The parts of a web address as written, with or without a scheme.
struct AddressParts {
    /// The host, without brackets around an IPv6 address.
    var host: Range<Int>
    /// Where the path, query or fragment starts; the end where there is none.
    var rest: Int

    /// Takes an address apart; `nil` where it is none of the web.
    init?(_ url: UnsafeRawBufferPointer) {
        var start = 0
        let hasScheme: Bool
        if url.hasIgnoringCase("http://", at: 0) {
            (start, hasScheme) = (7, true)
        } else if url.hasIgnoringCase("https://", at: 0) {
            (start, hasScheme) = (8, true)
        } else if url.hasIgnoringCase("ftp://", at: 0) {
            (start, hasScheme) = (6, true)
        } else if url.hasIgnoringCase("//", at: 0) {
            (start, hasScheme) = (2, true)
        } else {
            hasScheme = false
        }
        var end = start
        while end < url.count, !Self.endsAuthority(url[end]) { end += 1 }
        rest = end
        // What stands before the last @ is a user and perhaps a password.
        if let sign = url[start..<end].lastIndex(of: UInt8(ascii: "@")) {
            // Without a scheme that is an e-mail address.
            if !hasScheme { return nil }
            start = sign + 1
        }
        if start < end, url[start] == UInt8(ascii: "[") {
            guard let close = url[start..<end].firstIndex(of: UInt8(ascii: "]")) else { return nil }
            host = start + 1..<close
            guard HostName.kind(of: UnsafeRawBufferPointer(rebasing: url[host])) == .address else { return nil }
            return
        }
        if let colon = url[start..<end].lastIndex(of: UInt8(ascii: ":")) {
            // `javascript:` and `mailto:` have no number after the colon.
            guard url[(colon + 1)..<end].allSatisfy({ $0.isDigit }) else { return nil }
            end = colon
        }
        while end > start, url[end - 1] == UInt8(ascii: ".") { end -= 1 }
        host = start..<end
        let bytes = UnsafeRawBufferPointer(rebasing: url[host])
        guard HostName.kind(of: bytes) != nil else { return nil }
        // A reference such as `/about` or `page` leads nowhere else.
        if !hasScheme, !Self.endsInDomain(bytes) { return nil }
    }

    private static func endsAuthority(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "/") || byte == UInt8(ascii: "?") || byte == UInt8(ascii: "#")
            || byte == UInt8(ascii: "\\")
    }

    /// Whether the last label is a top-level domain, or the host is an IPv4 address.
    private static func endsInDomain(_ host: UnsafeRawBufferPointer) -> Bool {
        guard let dot = host.lastIndex(of: UInt8(ascii: ".")) else { return false }
        if HostName.kind(of: host) == .address { return host.count { $0 == UInt8(ascii: ".") } == 3 }
        return HostName.isTopLevelDomain(UnsafeRawBufferPointer(rebasing: host[(dot + 1)...]))
    }
}
