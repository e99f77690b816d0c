/// A link in a text. Its parts are ranges of the list's own bytes; empty means that there is none.
public struct Link: Sendable, Equatable {
    /// The address as it was written, entities decoded; of one that goes by way of a redirecting page, the address
    /// that it leads to.
    public internal(set) var url = 0..<0
    /// The host as `HostForm` has it, without port and user; an IPv6 address without its brackets.
    public internal(set) var host = 0..<0
    /// The host of the redirecting page, such as `l.facebook.com`; empty for a link that leads there by itself.
    public internal(set) var via = 0..<0
    /// What a reader sees in its place; empty for a bare address.
    public internal(set) var text = 0..<0
    /// Where it stands in the raw text, with the tags around it.
    public internal(set) var at = 0..<0
    /// What its host is.
    var kind = HostName.Kind.name
}

/// The links of a text, valid until the text's forms are reset.
public final class LinkList {
    /// How many links of one text are looked at; no reader follows as many, and each costs a look-up.
    public static let limit = 1000

    @exclusivity(unchecked) public internal(set) var links: [Link] = []
    @inlinable public var count: Int { links.count }
    let store = ByteStore()
    let domains: RegistrableDomains

    init(_ domains: RegistrableDomains) { self.domains = domains }

    /// The bytes of a part of a link.
    public func string(_ range: Range<Int>) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: store.bytes[range.clamped(to: 0..<store.count)])
    }

    /// The domain that a link's owner registered, by the Public Suffix List; for an IP address the address itself, for
    /// a host that is a public suffix the host, and empty for a host without a dot. Worked out at each call.
    public func domain(of link: Link) -> UnsafeRawBufferPointer {
        let host = string(link.host)
        if link.kind == .address { return host }
        guard host.contains(UInt8(ascii: ".")) else { return string(0..<0) }
        return UnsafeRawBufferPointer(rebasing: host[domains.start(in: host)...])
    }
}

extension HostForm {
    /// Lends the form of an address's host.
    ///
    /// - Parameter url: Valid UTF-8, with or without a scheme; white space around it does not count.
    /// - Returns: What `body` gives, or `nil` where `url` is no web address.
    public static func with<Result>(
        hostOf url: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer) -> Result
    ) -> Result? {
        let url = UnsafeRawBufferPointer(rebasing: url[..<min(url.count, TextForms.limit)]).withoutBlanksAround
        guard let parts = AddressParts(url) else { return nil }
        return with(of: UnsafeRawBufferPointer(rebasing: url[parts.host]), body)
    }
}
