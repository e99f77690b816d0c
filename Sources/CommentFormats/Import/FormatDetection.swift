import Moderation

/// Tells what a file holds by its first bytes.
enum FormatDetection {
    /// How many bytes are looked at.
    static let length = 64 << 10

    /// - Parameter head: The first bytes of a file, `length` of them or all.
    static func format(of head: UnsafeRawBufferPointer) -> DetectedFormat {
        if head.isEmpty { return .other("an empty file") }
        if let container = container(of: head) { return container }
        var text = text(of: head)
        // Whatever stands before it.
        if let document = text.firstRange(of: "<?xml ") { text = String(text[document.lowerBound...]) }
        guard let first = text.first(where: { !$0.isWhitespace }) else { return .other("a file of white space") }
        switch first {
        case "<": return document(text)
        case "[", "{": return json(text, isArray: first == "[")
        default: return lines(text)
        }
    }

    /// What is no text.
    private static func container(of head: UnsafeRawBufferPointer) -> DetectedFormat? {
        if head.starts(with: IssoDatabase.head) { return .format(.isso) }
        // RFC 1952; .ZIP File Format Specification, section 4.3.7; bzip2, xz and zstd by their own marks.
        let packed: [(mark: [UInt8], name: String)] = [
            ([0x1F, 0x8B], "gzip: unpack it first, as by gunzip"), ([0x50, 0x4B, 0x03, 0x04], "zip: unpack it first"),
            ([0x42, 0x5A, 0x68], "bzip2: unpack it first"), ([0xFD, 0x37, 0x7A, 0x58, 0x5A], "xz: unpack it first"),
            ([0x28, 0xB5, 0x2F, 0xFD], "zstd: unpack it first"),
        ]
        return packed.first { head.starts(with: $0.mark) }.map { .other("packed with \($0.name)") }
    }

    private static func text(of head: UnsafeRawBufferPointer) -> String {
        let encoding = XMLDeclaration.encoding(head)
        guard let converter = TextConverter(encoding: encoding) ?? TextConverter(encoding: nil) else { return "" }
        var text = ByteBuffer()
        converter.convert(head, isEnd: true, into: &text) { _ in }
        return String(decoding: text.storage, as: UTF8.self)
    }

    private static func document(_ text: String) -> DetectedFormat {
        guard let tag = rootTag(of: text) else {
            return text.utf8.count > length / 2 ? .longProlog : .other("XML without an element")
        }
        let name = tag.prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == ":" || $0 == "-" }
        switch name.lowercased() {
        case "rss" where tag.contains("wordpress.org/export/"): return .format(.wordpress)
        case "rss": return .other("an RSS feed, which is no WordPress export")
        case "disqus": return .format(.disqus)
        case "feed": return .other("an Atom feed")
        case "html": return .other("an HTML page")
        default: return .other("XML with the root element <\(SafeText.clean(name, limit: 40))>")
        }
    }

    /// What stands behind the `<` of the first element, up to its `>`.
    private static func rootTag(of text: String) -> Substring? {
        var rest = text[...]
        while let start = rest.firstIndex(of: "<") {
            rest = rest[start...].dropFirst()
            // Behind a comment and behind anything else that is no element.
            if rest.hasPrefix("!--") {
                guard let end = rest.firstRange(of: "-->") else { return nil }
                rest = rest[end.upperBound...]
            } else if rest.lowercased().hasPrefix("!doctype html") {
                return "html"
            } else if rest.first != "?" && rest.first != "!" {
                return rest.prefix { $0 != ">" }
            }
        }
        return nil
    }

    private static func json(_ text: String, isArray: Bool) -> DetectedFormat {
        func has(_ names: String...) -> Bool { names.allSatisfy { text.contains("\"\($0)\"") } }
        let isWordPress = has("comment_ID") || has("author_name") || has("comment_content") || has("content", "post")
        let hasContent = ["content", "text", "body", "author"].contains { has($0) }
        if has("version", "users") && !isArray { return .format(.remark42) }
        if has("locator", "user") { return .format(.remark42) }
        if isWordPress { return .format(.wpJSON) }
        if !isArray, has("code", "message", "data") { return .other("an error that WordPress answered with") }
        if isArray {
            if has("comments"), hasContent || has("title") { return .format(.isso) }
            // Whoever else wrote it, the names are those that the filter knows.
            if hasContent { return .format(.wpJSON) }
            let content = text.filter { !$0.isWhitespace }
            if content.hasPrefix("[]") { return .format(.wpJSON) }
            return .other("an array of JSON that none of the systems writes")
        }
        if has("replies", "hidden_replies") {
            return .other("an answer of Isso's interface; modfilter import isso reads its database")
        }
        if has("body") || has("author") || has("text") {
            return .other("JSON Lines, which modfilter reads without an import")
        }
        return .other("JSON that none of the systems writes")
    }

    private static func lines(_ text: String) -> DetectedFormat {
        let line = text.drop { $0.isNewline }.prefix { !$0.isNewline }
        if line.contains("="), line.contains("&") || !line.contains(","), !line.contains(" ") {
            let names = line.split(separator: "&").map { $0.prefix { $0 != "=" } }
            if names.contains(where: { ["comment_content", "comment_author", "user_ip"].contains($0) }) {
                return .format(.akismet)
            }
        }
        for separator in ["\t", ",", ";"] as [Character] where line.contains(separator) {
            let names = line.split(separator: separator, omittingEmptySubsequences: false).map { cell in
                String(cell.filter { $0 != "\"" && $0 != " " })
            }
            if names.contains(where: RecordReader.isContent) { return .format(separator == "\t" ? .tsv : .csv) }
        }
        return .text
    }
}
