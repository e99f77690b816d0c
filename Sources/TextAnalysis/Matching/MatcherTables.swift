import CText

/// What a scan needs of the compiled phrases, in plain memory that is never written again.
final class MatcherTables: Sendable {
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
        /// Whether it finds nothing that the one before does not, where all matches of that one stood at boundaries.
        var isSecond: Bool
    }

    let words: WordTables
    nonisolated(unsafe) let patterns: UnsafeBufferPointer<Pattern>
    /// For each expression behind the literals the first of the patterns that it is a trigger of.
    nonisolated(unsafe) let firstPatterns: UnsafeBufferPointer<Int32>
    /// The patterns without a trigger.
    let untriggeredPatterns: [Int32]
    /// `nil` where there is nothing to look for in one pass.
    nonisolated(unsafe) let database: OpaquePointer?
    /// The words that are also looked for in disguise.
    let disguises: DisguiseIndex
    /// Literals, atoms of patterns, and the patterns of `untriggered`, by number.
    let expressionCount: Int
    /// The patterns that no atom tells of, looked for together; their expressions are the last ones.
    let untriggered: PatternSet?

    // SAFETY of the nonisolated(unsafe) above: filled here, read-only until deinit, and Vectorscan's databases and
    // RE2's expressions may be used from any thread.
    init(_ draft: borrowing MatcherDraft, database: OpaquePointer?) {
        words = draft.words
        let patterns = UnsafeMutableBufferPointer<Pattern>.allocate(capacity: draft.patterns.count)
        _ = patterns.initialize(from: draft.patterns)
        self.patterns = UnsafeBufferPointer(patterns)
        let firsts = UnsafeMutableBufferPointer<Int32>.allocate(
            capacity: draft.expressionCount - draft.words.literalCount)
        var without: [Int32] = []
        for (number, pattern) in draft.patterns.enumerated().reversed() {
            for trigger in pattern.firstTrigger..<pattern.endTrigger {
                firsts[Int(trigger) - draft.words.literalCount] = Int32(number)
            }
            if pattern.firstTrigger == pattern.endTrigger { without.append(Int32(number)) }
        }
        firstPatterns = UnsafeBufferPointer(firsts)
        untriggeredPatterns = without.reversed()
        self.database = database
        disguises = draft.disguises
        expressionCount = draft.expressionCount
        untriggered = draft.untriggered
    }

    deinit {
        for pattern in patterns { ctext_regex_free(pattern.regex) }
        if let database { ctext_database_free(database) }
        patterns.deallocate()
        firstPatterns.deallocate()
    }
}
