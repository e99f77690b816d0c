import CText

/// What a scan needs of the compiled phrases, in plain memory that is never written again.
///
/// Scanners in several threads read it all the time; a Swift array would cost each of them an atomic retain a use.
final class MatcherTables: Sendable {
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
        var needsStart: Bool
        var needsEnd: Bool
        var runsOnBefore: Bool
        var runsOnAfter: Bool
    }

    struct Part {
        var offset: Int32
        var count: Int32
    }

    /// One way of confirming a pattern.
    struct Pattern {
        var regex: OpaquePointer
        /// The group of the expression that is the match: 1 where the context around it is matched too.
        var capture: Int32
        var checksStart: Bool
        var checksEnd: Bool
        var group: Int32
        var entry: Int32
        /// The expressions of which one must be found to make it worth running, from the first to before the last;
        /// none where it is always run.
        var firstTrigger: Int32
        var endTrigger: Int32
    }

    nonisolated(unsafe) let words: UnsafeBufferPointer<Word>
    /// For each literal and then each anchor of the index, where its words begin in `words`; one more at the end.
    nonisolated(unsafe) let firstWord: UnsafeBufferPointer<Int32>
    nonisolated(unsafe) let parts: UnsafeBufferPointer<Part>
    nonisolated(unsafe) let bytes: UnsafeRawBufferPointer
    nonisolated(unsafe) let patterns: UnsafeBufferPointer<Pattern>
    /// `nil` where there is nothing to look for in one pass.
    nonisolated(unsafe) let database: OpaquePointer?
    /// The anchors by which most words are found; `nil` only where memory was short.
    nonisolated(unsafe) let index: OpaquePointer?
    /// The words that are also looked for in disguise.
    let disguises: DisguiseIndex
    let anchorCount: Int
    let literalCount: Int
    let expressionCount: Int

    // SAFETY of the nonisolated(unsafe) above: filled here, read-only until deinit, and Vectorscan's databases and
    // RE2's expressions may be used from any thread.
    init(_ draft: borrowing MatcherDraft, database: OpaquePointer?) {
        let unsorted = draft.words
        words = Self.copy(draft.wordOrder.lazy.map { unsorted[Int($0)] })
        firstWord = Self.copy(draft.firstWord)
        parts = Self.copy(draft.parts)
        bytes = UnsafeRawBufferPointer(Self.copy(draft.bytes))
        patterns = Self.copy(draft.patterns)
        self.database = database
        index = draft.index
        disguises = draft.disguises
        literalCount = draft.literals.count
        anchorCount = draft.firstWord.count - 1 - draft.literals.count
        expressionCount = draft.expressionCount
    }

    deinit {
        for pattern in patterns { ctext_regex_free(pattern.regex) }
        if let database { ctext_database_free(database) }
        ctext_word_index_free(index)
        words.deallocate()
        firstWord.deallocate()
        parts.deallocate()
        bytes.deallocate()
        patterns.deallocate()
    }

    private static func copy<Element>(_ source: some Collection<Element>) -> UnsafeBufferPointer<Element> {
        let memory = UnsafeMutableBufferPointer<Element>.allocate(capacity: source.count)
        _ = memory.initialize(from: source)
        return UnsafeBufferPointer(memory)
    }

    @inline(__always)
    func part(_ index: Int32) -> UnsafeRawBufferPointer {
        let part = parts[Int(index)]
        return UnsafeRawBufferPointer(rebasing: bytes[Int(part.offset)..<Int(part.offset + part.count)])
    }
}
