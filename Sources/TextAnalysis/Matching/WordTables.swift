import CText

/// The words of a matcher and what they are found by, in plain memory that is never written again.
///
/// A Swift array would cost each of the scanners that read it in several threads an atomic retain a use.
final class WordTables: Sendable {
    /// A word phrase; its parts are stretches of `bytes`.
    struct Word {
        var group: Int32
        var entry: Int32
        /// Parts before and after the one that the scan finds: indices into `parts`.
        var firstPart: Int32
        var keyPart: Int32
        var endPart: Int32
        /// The byte of the key part at which the anchor that the index finds begins; 0 for literals.
        var keyOffset: Int32
        var edges: Edges
    }

    /// What a word asks of the text around it.
    struct Edges: OptionSet {
        let rawValue: UInt32

        static let needsStart = Self(rawValue: 1)
        static let needsEnd = Self(rawValue: 2)
        static let runsOnBefore = Self(rawValue: 4)
        static let runsOnAfter = Self(rawValue: 8)
    }

    struct Part {
        var offset: Int32
        var count: Int32
    }

    /// In the order of the numbers under which they are found.
    nonisolated(unsafe) let words: UnsafeBufferPointer<Word>
    /// For each literal and then each anchor of the index, where its words begin in `words`; one more at the end.
    nonisolated(unsafe) let firstWord: UnsafeBufferPointer<Int32>
    nonisolated(unsafe) let parts: UnsafeBufferPointer<Part>
    nonisolated(unsafe) let bytes: UnsafeRawBufferPointer
    /// The hashes of the anchors of the index.
    nonisolated(unsafe) let hashes: UnsafeBufferPointer<UInt64>
    /// The anchors by which most words of many are found; `nil` where words are few or memory was short.
    nonisolated(unsafe) let index: OpaquePointer?
    /// The words that a plain search finds come first among the numbers.
    let literalCount: Int
    /// All of the above but the index, one after the other behind a `Header`; a cache keeps it.
    nonisolated(unsafe) let content: ByteStore

    /// How many of each there are in a content.
    struct Header {
        var literals: Int
        var hashes: Int
        var words: Int
        var firstWord: Int
        var parts: Int
        var bytes: Int
    }

    // SAFETY of the nonisolated(unsafe) above: filled before this is called, read-only until deinit.
    /// Takes over the index, if that gives tables.
    ///
    /// - Returns: `nil` where the content is not of the length that its header tells.
    init?(_ content: ByteStore, index: OpaquePointer?) {
        var rest = content.bytes
        guard let header = Self.take(1, of: Header.self, from: &rest)?.first,
            let hashes = Self.take(header.hashes, of: UInt64.self, from: &rest),
            let words = Self.take(header.words, of: Word.self, from: &rest),
            let firstWord = Self.take(header.firstWord, of: Int32.self, from: &rest),
            let parts = Self.take(header.parts, of: Part.self, from: &rest),
            header.bytes == rest.count, header.literals >= 0
        else { return nil }
        self.hashes = hashes
        self.words = words
        self.firstWord = firstWord
        self.parts = parts
        self.bytes = rest
        self.literalCount = header.literals
        self.index = index
        self.content = content
    }

    deinit { ctext_word_index_free(index) }

    /// The first elements of what is left; their alignments fall, so that each table begins at one of its own.
    private static func take<Element: BitwiseCopyable>(
        _ count: Int, of: Element.Type, from rest: inout UnsafeRawBufferPointer
    ) -> UnsafeBufferPointer<Element>? {
        let (size, isTooLarge) = count.multipliedReportingOverflow(by: MemoryLayout<Element>.stride)
        guard !isTooLarge, count >= 0, size <= rest.count else { return nil }
        let taken = UnsafeRawBufferPointer(rebasing: rest.prefix(size)).bindMemory(to: Element.self)
        rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(size))
        return taken
    }

    /// How many anchors the index has.
    var anchorCount: Int { firstWord.count - 1 - literalCount }

    /// What a plain search looks for, by number.
    var literals: [[UInt8]] {
        (0..<literalCount).map { Array(part(words[Int(firstWord[$0])].keyPart)) }
    }

    @inline(__always)
    func part(_ index: Int32) -> UnsafeRawBufferPointer {
        let part = parts[Int(index)]
        return UnsafeRawBufferPointer(rebasing: bytes[Int(part.offset)..<Int(part.offset + part.count)])
    }
}
