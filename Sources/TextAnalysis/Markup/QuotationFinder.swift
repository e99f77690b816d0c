import CText

/// Finds what a comment quotes: `<blockquote>` and `<q>`, `[quote]`, and lines that begin with `>`.
struct QuotationFinder {
    private let raw: UnsafeRawBufferPointer
    private var markup: Markup
    private var ranges: [Range<Int>] = []
    /// How many quotations are open, and where the outermost began.
    private var depth = 0
    private var start = 0

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
        var position = readLineStart(0)
        while position < raw.count {
            position = ctext_find_any(base, position, raw.count, Self.marks)
            if position == raw.count { break }
            switch raw[position] {
            case UInt8(ascii: "\n"): position = readLineStart(position + 1)
            case UInt8(ascii: "<"): position = read(markup.tag(at: position), at: position, Self.elements)
            default: position = read(markup.code(at: position), at: position, Self.codes)
            }
        }
        if depth > 0 { ranges.append(start..<raw.count) }
    }

    private static let elements: [StaticString] = ["blockquote", "q"]
    private static let codes: [StaticString] = ["quote"]

    private mutating func read(_ tag: Markup.Tag?, at position: Int, _ names: [StaticString]) -> Int {
        guard let tag else { return position + 1 }
        guard names.contains(where: { markup.hasName(tag, $0) }) else { return tag.end }
        if !tag.isClosing {
            if depth == 0 { start = position }
            depth += 1
        } else if depth > 0 {
            depth -= 1
            if depth == 0 { ranges.append(start..<tag.end) }
        }
        return tag.end
    }

    /// Takes in a line that begins with `>`, as mail programs and Markdown quote. Returns where to read on.
    private mutating func readLineStart(_ lineStart: Int) -> Int {
        var position = lineStart
        while position < raw.count, raw[position] == 0x20 || raw[position] == 0x09 { position += 1 }
        guard depth == 0, position < raw.count else { return lineStart }
        guard raw[position] == UInt8(ascii: ">") || raw.hasIgnoringCase("&gt;", at: position) else { return lineStart }
        var end = position
        while end < raw.count, raw[end] != UInt8(ascii: "\n") { end += 1 }
        ranges.append(lineStart..<end)
        return end
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
