import CText

/// Finds the links of a text, one text after another, with memory that is kept.
final class LinkFinder {
    /// What was found last.
    let list: LinkList
    private let store: ByteStore
    private let form = ByteStore()
    private let target = ByteStore()
    @exclusivity(unchecked) private var seen = LinkSet()
    @exclusivity(unchecked) private var addressText = AddressText()
    @exclusivity(unchecked) private var raw = UnsafeRawBufferPointer(start: nil, count: 0)

    init(_ domains: RegistrableDomains) {
        list = LinkList(domains)
        store = list.store
    }

    private static let marks: [UInt8] = [
        UInt8(ascii: "<"), UInt8(ascii: "["), UInt8(ascii: "."), UInt8(ascii: ":"),
    ]

    private func begin(_ raw: UnsafeRawBufferPointer) {
        self.raw = raw
        store.removeAll()
        // Emptying an empty array costs more than looking whether it is one.
        if list.links.isEmpty { return }
        list.links.removeAll(keepingCapacity: true)
        seen.removeAll()
    }

    /// Finds the links of a raw text.
    ///
    /// - Parameter hasMarkup: Whether it holds a `<`, `[` or `&`.
    func find(in raw: UnsafeRawBufferPointer, hasMarkup: Bool) {
        begin(raw)
        let text = addressText.read(raw, mayHoldReferences: hasMarkup)
        guard let base = text.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return }
        if !ctext_may_hold_link(base, text.count) { return }
        var markup = Markup(raw)
        var bare = BareAddress(text)
        var position = 0
        while list.count < LinkList.limit {
            position = ctext_find_any(base, position, text.count, Self.marks)
            if position >= text.count { return }
            switch text[position] {
            case UInt8(ascii: "<"):
                position = addressText.index(ofRaw: readTag(addressText.rawIndex(of: position), &markup))
            case UInt8(ascii: "["):
                position = addressText.index(ofRaw: readBracket(addressText.rawIndex(of: position), &markup))
            case UInt8(ascii: ".") where !bare.mayHold(dot: position): position += 1
            case UInt8(ascii: ":") where !text.hasIgnoringCase("://", at: position): position += 1
            default:
                if let found = bare.address(at: position) {
                    if found.isLink {
                        let place = addressText.rawRange(of: found.range)
                        add(address: place, isBare: true, text: 0..<0, at: place)
                    }
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

    /// Adds a link unless its address is none or has been seen. A bare one has shown that it leads somewhere.
    private func add(address: Range<Int>, isBare: Bool = false, text: Range<Int>, at: Range<Int>) {
        let mark = store.count
        var link = Link()
        link.at = at
        guard var rest = read(appendDecoded(address), isBare: isBare, into: &link) else {
            return store.truncate(to: mark)
        }
        if let target = appendTarget(of: link, rest) {
            var led = link
            if let its = read(target, isBare: false, into: &led) {
                led.via = link.host
                (link, rest) = (led, its)
            }
        }
        guard seen.insert(linkAt: list.count, host: link.host, rest: rest, in: store, list.links) else {
            return store.truncate(to: mark)
        }
        if !text.isEmpty { link.text = appendText(text) }
        list.links.append(link)
    }

    /// Takes an address of `store` apart. Returns what follows the host, by which two addresses of one host differ;
    /// `nil` where it is none.
    private func read(_ url: Range<Int>, isBare: Bool, into link: inout Link) -> Range<Int>? {
        guard let parts = AddressParts(UnsafeRawBufferPointer(rebasing: store.bytes[url]), isBare: isBare) else {
            return nil
        }
        let written = url.lowerBound + parts.host.lowerBound..<url.lowerBound + parts.host.upperBound
        let host = UnsafeRawBufferPointer(rebasing: store.bytes[written])
        if HostForm.isFinal(host) {
            (link.host, link.kind) = (written, .name)
        } else {
            form.removeAll()
            guard let kind = HostForm.append(host, to: form) else { return nil }
            (link.host, link.kind) = (append(form.bytes), kind)
        }
        link.url = url
        let rest = url.lowerBound + parts.rest..<url.upperBound
        // A single slash is nothing.
        let isRoot = rest.count == 1 && store.bytes[rest.lowerBound] == UInt8(ascii: "/")
        return isRoot ? rest.lowerBound..<rest.lowerBound : rest
    }

    private func appendTarget(of link: Link, _ rest: Range<Int>) -> Range<Int>? {
        if rest.isEmpty { return nil }
        target.removeAll()
        let host = UnsafeRawBufferPointer(rebasing: store.bytes[link.host])
        let isThere = Redirect.appendTarget(
            host: host, rest: UnsafeRawBufferPointer(rebasing: store.bytes[rest]), to: target)
        return isThere ? append(target.bytes) : nil
    }

    private func append(_ bytes: UnsafeRawBufferPointer) -> Range<Int> {
        let start = store.count
        store.append(bytes)
        return start..<store.count
    }

    /// Appends raw bytes with their entities decoded.
    private func appendDecoded(_ range: Range<Int>) -> Range<Int> {
        let start = store.count
        let bytes = UnsafeRawBufferPointer(rebasing: raw[range])
        guard bytes.contains(UInt8(ascii: "&")) else {
            store.append(bytes)
            return start..<store.count
        }
        var position = 0
        while position < bytes.count {
            if bytes[position] == UInt8(ascii: "&"), let reference = Entities.read(bytes, at: position) {
                store.append(character: reference.first)
                position = reference.end
            } else {
                store.append(bytes[position])
                position += 1
            }
        }
        return start..<store.count
    }

    private func appendText(_ range: Range<Int>) -> Range<Int> {
        let start = store.count
        var stripper = MarkupStripper(UnsafeRawBufferPointer(rebasing: raw[range]), output: store)
        stripper.run()
        return start..<store.count
    }
}
