import CText

/// Finds the links of a text, one text after another, with memory that is kept.
final class LinkFinder {
    @exclusivity(unchecked) private(set) var links: [Link] = []
    let store = ByteStore()
    private let decoded = ByteStore()
    private let label = ByteStore()
    @exclusivity(unchecked) private var seen = LinkSet()
    @exclusivity(unchecked) private var raw = UnsafeRawBufferPointer(start: nil, count: 0)

    /// What was found last.
    var list: LinkList { LinkList(links: links, store: store) }

    private static let marks: [UInt8] = [
        UInt8(ascii: "<"), UInt8(ascii: "["), UInt8(ascii: "."), UInt8(ascii: ":"),
    ]

    private func begin(_ raw: UnsafeRawBufferPointer) {
        self.raw = raw
        store.removeAll()
        // Emptying an empty array costs more than looking whether it is one.
        if links.isEmpty { return }
        links.removeAll(keepingCapacity: true)
        seen.removeAll()
    }

    /// Finds the links of a raw text.
    func find(in raw: UnsafeRawBufferPointer) {
        begin(raw)
        guard let base = raw.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return }
        if !ctext_may_hold_link(base, raw.count) { return }
        var markup = Markup(raw)
        var bare = BareAddress(raw)
        var position = 0
        while links.count < LinkList.limit {
            position = ctext_find_any(base, position, raw.count, Self.marks)
            if position >= raw.count { return }
            switch raw[position] {
            case UInt8(ascii: "<"): position = readTag(position, &markup)
            case UInt8(ascii: "["): position = readBracket(position, &markup)
            default:
                if let found = bare.address(at: position) {
                    if found.isLink { add(address: found.range, text: 0..<0, at: found.range) }
                    position = found.range.upperBound
                } else {
                    position += 1
                }
            }
            bare.floor = position
        }
    }

    private func readTag(_ position: Int, _ markup: inout Markup) -> Int {
        guard let tag = markup.tag(at: position) else { return position + 1 }
        if let end = markup.rawTextEnd(of: tag) { return end }
        guard !tag.isClosing, markup.hasName(tag, "a"),
            let address = TagAttributes.value(of: "href", in: raw, tag.attributes)
        else { return tag.end }
        // A link's text ends with its end tag or, where that is missing, with the next link.
        let close = markup.anchorEnd(from: tag.end)
        if let close, raw[close + 1] == UInt8(ascii: "/") {
            let end = markup.tag(at: close)?.end ?? close
            add(address: address, text: tag.end..<close, at: position..<end)
            return end
        }
        add(address: address, text: 0..<0, at: position..<tag.end)
        return tag.end
    }

    private func readBracket(_ position: Int, _ markup: inout Markup) -> Int {
        if let tag = markup.code(at: position) {
            guard !tag.isClosing, markup.hasName(tag, "url") || markup.hasName(tag, "link"),
                let address = TagAttributes.unquoted(raw, tag.attributes)
            else { return tag.end }
            if let close = markup.codeEnd(from: tag.end), raw[close + 1] == UInt8(ascii: "/") {
                let end = markup.code(at: close)?.end ?? close
                add(address: address, text: tag.end..<close, at: position..<end)
                return end
            }
            add(address: address, text: 0..<0, at: position..<tag.end)
            return tag.end
        }
        if let link = markup.markdownLink(at: position) {
            add(address: link.address, text: link.text, at: position..<link.end)
            return link.end
        }
        return position + 1
    }

    /// Takes one address apart; the list then holds it, or nothing.
    func takeApart(_ url: UnsafeRawBufferPointer) {
        begin(url)
        var start = 0
        var end = min(url.count, TextForms.limit)
        while start < end, url[start].isBlank { start += 1 }
        while end > start, url[end - 1].isBlank { end -= 1 }
        add(address: start..<end, text: 0..<0, at: start..<end)
    }

    /// Adds a link unless its address is none or has been seen.
    private func add(
        address: Range<Int>, text: Range<Int>, at: Range<Int>
    ) {
        let mark = store.count
        decode(address)
        guard let parts = AddressParts(decoded.bytes) else { return }
        var link = Link()
        link.at = at
        link.url = append(decoded.bytes)
        let hostStart = store.count
        for byte in decoded.bytes[parts.host] { store.append(byte.lowercased) }
        link.host = hostStart..<store.count
        if decoded.bytes[parts.host].contains(where: { $0 >= 0x80 }) { foldHost(&link) }
        guard seen.insert(linkAt: links.count, host: link.host, rest: rest(of: link, parts), in: store, links) else {
            return store.truncate(to: mark)
        }
        link.domain = domain(of: link.host)
        if !text.isEmpty { link.text = appendText(text) }
        let host = UnsafeRawBufferPointer(rebasing: store.bytes[link.host])
        if let name = SocialNetwork.name(ofHost: host) {
            let start = store.count
            store.append(name)
            link.network = start..<store.count
        }
        links.append(link)
    }

    private func append(_ bytes: UnsafeRawBufferPointer) -> Range<Int> {
        let start = store.count
        store.append(bytes)
        return start..<store.count
    }

    /// Host names are compared without case and width: `ｅｘａｍｐｌｅ。com` is `example.com`.
    private func foldHost(_ link: inout Link) {
        label.removeAll()
        let host = UnsafeRawBufferPointer(rebasing: store.bytes[link.host])
        Folding.fold(host, into: label)
        store.truncate(to: link.host.lowerBound)
        var position = 0
        let folded = label.bytes
        while position < folded.count {
            let (value, length) = folded.character(at: position)
            // The ideographic full stop separates labels as well: UTS 46, section 2.3.
            if value == 0x3002 {
                store.append(UInt8(ascii: "."))
            } else {
                store.append(folded, position..<position + length)
            }
            position += length
        }
        link.host = link.host.lowerBound..<store.count
    }

    private func domain(of host: Range<Int>) -> Range<Int> {
        let bytes = UnsafeRawBufferPointer(rebasing: store.bytes[host])
        guard HostName.kind(of: bytes) == .name else { return host }
        guard bytes.contains(UInt8(ascii: ".")) else { return 0..<0 }
        return host.lowerBound + HostName.domainStart(of: bytes)..<host.upperBound
    }

    /// What follows the host, by which two addresses of one host differ; a single `/` is nothing.
    private func rest(of link: Link, _ parts: AddressParts) -> Range<Int> {
        let start = link.url.lowerBound + parts.rest
        let isRoot = start + 1 == link.url.upperBound && store.bytes[start] == UInt8(ascii: "/")
        return isRoot ? start..<start : start..<link.url.upperBound
    }

    private func decode(_ range: Range<Int>) {
        decoded.removeAll()
        var position = range.lowerBound
        while position < range.upperBound {
            let byte = raw[position]
            if byte == UInt8(ascii: "&"), let reference = Entities.read(raw, at: position),
                reference.end <= range.upperBound
            {
                decoded.append(character: reference.first)
                position = reference.end
            } else {
                decoded.append(byte)
                position += 1
            }
        }
    }

    private func appendText(_ range: Range<Int>) -> Range<Int> {
        let start = store.count
        var stripper = MarkupStripper(UnsafeRawBufferPointer(rebasing: raw[range]), output: store)
        stripper.run()
        return start..<store.count
    }
}
