import CText

/// Reads entries of word lists, one after the other: folds them, splits them at white space and notes their `*`.
///
/// What it gives is of the entry read last; its memory is used again.
final class WordPhraseReader {
    /// The entry in the form of the texts.
    private(set) var bytes = UnsafeRawBufferPointer(start: nil, count: 0)
    /// The stretches of `bytes` between white space, none empty.
    private(set) var parts: [Range<Int>] = []
    /// Whether the word before or after must end here; not so beside `*`, punctuation or a script without spaces.
    private(set) var needsStart = false
    private(set) var needsEnd = false
    private(set) var runsOnBefore = false
    private(set) var runsOnAfter = false

    /// A place of the entry by which the index finds it.
    struct Anchor {
        var part: Int
        /// The byte of the part at which it starts.
        var offset: Int
        var length: Int
        var hash: UInt64
    }

    /// An entry with more anchors than this has enough to choose from among the first.
    private static let mostAnchors = 16

    private let form: TextForm
    private let folded = ByteStore()
    private let edges = ctext_edges_create()
    private let found = UnsafeMutablePointer<ctext_anchor>.allocate(capacity: mostAnchors)
    private(set) var anchors: [Anchor] = []

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
        bytes = form == .folded ? fold(text) : text
        split()
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

    /// Notes in `anchors` where any text that holds the entry has the same anchor.
    func findAnchors() {
        anchors.removeAll(keepingCapacity: true)
        guard let edges, let first = parts.first?.lowerBound, let last = parts.last?.upperBound else { return }
        let count = ctext_anchors(
            edges, bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), bytes.count, found, Self.mostAnchors)
        var part = 0
        for anchor in UnsafeBufferPointer(start: found, count: min(count, Self.mostAnchors)) {
            let end = anchor.start + anchor.length
            // Where the entry runs on, the word in the text is a longer one.
            let runsOn = (anchor.start == first && runsOnBefore) || (end == last && runsOnAfter)
            if anchor.has_words, runsOn { continue }
            // A pair of words starts before the second of them, which came by itself.
            while anchor.start < parts[part].lowerBound { part -= 1 }
            while anchor.start >= parts[part].upperBound { part += 1 }
            anchors.append(
                Anchor(
                    part: part, offset: anchor.start - parts[part].lowerBound, length: anchor.length,
                    hash: anchor.hash))
        }
    }

    private func fold(_ text: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        guard let base = text.baseAddress?.assumingMemoryBound(to: UInt8.self), text.count > 0 else { return text }
        if ctext_profile_of(base, text.count).ascii {
            folded.removeAll()
            folded.fill(room: text.count) {
                ctext_copy_lowercase(base, text.count, $0)
                return text.count
            }
        } else {
            Folding.fold(text, into: folded)
        }
        return folded.bytes
    }

    private func split() {
        parts.removeAll(keepingCapacity: true)
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
