import CText

/// Finds what a comment quotes: `<blockquote>` and `<q>`, `[quote]`, and lines that begin with `>`, where a line is
/// what a reader sees as one.
struct QuotationFinder {
    private let raw: UnsafeRawBufferPointer
    private var markup: Markup
    private var ranges: [Range<Int>] = []
    /// How many quotations are open, and where the outermost began.
    private var depth = 0
    private var start = 0
    /// Where the line began, as long as nothing has been read of it that a reader sees.
    private var lineStart: Int? = 0
    /// Where the line began, if it is quoted.
    private var quotedLine: Int?

    private static let marks: [UInt8] = [
        UInt8(ascii: "<"), UInt8(ascii: "["), UInt8(ascii: "\n"), UInt8(ascii: "\n"),
    ]

    /// The quotations of a text in order, none overlapping another: ranges of bytes of `raw`. One without an end
    /// reaches to the end of the text.
    static func find(in raw: UnsafeRawBufferPointer) -> [Range<Int>] {
        var finder = QuotationFinder(raw: raw)
        finder.run()
        return finder.ranges
    }

    private init(raw: UnsafeRawBufferPointer) {
        self.raw = raw
        markup = Markup(raw)
    }

    private mutating func run() {
        guard let base = raw.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return }
        var position = 0
        while true {
            position = readLineStart(position)
            position = ctext_find_any(base, position, raw.count, Self.marks)
            if position == raw.count { break }
            switch raw[position] {
            case UInt8(ascii: "\n"):
                beginLine(position + 1, after: position)
                position += 1
            case UInt8(ascii: "<"): position = read(markup.tag(at: position), at: position, Self.elements)
            default: position = read(markup.code(at: position), at: position, Self.codes)
            }
        }
        endLine(raw.count)
        if depth > 0 { ranges.append(start..<raw.count) }
    }

    private static let elements: [StaticString] = ["blockquote", "q"]
    private static let codes: [StaticString] = ["quote"]

    private mutating func read(_ tag: Markup.Tag?, at position: Int, _ names: [StaticString]) -> Int {
        guard let tag else {
            lineStart = nil
            return position + 1
        }
        if markup.breaksLine(tag) { beginLine(tag.end, after: position) }
        // What a quoted line quotes is quoted with it.
        guard quotedLine == nil, names.contains(where: { markup.hasName(tag, $0) }) else { return tag.end }
        if !tag.isClosing {
            if depth == 0 { start = position }
            depth += 1
        } else if depth > 0 {
            depth -= 1
            if depth == 0 { ranges.append(start..<tag.end) }
        }
        return tag.end
    }

    private mutating func beginLine(_ start: Int, after end: Int) {
        endLine(end)
        lineStart = start
    }

    private mutating func endLine(_ end: Int) {
        if let quotedLine { ranges.append(quotedLine..<end) }
        quotedLine = nil
    }

    /// Looks whether a line begins with `>`, as mail programs and Markdown quote. Returns where to read on.
    private mutating func readLineStart(_ index: Int) -> Int {
        guard let lineStart else { return index }
        var position = index
        while position < raw.count, raw[position] == 0x20 || raw[position] == 0x09 { position += 1 }
        guard position < raw.count, !Self.marks.contains(raw[position]) else { return position }
        self.lineStart = nil
        if depth == 0, isGreater(at: position) { quotedLine = lineStart }
        return position
    }

    private func isGreater(at index: Int) -> Bool {
        if raw[index] == UInt8(ascii: "&") {
            return Entities.read(raw, at: index).map { $0.first == 0x3E && $0.second == 0 } ?? false
        }
        return raw[index] == UInt8(ascii: ">")
    }
}

extension TextForms {
    /// What the text quotes, in order: half-open ranges of bytes of `raw`, on character boundaries.
    public var quotations: [Range<Int>] {
        if known.contains(.quotations) { return knownQuotations }
        known.insert(.quotations)
        knownQuotations = QuotationFinder.find(in: bytes(.raw))
        return knownQuotations
    }

    /// Whether any of these bytes of `raw` stands in a quotation.
    public func isQuoted(_ range: Range<Int>) -> Bool {
        let quotations = quotations
        // The first that ends behind the start of the range.
        var low = 0
        var high = quotations.count
        while low < high {
            let middle = (low + high) / 2
            if quotations[middle].upperBound <= range.lowerBound { low = middle + 1 } else { high = middle }
        }
        return low < quotations.count && quotations[low].lowerBound < range.upperBound
    }
}
