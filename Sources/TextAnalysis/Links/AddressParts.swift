/// The parts of a web address as written, with or without a scheme.
struct AddressParts {
    /// The host, without brackets around an IPv6 address.
    var host: Range<Int>
    /// Where the path, query or fragment starts; the end where there is none.
    var rest: Int
    /// What the host is.
    var kind: HostName.Kind

    /// Takes an address apart; `nil` where it is none of the web.
    ///
    /// - Parameter isBare: Whether it was found by its domain, which then needs no second look.
    init?(_ url: UnsafeRawBufferPointer, isBare: Bool = false) {
        var (start, leadsAway) = Self.scheme(of: url)
        let hasScheme = isBare || start > 0
        if isBare { leadsAway = true }
        // Nearly every host is letters, digits, hyphens and dots: one pass over those, and a closer look at the rest.
        let (plainEnd, plainKind) = HostName.plain(in: url, from: start)
        if let plainKind, plainEnd == url.count || Self.endsAuthority(url[plainEnd]) {
            (host, rest, kind) = (start..<plainEnd, plainEnd, plainKind)
            guard leadsAway || endsInDomain(url) else { return nil }
            return
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
            kind = .address
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
        guard let kind = HostName.kind(of: UnsafeRawBufferPointer(rebasing: url[host])) else { return nil }
        self.kind = kind
        guard leadsAway || endsInDomain(url) else { return nil }
    }

    /// How long the scheme is with the slashes behind it, and whether a host follows for certain.
    ///
    /// Browsers read slashes either way round, and as many or few as there are (URL Standard, section 4.4, "special
    /// authority ignore slashes state"); with fewer than two, `http:x` may be a page of the site that it stands on.
    private static func scheme(of url: UnsafeRawBufferPointer) -> (length: Int, leadsAway: Bool) {
        guard let first = url.first else { return (0, false) }
        var name = 0
        switch first.lowercased {
        case UInt8(ascii: "h"):
            name = url.hasIgnoringCase("http:", at: 0) ? 5 : url.hasIgnoringCase("https:", at: 0) ? 6 : 0
            if name == 0 { return (0, false) }
        case UInt8(ascii: "f"):
            if !url.hasIgnoringCase("ftp:", at: 0) { return (0, false) }
            name = 4
        case UInt8(ascii: "/"), UInt8(ascii: "\\"): break
        default: return (0, false)
        }
        var end = name
        while end < url.count, url[end] == UInt8(ascii: "/") || url[end] == UInt8(ascii: "\\") { end += 1 }
        // A single slash starts a path.
        if end < 2 { return (0, false) }
        return (end, url.hasIgnoringCase("//", at: name))
    }

    private static func endsAuthority(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "/") || byte == UInt8(ascii: "?") || byte == UInt8(ascii: "#")
            || byte == UInt8(ascii: "\\")
    }

    /// Whether the last label is a top-level domain, or the host is an IPv4 address: a reference such as `/about` or
    /// `page` leads nowhere else.
    private func endsInDomain(_ url: UnsafeRawBufferPointer) -> Bool {
        let host = UnsafeRawBufferPointer(rebasing: url[host])
        guard let dot = host.lastIndex(of: UInt8(ascii: ".")) else { return false }
        if kind == .address { return host.count { $0 == UInt8(ascii: ".") } == 3 }
        return TopLevelDomain.isKnown(UnsafeRawBufferPointer(rebasing: host[(dot + 1)...]))
    }
}
