/// Finds addresses that stand bare in a text: `http://…`, `www.…` and `example.com/x`.
struct BareAddress {
    struct Found {
        var range: Range<Int>
        /// `false` for an e-mail address, which is passed over whole.
        var isLink: Bool
    }

    /// Where the last thing found ended; nothing before it is looked at again.
    var floor = 0

    private let text: UnsafeRawBufferPointer
    private let host: BareHost

    init(_ text: UnsafeRawBufferPointer) {
        self.text = text
        host = BareHost(text)
    }

    /// Whether a host could stand around the `.` at `index`: most dots end a sentence.
    func mayHold(dot index: Int) -> Bool {
        guard index > floor, index + 1 < text.count else { return false }
        let (before, after) = (text[index - 1], text[index + 1])
        return (BareHost.isLabel(before) || before >= 0x80) && (after.isAlphanumeric || after >= 0x80)
    }

    /// The address around the `.` or `:` at `index`.
    func address(at index: Int) -> Found? {
        text[index] == UInt8(ascii: ":") ? withScheme(index) : withoutScheme(index)
    }

    private func withScheme(_ colon: Int) -> Found? {
        let start: Int
        if colon - 5 >= floor, text.hasIgnoringCase("https", at: colon - 5) {
            start = colon - 5
        } else if colon - 4 >= floor, text.hasIgnoringCase("http", at: colon - 4) {
            start = colon - 4
        } else if colon - 3 >= floor, text.hasIgnoringCase("ftp", at: colon - 3) {
            start = colon - 3
        } else {
            return otherScheme(colon)
        }
        let authority = userEnd(from: colon + 3)
        var end = bracketEnd(from: authority) ?? host.markedEnd(from: authority)
        guard end > authority else { return nil }
        if host.isPort(end) {
            end += 1
            while end < text.count, text[end].isDigit { end += 1 }
        }
        if end < text.count, BareHost.startsRest(text[end]) { end = max(end, AddressEnd.afterPath(text, from: end)) }
        return Found(range: start..<end, isLink: true)
    }

    /// The index after `user:password@`, or `index` where there is none.
    private func userEnd(from index: Int) -> Int {
        var end = index
        // Longer ones are not written by people, and each scheme would look as far again.
        while end < text.count, end - index < 256 {
            let byte = text[end]
            if byte == UInt8(ascii: "@") { return end + 1 }
            switch byte {
            case UInt8(ascii: ":"), UInt8(ascii: "%"), UInt8(ascii: "+"), UInt8(ascii: "~"), UInt8(ascii: "!"),
                UInt8(ascii: "$"), UInt8(ascii: "&"), UInt8(ascii: "*"), UInt8(ascii: "="), UInt8(ascii: "."):
                break
            default:
                if !BareHost.isLabel(byte) { return index }
            }
            end += 1
        }
        return index
    }

    /// The index after an IPv6 address, which is the one place where brackets stand in an address.
    private func bracketEnd(from index: Int) -> Int? {
        guard index < text.count, text[index] == UInt8(ascii: "[") else { return nil }
        var end = index + 1
        while end < text.count, end - index < 50,
            text[end].isAlphanumeric || text[end] == UInt8(ascii: ":") || text[end] == UInt8(ascii: ".")
        {
            end += 1
        }
        return end < text.count && text[end] == UInt8(ascii: "]") ? end + 1 : index
    }

    /// `hxxp://example.com` leads nowhere, and neither does the domain in it; the whole is passed over.
    private func otherScheme(_ colon: Int) -> Found? {
        var start = colon
        // No scheme of those in use is as long.
        while start > floor, colon - start < 16, text[start - 1].isAlphanumeric { start -= 1 }
        guard start < colon else { return nil }
        return Found(range: start..<max(colon + 3, AddressEnd.afterPath(text, from: colon + 3)), isLink: false)
    }

