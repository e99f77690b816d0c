import CText

/// Finds `@name`, `#tag` and Weibo's `#话题#`.
struct SignFinder {
    /// The longest name that a network allows is 30 letters; what is longer is cut.
    private static let longestName = 64
    /// Weibo's topics have 32 characters at most.
    private static let longestTopic = 32

    private let text: UnsafeRawBufferPointer

    init(_ text: UnsafeRawBufferPointer) {
        self.text = text
    }

    private static let marks: [UInt8] = [
        // The last one starts the full-width signs.
        UInt8(ascii: "@"), UInt8(ascii: "#"), UInt8(ascii: "@"), 0xEF,
    ]

    func find(mentions: inout [Range<Int>], topics: inout [Range<Int>]) {
        guard let base = text.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return }
        var position = 0
        // Where the last topic ended: `#one#two` are two, though the second sign follows a letter.
        var topicEnd = -1
        while true {
            position = ctext_find_any(base, position, text.count, Self.marks)
            if position >= text.count { return }
            let (character, length) = text.character(at: position)
            let start = position + length
            if character == 0x40 || character == 0xFF20 {
                let range = mention(position, from: start)
                if !range.isEmpty { mentions.append(range) }
                position = max(range.upperBound, start)
            } else if Self.isTopicSign(character),
                let topic = topic(position, from: start, follows: position == topicEnd)
            {
                topics.append(topic.range)
                position = topic.end
                topicEnd = topic.end
            } else {
                position = start
            }
        }
    }

    /// `#`, and the full-width one.
    private static func isTopicSign(_ character: UInt32) -> Bool { character == 0x23 || character == 0xFF03 }

    /// The name after the sign at `sign`, which ends at `start`.
    private func mention(_ sign: Int, from start: Int) -> Range<Int> {
        let none = start..<start
        if !Self.mayBeginMention(text, at: sign) { return none }
        var end = start
        while end < text.count, end - start < Self.longestName {
            let (value, length) = text.character(at: end)
            let isMark = value == 0x2D || value == 0x2E || value == 0x5F || value == 0xB7
            guard isMark || WordBoundary.edge(value) != .none else { break }
            end += length
        }
        while end > start, text[end - 1] == UInt8(ascii: ".") || text[end - 1] == UInt8(ascii: "-") { end -= 1 }
        let hasName = text[start..<end].contains { $0.isAlphanumeric || $0 >= 0x80 }
        if !hasName { return none }
        return start..<(serverEnd(after: end) ?? end)
    }

    /// Where the server of a name ends whose `@` stands at `sign`: in the fediverse people are `@name@server.example`.
    private func serverEnd(after sign: Int) -> Int? {
        guard sign < text.count else { return nil }
        let (character, length) = text.character(at: sign)
        guard character == 0x40 || character == 0xFF20 else { return nil }
        let start = sign + length
        var end = start
        while end < text.count, end - start <= HostName.longest,
            text[end].isAlphanumeric || text[end] == UInt8(ascii: "-") || text[end] == UInt8(ascii: ".")
        {
            end += 1
        }
        while end > start, !text[end - 1].isAlphanumeric { end -= 1 }
        let host = UnsafeRawBufferPointer(rebasing: text[start..<end])
        guard let dot = host.lastIndex(of: UInt8(ascii: ".")), HostName.kind(of: host) == .name else { return nil }
        let ending = UnsafeRawBufferPointer(rebasing: host[(dot + 1)...])
        return HostForm.with(of: ending) { TopLevelDomain.isKnown($0) } ? end : nil
    }

    /// Whether what stands before an `@` leaves room for a name: a letter makes it an e-mail address, a slash the path of
    /// an address.
    static func mayBeginMention(_ text: UnsafeRawBufferPointer, at sign: Int) -> Bool {
        if sign == 0 { return true }
        let byte = text[sign - 1]
        if byte.isAlphanumeric { return false }
        switch byte {
        case UInt8(ascii: "_"), UInt8(ascii: "%"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "@"): return false
        // `.@name` begins a sentence on Twitter.
        case UInt8(ascii: "."): return sign == 1 || !text[sign - 2].isAlphanumeric
        // Weibo hands on `//@name:what they said`.
        case UInt8(ascii: "/"):
            return sign > 1 && text[sign - 2] == byte && (sign == 2 || text[sign - 3] != UInt8(ascii: ":"))
        default: return true
        }
    }

    /// The topic after the sign at `sign`, which ends at `start`.
    private func topic(_ sign: Int, from start: Int, follows: Bool) -> (range: Range<Int>, end: Int)? {
        if sign > 0, !follows {
            // A fragment of an address, an entity or a language's name: `C#`, `/page#top`.
            let byte = text[sign - 1]
            if byte.isAlphanumeric || byte == UInt8(ascii: "/") || byte == UInt8(ascii: "&") { return nil }
            if byte == UInt8(ascii: "#") { return nil }
        }
        let tag = tag(from: start)
        if let closed = closedTopic(from: start) {
            // `#one#two` in Latin letters is two tags; in Chinese the sign closes the topic.
            let isTag = closed.range == tag && closed.end < text.count && text[closed.end].isAlphanumeric
            let isLatin = text[closed.range].allSatisfy { $0 < 0x80 }
            if !(isTag && isLatin) { return closed }
        }
        return tag.isEmpty ? nil : (tag, tag.upperBound)
    }

    private func tag(from start: Int) -> Range<Int> {
        var end = start
        var hasLetter = false
        while end < text.count, end - start < 4 * Self.longestName {
            let (value, length) = text.character(at: end)
            // U+FE0F makes an emoji of the sign itself: a key of a telephone.
            guard value == 0x5F || WordBoundary.edge(value) != .none, value != 0xFE0F else { break }
            // `#1` is a rank or a number, as on Twitter.
            if !(value < 0x80 && UInt8(truncatingIfNeeded: value).isDigit) { hasLetter = true }
            end += length
        }
        return hasLetter ? start..<end : start..<start
    }

    /// A topic that ends with another sign, on the same line, without blanks at its ends.
    private func closedTopic(from start: Int) -> (range: Range<Int>, end: Int)? {
        var end = start
        var count = 0
        var isNumber = true
        while end < text.count, count <= Self.longestTopic {
            let (value, length) = text.character(at: end)
            if Self.isTopicSign(value) {
                guard count > 0, !isNumber, !text[end - 1].isBlank, !text[start].isBlank else { return nil }
                return (start..<end, end + length)
            }
            if value == 0x0A || value == 0x0D || value == 0x40 || value == 0xFE0F { return nil }
            if !(value < 0x80 && UInt8(truncatingIfNeeded: value).isDigit) { isNumber = false }
            end += length
            count += 1
        }
        return nil
    }
}
