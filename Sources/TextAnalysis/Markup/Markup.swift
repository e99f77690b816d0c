import CText

/// Reads HTML tags, BBCode and Markdown links at given places of one text, in time linear in the text.
///
/// Where a closing character is missing, each tag would look for it to the end of the text again; what has been
/// found once is remembered, so that `<` or `[` a hundred thousand times costs no more than any other text.
struct Markup {
    struct Tag {
        var name: Range<Int>
        var isClosing: Bool
        /// What stands between the name and the end of the tag.
        var attributes: Range<Int>
        /// The index after the tag, or after the comment.
        var end: Int
    }

    struct MarkdownLink {
        var text: Range<Int>
        var address: Range<Int>
        var end: Int
    }

    let text: UnsafeRawBufferPointer

    /// Where the next of a byte stands, as far as it is known: index `count` means nowhere.
    private var nextGreater = -1
    private var nextCommentGreater = -1
    private var nextParenthesis = -1
    private var nextBracket = -1
    private var nextQuote = -1
    private var nextApostrophe = -1
    /// Set when a quotation ran to the end of the text: from then on quotes in tags mean nothing.
    private var quotesAreBroken = false
    /// Set when a comment, a script or a style sheet has no end.
    private var hasNoCommentEnd = false
    private var hasNoRawTextEnd = false

    init(_ text: UnsafeRawBufferPointer) {
        self.text = text
    }

    private static func find(
        _ byte: UInt8, in text: UnsafeRawBufferPointer, from index: Int, known: inout Int
    ) -> Int {
        if known >= index { return known }
        guard let base = text.baseAddress?.assumingMemoryBound(to: UInt8.self), index < text.count else {
            known = text.count
            return known
        }
        known = withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 4) { bytes in
            bytes.initialize(repeating: byte)
            return ctext_find_any(base, index, text.count, bytes.baseAddress)
        }
        return known
    }

    /// The HTML tag, comment or declaration that starts with the `<` at `index`.
    mutating func tag(at index: Int) -> Tag? {
        var position = index + 1
        guard position < text.count else { return nil }
        let next = text[position]
        if next == UInt8(ascii: "!") || next == UInt8(ascii: "?") { return declaration(at: index) }
        let isClosing = next == UInt8(ascii: "/")
        if isClosing { position += 1 }
        let start = position
        guard position < text.count, text[position].isLetter else { return nil }
        while position < text.count, text[position].isAlphanumeric || text[position] == UInt8(ascii: "-") {
            position += 1
        }
        let name = start..<position
        // `<http://…>` and `<ann@example.org>` are addresses; `<o:p>` is a tag of a word processor.
        if position < text.count, text[position] == UInt8(ascii: ":") {
            while position < text.count, text[position].isAlphanumeric || text[position] == UInt8(ascii: ":") {
                position += 1
            }
        }
        guard position < text.count, Self.mayFollowName(text[position]) else { return nil }
        if text[name.upperBound] == UInt8(ascii: ":"), text[position] == UInt8(ascii: "/"), !isSelfClosing(position) {
            return nil
        }
        guard let close = tagEnd(from: position) else { return nil }
        return Tag(name: name, isClosing: isClosing, attributes: position..<close, end: close + 1)
    }

    private func isSelfClosing(_ slash: Int) -> Bool {
        slash + 1 < text.count && text[slash + 1] == UInt8(ascii: ">")
    }

    private static func mayFollowName(_ byte: UInt8) -> Bool {
        byte.isBlank || byte == UInt8(ascii: "/") || byte == UInt8(ascii: ">")
    }

    /// The `>` that ends a tag, one in a quoted attribute aside.
    private mutating func tagEnd(from index: Int) -> Int? {
        let plain = Self.find(UInt8(ascii: ">"), in: text, from: index, known: &nextGreater)
        if plain == text.count { return nil }
        if quotesAreBroken { return plain }
        var position = index
        var follows = false
        while position < text.count {
            let byte = text[position]
            if byte == UInt8(ascii: ">") { return position }
            if follows, byte == UInt8(ascii: "\"") {
                position = Self.find(byte, in: text, from: position + 1, known: &nextQuote)
            } else if follows, byte == UInt8(ascii: "'") {
                position = Self.find(byte, in: text, from: position + 1, known: &nextApostrophe)
            }
            // A quotation starts after the sign of equality only.
            if !byte.isBlank { follows = byte == UInt8(ascii: "=") }
            position += 1
        }
        quotesAreBroken = true
        return plain
    }

    private mutating func declaration(at index: Int) -> Tag? {
        if text.hasIgnoringCase("<!--", at: index), !hasNoCommentEnd {
            // `<!-->` is a whole comment, so its hyphens may be those of its start.
            var position = index + 4
            while true {
                position = Self.find(UInt8(ascii: ">"), in: text, from: position, known: &nextCommentGreater)
                if position == text.count { break }
                if text.hasIgnoringCase("--", at: position - 2) { return .unnamed(index, end: position + 1) }
                position += 1
            }
            hasNoCommentEnd = true
        }
        let plain = Self.find(UInt8(ascii: ">"), in: text, from: index, known: &nextGreater)
        return plain < text.count ? .unnamed(index, end: plain + 1) : nil
    }

    /// The index of the end tag of a script or style sheet, whose content no reader sees.
    mutating func rawTextEnd(of tag: Tag) -> Int? {
        guard !tag.isClosing, !hasNoRawTextEnd else { return nil }
        let isScript = hasName(tag, "script")
        guard isScript || hasName(tag, "style"), let base = text.baseAddress else { return nil }
        var position = tag.end
        let bytes = base.assumingMemoryBound(to: UInt8.self)
        let wanted = [UInt8](repeating: UInt8(ascii: "<"), count: 4)
        while true {
            position = ctext_find_any(bytes, position, text.count, wanted)
            if position >= text.count { break }
            if text.hasIgnoringCase(isScript ? "</script" : "</style", at: position) { return position }
            position += 1
        }
        hasNoRawTextEnd = true
        return nil
    }

    /// Whether a tag has this name, given in lower case.
    func hasName(_ tag: Tag, _ name: StaticString) -> Bool {
        tag.name.count == name.utf8CodeUnitCount && text.hasIgnoringCase(name, at: tag.name.lowerBound)
    }
}

