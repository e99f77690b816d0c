import CText

/// Where a stretch of the `text` form came from.
struct TextPiece {
    /// Where it starts in the text; it ends where the next begins.
    var start: Int32
    /// The bytes of the raw text that it stands for.
    var rawStart: Int32
    var rawEnd: Int32
    /// Whether it is those bytes, so that places in it can be told apart.
    var isCopy: Bool
}

/// Takes HTML, BBCode, Markdown links and entities out of a text.
struct MarkupStripper {
    private let raw: UnsafeRawBufferPointer
    private let output: ByteStore
    /// Filled only where the pieces are wanted: most texts are never looked up.
    private(set) var pieces: [TextPiece]
    private let keepsPieces: Bool
    private var markup: Markup
    private var copied = 0
    /// The `](address)` of the Markdown link whose text is being read.
    private var linkEnd: Range<Int>?

    /// Prepares to write the text form of `raw` to the end of `output`.
    ///
    /// - Parameter pieces: Memory to note the pieces in, or `nil` where they are not wanted.
    init(_ raw: UnsafeRawBufferPointer, output: ByteStore, pieces: [TextPiece]? = nil) {
        self.raw = raw
        self.output = output
        self.pieces = pieces ?? []
        keepsPieces = pieces != nil
        markup = Markup(raw)
        self.pieces.removeAll(keepingCapacity: true)
    }

    private static let marks: [UInt8] = [
        UInt8(ascii: "<"), UInt8(ascii: "&"), UInt8(ascii: "["), UInt8(ascii: "["),
    ]

    mutating func run() {
        guard let base = raw.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return }
        var position = 0
        while position < raw.count {
            let limit = linkEnd.map { max($0.lowerBound, position) } ?? raw.count
            position = ctext_find_any(base, position, limit, Self.marks)
            if let end = linkEnd, position == limit {
                linkEnd = nil
                // A tag may have run over the end of the link.
                if end.lowerBound == position { position = drop(position, to: end.upperBound) }
                continue
            }
            if position == raw.count { break }
            switch raw[position] {
            case UInt8(ascii: "&"): position = readEntity(position)
            case UInt8(ascii: "<"): position = readTag(position)
            default: position = readBracket(position)
            }
        }
        flush(to: raw.count)
    }

    private mutating func readEntity(_ position: Int) -> Int {
        guard let reference = Entities.read(raw, at: position) else { return position + 1 }
        flush(to: position)
        note(position, reference.end, isCopy: false)
        output.append(character: reference.first)
        if reference.second != 0 { output.append(character: reference.second) }
        copied = reference.end
        return reference.end
    }

    private mutating func readTag(_ position: Int) -> Int {
        guard let tag = markup.tag(at: position) else { return position + 1 }
        if let end = markup.rawTextEnd(of: tag) { return drop(position, to: end) }
        return drop(position, to: tag.end, breaksLine: markup.breaksLine(tag))
    }

    private mutating func readBracket(_ position: Int) -> Int {
        if let tag = markup.code(at: position) {
            return drop(position, to: tag.end, breaksLine: markup.breaksLine(tag))
        }
        guard linkEnd == nil, let link = markup.markdownLink(at: position) else { return position + 1 }
        linkEnd = link.text.upperBound..<link.end
        let isImage = position > copied && raw[position - 1] == UInt8(ascii: "!")
        return drop(isImage ? position - 1 : position, to: position + 1)
    }

    /// Leaves out a stretch of raw bytes. Returns its end.
    private mutating func drop(_ start: Int, to end: Int, breaksLine: Bool = false) -> Int {
        flush(to: start)
        copied = end
        if breaksLine, let last = output.bytes.last, last != 0x0A {
            note(start, end, isCopy: false)
            output.append(0x0A)
        }
        return end
    }

    private mutating func flush(to end: Int) {
        if end <= copied { return }
        note(copied, end, isCopy: true)
        output.append(raw, copied..<end)
        copied = end
    }

    private mutating func note(_ start: Int, _ end: Int, isCopy: Bool) {
        if keepsPieces {
            pieces.append(
                TextPiece(
                    start: Int32(output.count), rawStart: Int32(start), rawEnd: Int32(end), isCopy: isCopy))
        }
    }
}
