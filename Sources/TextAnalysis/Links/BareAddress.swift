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

    init(_ text: UnsafeRawBufferPointer) {
        self.text = text
    }

    /// Whether a host could stand around the `.` at `index`: most dots end a sentence.
    func mayHold(dot index: Int) -> Bool {
        guard index > floor, index + 1 < text.count else { return false }
        let (before, after) = (text[index - 1], text[index + 1])
        return (Self.isLabel(before) || before >= 0x80) && (after.isAlphanumeric || after >= 0x80)
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
        var end = bracketEnd(from: authority) ?? schemeHostEnd(from: authority)
        guard end > authority else { return nil }
        if isPort(end, true) {
            end += 1
            while end < text.count, text[end].isDigit { end += 1 }
        }
        if end < text.count, Self.startsRest(text[end]) { end = max(end, AddressEnd.afterPath(text, from: end)) }
        return Found(range: start..<end, isLink: true)
    }

    private static func startsRest(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "/") || byte == UInt8(ascii: "?") || byte == UInt8(ascii: "#")
            || byte == UInt8(ascii: "\\")
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
                if !Self.isLabel(byte) { return index }
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

    /// The end of a host after a scheme, which may be of any script and needs no known ending.
    private func schemeHostEnd(from index: Int) -> Int {
        var end = index
        var isForeign = false
        while end < text.count, end - index < 4 * HostName.longest {
            let (value, length) = text.character(at: end)
            if value < 0x80 {
                let byte = UInt8(truncatingIfNeeded: value)
                if byte == UInt8(ascii: ".") {
                    if end == index || text[end - 1] == byte { break }
                } else if !Self.isLabel(byte), byte != UInt8(ascii: "%") {
                    break
                }
                isForeign = false
            } else {
                // The full-width full stop separates labels; the ideographic one ends the sentence.
                let edge = value == 0xFF0E ? WordBoundary.Edge.word : WordBoundary.edge(value)
                if edge == .none { break }
                if edge == .glued, !isForeign, end > index, text[end - 1].isAlphanumeric { break }
                isForeign = true
            }
            end += length
        }
        if end < text.count, Self.startsRest(text[end]) { return end }
        while end > index, text[end - 1] == UInt8(ascii: ".") || text[end - 1] == UInt8(ascii: "-") { end -= 1 }
        return end
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
        let isForeign = text[dot - 1] >= 0x80
        let start = labelStart(before: dot, isForeign: isForeign)
        guard start < dot, text[start] != UInt8(ascii: "-") else { return nil }
        let hostEnd = hostEnd(from: dot, isForeign: isForeign)
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
        return end(ofHost: start..<hostEnd) ?? none
    }

    private func labelStart(before dot: Int, isForeign: Bool) -> Int {
        var start = dot
        // A label has 63 bytes at most, RFC 1035, section 2.3.4.
        while start > floor, dot - start < 64 {
            let (value, length) = text.character(before: start)
            if value < 0x80 {
                guard Self.isLabel(UInt8(truncatingIfNeeded: value)) else { break }
            } else {
                guard isForeign, WordBoundary.edge(value) == .word else { break }
            }
            start -= length
        }
        return start
    }

    private func hostEnd(from dot: Int, isForeign: Bool) -> Int {
        var end = dot
        while end < text.count, end - dot < HostName.longest {
            let (value, length) = text.character(at: end)
            if value < 0x80 {
                let byte = UInt8(truncatingIfNeeded: value)
                let isDot = byte == UInt8(ascii: ".")
                guard Self.isLabel(byte) || isDot else { break }
                if isDot, end > dot, text[end - 1] == UInt8(ascii: ".") { break }
            } else {
                // `example.рф` is a name of two scripts; a script without spaces is the sentence that goes on.
                guard isForeign || text[end - 1] == UInt8(ascii: "."), WordBoundary.edge(value) == .word else { break }
            }
            end += length
        }
        while end > dot, text[end - 1] == UInt8(ascii: ".") || text[end - 1] == UInt8(ascii: "-") { end -= 1 }
        return end
    }

    private static func isLabel(_ byte: UInt8) -> Bool {
        byte.isAlphanumeric || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
    }

    /// The address whose host is the longest beginning of `host` that ends in a top-level domain.
    private func end(ofHost host: Range<Int>) -> Found? {
        var end = host.upperBound
        let isWorldWideWeb = text.hasIgnoringCase("www.", at: host.lowerBound)
        // Four tries: `example.com.So.what` has no more to drop.
        for _ in 0..<4 {
            guard let dot = text[host.lowerBound..<end].lastIndex(of: UInt8(ascii: ".")) else { return nil }
            let label = UnsafeRawBufferPointer(rebasing: text[(dot + 1)..<end])
            let isWhole = end == host.upperBound
            let follower = isWhole && end < text.count ? text[end] : 0
            let hasMore = follower == UInt8(ascii: "/") || follower == UInt8(ascii: "?") || isPort(end, isWhole)
            let isCertain =
                hasMore || isWorldWideWeb
                || isOneCase(host.lowerBound..<dot, label)
                    && !TopLevelDomain.isAmbiguous(
                        label, after: UnsafeRawBufferPointer(rebasing: text[host.lowerBound..<dot]))
            if isCertain, TopLevelDomain.isKnown(label) {
                let name = text[host.lowerBound..<dot]
                if isWorldWideWeb && !name.contains(UInt8(ascii: ".")) { return nil }
                guard isWhole else { return Found(range: host.lowerBound..<end, isLink: true) }
                return Found(range: host.lowerBound..<addressEnd(end), isLink: true)
            }
            end = dot
        }
        return nil
    }

    /// `great.It was` is a sentence and its end; domains are written small or, all of it, in capitals.
    private func isOneCase(_ name: Range<Int>, _ label: UnsafeRawBufferPointer) -> Bool {
        if !label.contains(where: { $0 &- 0x41 < 26 }) { return true }
        return !label.contains(where: { $0 &- 0x61 < 26 }) && !text[name].contains(where: { $0 &- 0x61 < 26 })
    }

    private func isPort(_ index: Int, _ isWhole: Bool) -> Bool {
        isWhole && index + 1 < text.count && text[index] == UInt8(ascii: ":") && text[index + 1].isDigit
    }

    private func addressEnd(_ hostEnd: Int) -> Int {
        guard hostEnd < text.count else { return hostEnd }
        switch text[hostEnd] {
        case UInt8(ascii: "/"), UInt8(ascii: "?"), UInt8(ascii: "#"):
            return max(hostEnd, AddressEnd.afterPath(text, from: hostEnd))
        case UInt8(ascii: ":") where isPort(hostEnd, true):
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