// MARK: - Ends of links

extension Markup {
    /// The `<` of the next start or end tag of a link.
    func anchorEnd(from index: Int) -> Int? {
        nextMark(UInt8(ascii: "<"), from: index) { text, start in
            let letter = start + (text[start] == UInt8(ascii: "/") ? 1 : 0)
            guard letter + 1 < text.count, text[letter].lowercased == UInt8(ascii: "a") else { return false }
            return text[letter + 1].isBlank || text[letter + 1] == UInt8(ascii: ">")
        }
    }

    /// The `[` of the next BBCode that starts or ends a link.
    func codeEnd(from index: Int) -> Int? {
        nextMark(UInt8(ascii: "["), from: index) { text, start in
            let letter = start + (text[start] == UInt8(ascii: "/") ? 1 : 0)
            return text.hasIgnoringCase("url", at: letter) || text.hasIgnoringCase("link", at: letter)
        }
    }

    /// The next place where a byte stands and what follows it passes the test.
    private func nextMark(
        _ byte: UInt8, from index: Int, where isEnd: (UnsafeRawBufferPointer, Int) -> Bool
    ) -> Int? {
        guard let base = text.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return nil }
        var position = index
        let wanted = [byte, byte, byte, byte]
        while true {
            position = ctext_find_any(base, position, text.count, wanted)
            if position + 1 >= text.count { return nil }
            if isEnd(text, position + 1) { return position }
            position += 1
        }
    }
}

// MARK: - BBCode and Markdown

extension Markup {
    /// Longer addresses than this are no addresses; it bounds what is looked at for each opening bracket.
    private static let longestAddress = 2048

    private static let codes: Set<String> = [
        "b", "i", "u", "s", "url", "link", "img", "email", "quote", "code", "color", "size", "font", "list", "li",
        "*", "center", "left", "right", "justify", "align", "spoiler", "h1", "h2", "h3", "h4", "table", "tr", "td",
        "th", "youtube", "video", "sup", "sub", "strike", "del", "ins", "indent", "hr", "br", "highlight",
    ]

