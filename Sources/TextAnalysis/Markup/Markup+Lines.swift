/// Which tags a reader sees as line breaks.
extension Markup {
    /// HTML's elements that stand on lines of their own (its default style sheet, section 15.3), and BBCode's.
    private static let lines: Set<String> = [
        "p", "div", "br", "hr", "li", "ul", "ol", "dl", "dt", "dd", "tr", "table", "blockquote", "pre", "h1", "h2",
        "h3", "h4", "h5", "h6", "article", "section", "header", "footer", "address", "aside", "figure", "figcaption",
        "form", "fieldset", "main", "nav", "details", "summary", "quote", "list", "*", "code", "center",
    ]

    func breaksLine(_ tag: Tag) -> Bool {
        if tag.name.isEmpty || tag.name.count > 10 { return false }
        if isInlineCode(tag) { return false }
        var name = ""
        for byte in text[tag.name] { name.unicodeScalars.append(Unicode.Scalar(byte.lowercased)) }
        return Self.lines.contains(name)
    }

    /// `<code>` stands within a line, `[code]` on lines of its own.
    private func isInlineCode(_ tag: Tag) -> Bool {
        let opener = tag.isClosing ? tag.name.lowerBound - 2 : tag.name.lowerBound - 1
        return text[opener] == UInt8(ascii: "<") && hasName(tag, "code")
    }
}