    private func withoutScheme(_ dot: Int) -> Found? {
        let (start, isForeign) = host.labelStart(before: dot, notBefore: floor)
        guard start < dot, text[start] != UInt8(ascii: "-") else { return nil }
        let isWorldWideWeb = dot - start == 3 && text.hasIgnoringCase("www", at: start)
        let hostEnd =
            isWorldWideWeb ? host.markedEnd(from: dot + 1) : host.end(from: dot, isForeign: isForeign)
        guard hostEnd > dot + 1 else { return nil }
        // What is no link is passed over whole, so that each host is read once.
        let none = Found(range: start..<hostEnd, isLink: false)
        if start > 0 {
            switch text[start - 1] {
            // An e-mail address, a part of a path, a file name or a longer word.
            case UInt8(ascii: "@"), UInt8(ascii: "/"), UInt8(ascii: "\\"), UInt8(ascii: "."), UInt8(ascii: "-"),
                UInt8(ascii: "_"), UInt8(ascii: "%"), UInt8(ascii: "+"):
                return none
            default: break
            }
        }
        // `ann.lee@example.org`: what stands before the sign is no host.
        if hostEnd < text.count, text[hostEnd] == UInt8(ascii: "@") { return none }
        return end(ofHost: start..<hostEnd, isWorldWideWeb) ?? none
    }

    /// The address whose host is the longest beginning of `host` that ends in a top-level domain.
    private func end(ofHost host: Range<Int>, _ isWorldWideWeb: Bool) -> Found? {
        var end = host.upperBound
        // Four tries: `example.com.So.what` has no more to drop.
        for _ in 0..<4 {
            guard let dot = text[host.lowerBound..<end].lastIndex(of: UInt8(ascii: ".")) else { return nil }
            let name = UnsafeRawBufferPointer(rebasing: text[host.lowerBound..<dot])
            if isWorldWideWeb { end = labelEnd(dot + 1..<end) }
            let label = UnsafeRawBufferPointer(rebasing: text[(dot + 1)..<end])
            let isWhole = end == host.upperBound
            let follower = isWhole && end < text.count ? text[end] : 0
            let hasMore =
                follower == UInt8(ascii: "/") || follower == UInt8(ascii: "?") || isWhole && self.host.isPort(end)
            let isCertain =
                hasMore || isWorldWideWeb
                || isCaseOfDomain(name, label) && !TopLevelDomain.isAmbiguous(label, after: name)
            if isCertain, isWorldWideWeb ? isKnown(dot + 1..<end) : TopLevelDomain.isKnown(label) {
                if isWorldWideWeb && !name.contains(UInt8(ascii: ".")) { return nil }
                guard isWhole else { return Found(range: host.lowerBound..<end, isLink: true) }
                return Found(range: host.lowerBound..<addressEnd(end), isLink: true)
            }
            end = dot
        }
        return nil
    }

    /// The end of a last label, before the sentence that goes on in another script: `www.example.comСмотри`.
    private func labelEnd(_ label: Range<Int>) -> Int {
        guard let foreign = text[label].firstIndex(where: { $0 >= 0x80 }), foreign > label.lowerBound,
            !isKnown(label)
        else { return label.upperBound }
        return foreign
    }

    /// Whether a last label that stands for certain in a host is a top-level domain, in whatever capitals and with what
    /// browsers leave out.
    private func isKnown(_ label: Range<Int>) -> Bool {
        let label = UnsafeRawBufferPointer(rebasing: text[label])
        return label.contains { $0 >= 0x80 }
            ? HostForm.with(of: label) { TopLevelDomain.isKnown($0) } : TopLevelDomain.isKnown(label)
    }

    /// `great.It was` is a sentence and its end, and `B.Com` a degree; domains are written small or, all of it, in
    /// capitals, but for endings that are no word.
    private func isCaseOfDomain(_ name: UnsafeRawBufferPointer, _ label: UnsafeRawBufferPointer) -> Bool {
        if !label.contains(where: { $0 &- 0x41 < 26 }) { return true }
        if !label.contains(where: { $0 &- 0x61 < 26 }), !name.contains(where: { $0 &- 0x61 < 26 }) { return true }
        let isInitial = name.count < 2 || name[name.count - 2] == UInt8(ascii: ".")
        return !isInitial && TopLevelDomain.isNoWord(label)
    }

    private func addressEnd(_ hostEnd: Int) -> Int {
        guard hostEnd < text.count else { return hostEnd }
        switch text[hostEnd] {
        case UInt8(ascii: "/"), UInt8(ascii: "?"), UInt8(ascii: "#"):
            return max(hostEnd, AddressEnd.afterPath(text, from: hostEnd))
        case UInt8(ascii: ":") where host.isPort(hostEnd):
            var end = hostEnd + 1
            while end < text.count, text[end].isDigit { end += 1 }
            if end < text.count, text[end] == UInt8(ascii: "/") {
                return max(end, AddressEnd.afterPath(text, from: end))
            }
            return end
        default: return hostEnd
        }
    }
}