    /// The BBCode tag that starts with the `[` at `index`.
    mutating func code(at index: Int) -> Tag? {
        var position = index + 1
        guard position < text.count else { return nil }
        let isClosing = text[position] == UInt8(ascii: "/")
        if isClosing { position += 1 }
        let start = position
        // No name has more than nine letters.
        while position < text.count, position - start < 10,
            text[position].isAlphanumeric || text[position] == UInt8(ascii: "*")
        {
            position += 1
        }
        guard position > start, position < text.count else { return nil }
        let follower = text[position]
        let hasValue = follower == UInt8(ascii: "=") || follower == UInt8(ascii: " ")
        guard follower == UInt8(ascii: "]") || hasValue && !isClosing else { return nil }
        var name = ""
        for byte in text[start..<position] { name.unicodeScalars.append(Unicode.Scalar(byte.lowercased)) }
        guard Self.codes.contains(name) else { return nil }
        let close = Self.find(UInt8(ascii: "]"), in: text, from: position, known: &nextBracket)
        guard close < text.count, close - position <= Self.longestAddress, isOneLine(position..<close) else {
            return nil
        }
        return Tag(
            name: start..<position, isClosing: isClosing, attributes: min(position + 1, close)..<close, end: close + 1)
    }

    private func isOneLine(_ range: Range<Int>) -> Bool {
        guard let base = text.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return true }
        return ctext_find_any(base, range.lowerBound, range.upperBound, Self.lineEnds) == range.upperBound
    }

    private static let lineEnds: [UInt8] = [0x0A, 0x0D, 0x0A, 0x0D]
    private static let bracketEnds: [UInt8] = [UInt8(ascii: "<"), UInt8(ascii: ">"), 0x0A, 0x0D]
    private static let textEnds: [UInt8] = [UInt8(ascii: "["), UInt8(ascii: "]"), 0x0A, 0x0D]

    /// The Markdown link `[text](address)` that starts with the `[` at `index`. The text holds no bracket.
    mutating func markdownLink(at index: Int) -> MarkdownLink? {
        guard let base = text.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return nil }
        let close = ctext_find_any(base, index + 1, text.count, Self.textEnds)
        guard close + 2 < text.count, text[close] == UInt8(ascii: "]"), text[close + 1] == UInt8(ascii: "(") else {
            return nil
        }
        let start = close + 2
        let firstParenthesis = Self.find(UInt8(ascii: ")"), in: text, from: start, known: &nextParenthesis)
        if firstParenthesis == text.count { return nil }
        guard let (address, position) = destination(from: start), position < text.count else { return nil }
        if text[position] == UInt8(ascii: ")") {
            return MarkdownLink(text: index + 1..<close, address: address, end: position + 1)
        }
        guard let end = titleEnd(from: position) else { return nil }
        return MarkdownLink(text: index + 1..<close, address: address, end: end)
    }

    /// The address of a Markdown link that starts at `index`, and where it ends: `<address>`, or without blanks
    /// (CommonMark 0.31, section 6.3).
    private func destination(from index: Int) -> (address: Range<Int>, end: Int)? {
        if text[index] == UInt8(ascii: "<") {
            let limit = min(text.count, index + Self.longestAddress)
            guard let base = text.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return nil }
            let end = ctext_find_any(base, index + 1, limit, Self.bracketEnds)
            return end < limit && text[end] == UInt8(ascii: ">") ? (index + 1..<end, end + 1) : nil
        }
        var position = index
        var depth = 0
        while position < text.count, position - index <= Self.longestAddress, !text[position].isBlank {
            if text[position] == UInt8(ascii: ")") {
                if depth == 0 { break }
                depth -= 1
            } else if text[position] == UInt8(ascii: "(") {
                depth += 1
                // Deeper than this is no address, and each start would look as far again.
                if depth > 3 { return nil }
            }
            position += 1
        }
        return position > index ? (index..<position, position) : nil
    }

    /// The index after `"title")`.
    private mutating func titleEnd(from index: Int) -> Int? {
        var position = index
        while position < text.count, position - index < 4, text[position] == UInt8(ascii: " ") { position += 1 }
        guard position + 1 < text.count else { return nil }
        let quote = text[position]
        guard quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else { return nil }
        let close = Self.find(UInt8(ascii: ")"), in: text, from: position + 1, known: &nextParenthesis)
        guard close < text.count, close > position + 1, text[close - 1] == quote else { return nil }
        return close + 1
    }
}

extension Markup.Tag {
    /// A comment or declaration.
    fileprivate static func unnamed(_ index: Int, end: Int) -> Self {
        Self(name: index..<index, isClosing: false, attributes: index..<index, end: end)
    }
}
