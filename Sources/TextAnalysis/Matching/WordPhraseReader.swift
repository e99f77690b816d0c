import CText

/// Reads entries of word lists, one after the other: folds them, splits them at white space and notes their `*`.
///
/// What it gives is of the entry read last; its memory is used again.
final class WordPhraseReader {
    // `@exclusivity(unchecked)`: one thread reads entry after entry, and the check costs as much as the reading.

    /// The entry in the form of the texts.
    @exclusivity(unchecked) private(set) var bytes = UnsafeRawBufferPointer(start: nil, count: 0)
    /// The stretches of `bytes` between white space, none empty.
    @exclusivity(unchecked) private(set) var parts: [Range<Int>] = []
    /// Whether the word before or after must end here; not so beside `*`, punctuation or a script without spaces.
    @exclusivity(unchecked) private(set) var needsStart = false
    @exclusivity(unchecked) private(set) var needsEnd = false
    @exclusivity(unchecked) private(set) var runsOnBefore = false
    @exclusivity(unchecked) private(set) var runsOnAfter = false

    /// An entry with more anchors than this has enough to choose from among the first.
    private static let mostAnchors = 16

    private let form: TextForm
    private let folded = ByteStore()
    private let edges = ctext_edges_create()
    private let found = UnsafeMutablePointer<ctext_anchor>.allocate(capacity: mostAnchors)

    init(form: TextForm) {
        self.form = form
    }

    deinit {
        ctext_edges_free(edges)
        found.deallocate()
    }

    /// Reads an entry, which must stay in place while its parts are used; `false` where nothing is left of it.
    func read(_ entry: UnsafeRawBufferPointer) -> Bool {
        var text = Self.trimmed(entry)
        runsOnBefore = text.first == UInt8(ascii: "*")
        if runsOnBefore { text = UnsafeRawBufferPointer(rebasing: text.dropFirst()) }
        runsOnAfter = text.last == UInt8(ascii: "*")
        if runsOnAfter { text = UnsafeRawBufferPointer(rebasing: text.dropLast()) }
        parts.removeAll(keepingCapacity: true)
        if form != .folded {
            bytes = text
            split()
        } else if !foldAndSplitASCII(text) {
            Folding.fold(text, into: folded)
            bytes = folded.bytes
            split()
        }
        guard let first = parts.first, let last = parts.last else { return false }
        // With a blank between the word and the star, the star has nothing to run on from.
        needsStart = !runsOnBefore && WordBoundary.edge(bytes.character(at: first.lowerBound).value) == .word
        needsEnd = !runsOnAfter && WordBoundary.edge(bytes.character(before: last.upperBound).value) == .word
        return true
    }

    /// The part that a plain search looks for: the longest, which is the rarest guess.
    var longestPart: Int {
        var longest = 0
        for index in parts.indices where parts[index].count > parts[longest].count { longest = index }
        return longest
    }

    /// The places of the entry by which an index finds it: any text that holds the entry has the same anchors there.
    /// Valid until the next call.
    func anchors() -> UnsafeBufferPointer<ctext_anchor> {
        guard let edges, let first = parts.first?.lowerBound, let last = parts.last?.upperBound else {
            return UnsafeBufferPointer(start: nil, count: 0)
        }
        let count = ctext_anchors(
            edges, bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), bytes.count, found, Self.mostAnchors)
        var kept = 0
        for index in 0..<min(count, Self.mostAnchors) {
            let anchor = found[index]
            let end = anchor.start + anchor.length
            if anchor.has_words {
                // Where the entry runs on, the word in the text is a longer one.
                if (anchor.start == first && runsOnBefore) || (end == last && runsOnAfter) { continue }
            } else if end > parts[part(at: anchor.start)].upperBound {
                // White space between parts may be any in the text.
                continue
            }
            found[kept] = anchor
            kept += 1
        }
        return UnsafeBufferPointer(start: found, count: kept)
    }

    /// The part that holds a byte.
    func part(at index: Int) -> Int {
        var part = 0
        while index >= parts[part].upperBound, part < parts.count - 1 { part += 1 }
        return part
    }

    /// Most entries are ASCII, whose folding changes capitals and nothing else; `false` for the others.
    private func foldAndSplitASCII(_ text: UnsafeRawBufferPointer) -> Bool {
        guard let base = text.baseAddress?.assumingMemoryBound(to: UInt8.self), text.count > 0 else { return false }
        folded.removeAll()
        folded.reserve(text.count)
        let profile = ctext_copy_lowercase_word(base, text.count, folded.base)
        if !profile.plain { return false }
        bytes = UnsafeRawBufferPointer(start: folded.base, count: text.count)
        // Most are single words as well.
        if profile.blanks { split() } else { parts.append(0..<text.count) }
        return true
    }

    private func split() {
        var start = 0
        var index = 0
        while index < bytes.count {
            let (value, length) = bytes.character(at: index)
            if Self.isWhiteSpace(value) {
                if index > start { parts.append(start..<index) }
                start = index + length
            }
            index += length
        }
        if index > start { parts.append(start..<index) }
    }

    private static func trimmed(_ text: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        var start = 0
        var end = text.count
        if end > 0, (0x21..<0x80).contains(text[0]), (0x21..<0x80).contains(text[end - 1]) { return text }
        while start < end {
            let (value, length) = text.character(at: start)
            if !isWhiteSpace(value) { break }
            start += length
        }
        while end > start {
            let (value, length) = text.character(before: end)
            if !isWhiteSpace(value) { break }
            end -= length
        }
        return UnsafeRawBufferPointer(rebasing: text[start..<end])
    }

    private static func isWhiteSpace(_ character: UInt32) -> Bool {
        character < 0x80 ? UInt8(truncatingIfNeeded: character).isBlank : ctext_is_white_space(character)
    }
}

extension WordPhraseReader {
    /// The same for the tables.
    var wordEdges: WordTables.Edges {
        var edges: WordTables.Edges = []
        if needsStart { edges.insert(.needsStart) }
        if needsEnd { edges.insert(.needsEnd) }
        if runsOnBefore { edges.insert(.runsOnBefore) }
        if runsOnAfter { edges.insert(.runsOnAfter) }
        return edges
    }
}
