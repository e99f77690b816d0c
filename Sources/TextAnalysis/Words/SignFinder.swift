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
        UInt8(ascii: "@"), UInt8(ascii: "#"), UInt8(ascii: "@"), UInt8(ascii: "#"),
    ]

    func find(mentions: inout [Range<Int>], topics: inout [Range<Int>]) {
        guard let base = text.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return }
        var position = 0
        // Where the last topic ended: `#one#two` are two, though the second sign follows a letter.
        var topicEnd = -1
        while true {
            position = ctext_find_any(base, position, text.count, Self.marks)
            if position >= text.count { return }
            if text[position] == UInt8(ascii: "@") {
                let range = mention(after: position)
                if !range.isEmpty { mentions.append(range) }
                position = max(range.upperBound, position + 1)
            } else if let topic = topic(after: position, follows: position == topicEnd) {
                topics.append(topic.range)
                position = topic.end
                topicEnd = topic.end
            } else {
                position += 1
            }
        }
    }

    private func mention(after sign: Int) -> Range<Int> {
        let none = sign..<sign
        if sign > 0 {
            let byte = text[sign - 1]
            // A letter before it makes it an e-mail address, a slash the path of an address.
            if byte.isAlphanumeric { return none }
            switch byte {
            case UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "%"), UInt8(ascii: "+"), UInt8(ascii: "-"),
                UInt8(ascii: "/"), UInt8(ascii: "@"):
                return none
            default: break
            }
        }
        var end = sign + 1
        while end < text.count, end - sign <= Self.longestName {
            let (value, length) = text.character(at: end)
            let isMark = value == 0x2D || value == 0x2E || value == 0x5F || value == 0xB7
            guard isMark || WordBoundary.edge(value) != .none else { break }
            end += length
        }
        while end > sign + 1, text[end - 1] == UInt8(ascii: ".") || text[end - 1] == UInt8(ascii: "-") { end -= 1 }
        let hasName = text[(sign + 1)..<end].contains { $0.isAlphanumeric || $0 >= 0x80 }
        return hasName ? sign + 1..<end : none
    }

    private func topic(after sign: Int, follows: Bool) -> (range: Range<Int>, end: Int)? {
        if sign > 0, !follows {
            // A fragment of an address, an entity or a language's name: `C#`, `/page#top`.
            let byte = text[sign - 1]
            if byte.isAlphanumeric || byte == UInt8(ascii: "/") || byte == UInt8(ascii: "&") { return nil }
            if byte == UInt8(ascii: "#") { return nil }
        }
        let tag = tag(after: sign)
        if let closed = closedTopic(after: sign) {
            // `#one#two` in Latin letters is two tags; in Chinese the sign closes the topic.
            let isTag = closed.range == tag && closed.end < text.count && text[closed.end].isAlphanumeric
            let isLatin = text[closed.range].allSatisfy { $0 < 0x80 }
            if !(isTag && isLatin) { return closed }
        }
        return tag.isEmpty ? nil : (tag, tag.upperBound)
    }

    private func tag(after sign: Int) -> Range<Int> {
        var end = sign + 1
        var hasLetter = false
        while end < text.count, end - sign <= 4 * Self.longestName {
            let (value, length) = text.character(at: end)
            guard value == 0x5F || WordBoundary.edge(value) != .none else { break }
            // `#1` is a rank or a number, as on Twitter.
            if !(value < 0x80 && UInt8(truncatingIfNeeded: value).isDigit) { hasLetter = true }
            end += length
        }
        return hasLetter ? sign + 1..<end : sign + 1..<sign + 1
    }

    /// A topic that ends with another sign, on the same line, without blanks at its ends.
    private func closedTopic(after sign: Int) -> (range: Range<Int>, end: Int)? {
        var end = sign + 1
        var count = 0
        var isNumber = true
        while end < text.count, count <= Self.longestTopic {
            let (value, length) = text.character(at: end)
            if value == 0x23 {
                guard count > 0, !isNumber, !text[end - 1].isBlank, !text[sign + 1].isBlank else { return nil }
                return (sign + 1..<end, end + 1)
            }
            if value == 0x0A || value == 0x0D || value == 0x40 { return nil }
            if !(value < 0x80 && UInt8(truncatingIfNeeded: value).isDigit) { isNumber = false }
            end += length
            count += 1
        }
        return nil
    }
}
