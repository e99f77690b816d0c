import CText

/// Finds the phrases of a matcher in texts, with the scratch memory of one worker.
public final class TextScanner {
    /// The most matches of a group that one scan reports; no rule counts more.
    public static let limit = 1000

    /// What a match weighs against others of its group where there are more than `limit`; `nil` where it does not count.
    public typealias Weight = (TextMatch) -> Double?

    private let tables: MatcherTables
    private let words: WordTables
    private let scratch: OpaquePointer?
    /// `nil` where no word is found by an anchor.
    private let edges: OpaquePointer?
    private let firstUntriggered: UInt32
    /// `nil` where no word is looked for in disguise.
    @exclusivity(unchecked) private var finder: DisguiseFinder?
    /// Whether each pattern is among `triggered`.
    private let isTriggered: UnsafeMutableBufferPointer<Bool>
    /// The patterns that this text may match: of those with two expressions the first.
    @exclusivity(unchecked) private var triggered = ScratchList<Int32>(mostKept: 256)
    @exclusivity(unchecked) private var selection: MatchSelection
    @exclusivity(unchecked) private var text = UnsafeRawBufferPointer(start: nil, count: 0)
    /// Whether each group is looked for in this scan, by its number; `nil` looks for all.
    @exclusivity(unchecked) private var wanted: UnsafeBufferPointer<Bool>?

    init(_ tables: MatcherTables, weight: @escaping Weight) {
        self.tables = tables
        scratch = tables.database.flatMap { ctext_scratch_allocate($0) }
        words = tables.words
        edges = words.anchorCount > 0 ? ctext_edges_create() : nil
        finder = tables.disguises.entries.isEmpty ? nil : DisguiseFinder(tables.disguises)
        selection = MatchSelection(weight: weight)
        firstUntriggered = UInt32(tables.expressionCount - (tables.untriggered?.count ?? 0))
        isTriggered = .allocate(capacity: tables.patterns.count)
        isTriggered.initialize(repeating: false)
    }

    deinit {
        if let scratch { ctext_scratch_free(scratch) }
        ctext_edges_free(edges)
        isTriggered.deallocate()
    }

    /// Finds all phrases in a text.
    ///
    /// - Parameters:
    ///   - text: Valid UTF-8 in the matcher's form, at most `TextForms.limit` bytes.
    ///   - wanted: Whether each group is looked for, by its number, for texts that only some of them are about; `nil`
    ///     looks for all.
    ///   - matches: Replaced by what is found: leftmost-longest and not overlapping within a group, sorted by group,
    ///     then by start; at most `limit` of each group, the heaviest, and of equal ones the leftmost.
    public func scan(
        _ text: UnsafeRawBufferPointer, among wanted: UnsafeBufferPointer<Bool>? = nil,
        into matches: inout [TextMatch]
    ) {
        if !matches.isEmpty { matches.removeAll(keepingCapacity: true) }
        guard let base = text.baseAddress, text.count > 0, text.count <= Int(Int32.max) else { return }
        self.text = text
        self.wanted = wanted
        if let database = tables.database, let scratch {
            let context = Unmanaged.passUnretained(self).toOpaque()
            _ = ctext_scan(
                database, scratch, base.assumingMemoryBound(to: CChar.self), text.count,
                { context, expression, end in
                    guard let context else { return }
                    Unmanaged<TextScanner>.fromOpaque(context)._withUnsafeGuaranteedRef {
                        $0.found(expression, end: Int(end))
                    }
                }, context)
        }
        if let index = words.index, let edges {
            let context = Unmanaged.passUnretained(self).toOpaque()
            ctext_word_index_scan(
                index, edges, base.assumingMemoryBound(to: UInt8.self), text.count,
                { context, anchor, start in
                    guard let context else { return }
                    Unmanaged<TextScanner>.fromOpaque(context)._withUnsafeGuaranteedRef {
                        $0.found(anchor: Int(anchor), start: start)
                    }
                }, context)
        }
        finder?.find(in: text) { range, word in
            if isWanted(word.group) { selection.add(range, group: word.group, entry: word.entry) }
        }
        if tables.patterns.count > 0 { runPatterns() }
        selection.finish(into: &matches)
    }

    private func found(_ expression: UInt32, end: Int) {
        let number = Int(expression)
        if number >= words.literalCount {
            return trigger(tables.firstPatterns[number - words.literalCount])
        }
        for index in words.firstWord[number]..<words.firstWord[number + 1] {
            let word = words.words[Int(index)]
            verify(word, keyStart: end - Int(words.parts[Int(word.keyPart)].count))
        }
    }

    private func found(anchor: Int, start: Int) {
        let number = words.literalCount + anchor
        for index in words.firstWord[number]..<words.firstWord[number + 1] {
            let word = words.words[Int(index)]
            let keyStart = start - Int(word.keyOffset)
            // An anchor is a small piece of the phrase, and its hash need not be its own alone.
            if text.has(words.part(word.keyPart), at: keyStart) { verify(word, keyStart: keyStart) }
        }
    }

    @inline(__always)
    private func isWanted(_ group: Int32) -> Bool {
        guard let wanted else { return true }
        return Int(group) < wanted.count && wanted[Int(group)]
    }

    /// Looks at what stands around the key part, which begins at `keyStart`.
    private func verify(_ word: WordTables.Word, keyStart: Int) {
        if !isWanted(word.group) { return }
        var start = keyStart
        var end = keyStart + Int(words.parts[Int(word.keyPart)].count)
        var part = word.keyPart
        while part > word.firstPart {
            part -= 1
            guard let before = precedingPart(part, before: start) else { return }
            start = before
        }
        part = word.keyPart + 1
        while part < word.endPart {
            guard let after = followingPart(part, after: end) else { return }
            end = after
            part += 1
        }
        if word.edges.contains(.needsStart), !WordBoundary.isFree(before: start, in: text) { return }
        if word.edges.contains(.needsEnd), !WordBoundary.isFree(after: end, in: text) { return }
        if word.edges.contains(.runsOnBefore) { start = WordBoundary.start(ofWordAt: start, in: text) }
        if word.edges.contains(.runsOnAfter) { end = WordBoundary.end(ofWordAt: end, in: text) }
        selection.add(start..<end, group: word.group, entry: word.entry)
    }

    private func precedingPart(_ part: Int32, before index: Int) -> Int? {
        var position = index
        while position > 0 {
            let (value, length) = text.character(before: position)
            guard isWhiteSpace(value) else { break }
            position -= length
        }
        let bytes = words.part(part)
        guard position < index, text.has(bytes, at: position - bytes.count) else { return nil }
        return position - bytes.count
    }

    private func followingPart(_ part: Int32, after index: Int) -> Int? {
        var position = index
        while position < text.count {
            let (value, length) = text.character(at: position)
            guard isWhiteSpace(value) else { break }
            position += length
        }
        let bytes = words.part(part)
        guard position > index, text.has(bytes, at: position) else { return nil }
        return position + bytes.count
    }

    @inline(__always)
    private func isWhiteSpace(_ character: UInt32) -> Bool {
        character < 0x80 ? UInt8(truncatingIfNeeded: character).isBlank : ctext_is_white_space(character)
    }
}

extension TextScanner {
    private func runPatterns() {
        if let untriggered = tables.untriggered { look(for: untriggered) }
        for pattern in tables.untriggeredPatterns { trigger(pattern) }
        if triggered.count == 0 { return }
        // In the order of the rules, so that nothing depends on where in the text their triggers stand.
        triggered.sort()
        for index in 0..<triggered.count {
            let number = Int(triggered[index])
            isTriggered[number] = false
            let pattern = tables.patterns[number]
            if !isWanted(pattern.group) { continue }
            let hasMissed = run(pattern)
            let next = number + 1
            if hasMissed, next < tables.patterns.count, tables.patterns[next].isSecond {
                _ = run(tables.patterns[next])
            }
        }
        triggered.removeAll()
    }

    private func trigger(_ pattern: Int32) {
        // The second expression of a pattern goes with its first.
        if isTriggered[Int(pattern)] || tables.patterns[Int(pattern)].isSecond { return }
        isTriggered[Int(pattern)] = true
        triggered.append(pattern)
    }

    private func look(for set: PatternSet) {
        let text = self.text.assumingMemoryBound(to: CChar.self)
        set.find(in: text, Unmanaged.passUnretained(self).toOpaque()) { context, number, _ in
            guard let context else { return }
            Unmanaged<TextScanner>.fromOpaque(context)._withUnsafeGuaranteedRef {
                $0.found($0.firstUntriggered + number, end: 0)
            }
        }
    }

    /// Bytes that a pattern may look at in one text, counting again what it looks at again. RE2 takes about a nanosecond
    /// a byte.
    private static let workLimit = 16 << 20
    /// A search first looks this far, and on to the end only if it finds nothing there: RE2 may look far behind a match
    /// to see whether a longer one is to be had, and each search would do so again. A match that could be longer than
    /// this may be cut.
    private static let reach = 4096
    /// What a search counts for at least. So no number of matches that are refused takes more than `workLimit` by the
    /// quotient of the two, an eighth of a second; the `limit` that are taken look at 4 MB.
    private static let leastWork = 512

    /// Returns whether a match stood at no boundary, or not all were looked for.
    private func run(_ pattern: MatcherTables.Pattern) -> Bool {
        var hasMissed = false
        var work = Self.workLimit
        var position = 0
        var count = 0
        while position <= text.count, work > 0, count < Self.limit {
            guard let match = search(pattern, from: position, &work) else { return hasMissed }
            let isFree =
                (!pattern.checksStart || WordBoundary.stands(at: match.lowerBound, in: text))
                && (!pattern.checksEnd || WordBoundary.stands(at: match.upperBound, in: text))
            if !match.isEmpty, isFree {
                selection.add(match, group: pattern.group, entry: pattern.entry)
                count += 1
                position = match.upperBound
            } else {
                hasMissed = true
                if match.lowerBound >= text.count { return hasMissed }
                position = max(position, match.lowerBound) + text.character(at: match.lowerBound).length
            }
        }
        return hasMissed || position <= text.count
    }

    /// The next match from a place on.
    private func search(_ pattern: MatcherTables.Pattern, from position: Int, _ work: inout Int) -> Range<Int>? {
        let near = text.characterStart(at: min(position + Self.reach, text.count))
        // A match that touches the end of what it may see could go on.
        if near < text.count, let match = find(pattern, from: position, before: near), match.upperBound < near {
            work -= max(match.upperBound - position, Self.leastWork)
            return match
        }
        work -= max(text.count - position, Self.leastWork)
        return find(pattern, from: position, before: text.count)
    }

    private func find(_ pattern: MatcherTables.Pattern, from position: Int, before limit: Int) -> Range<Int>? {
        guard let base = text.baseAddress?.assumingMemoryBound(to: CChar.self) else { return nil }
        var start = 0
        var end = 0
        let isFound = ctext_regex_find(pattern.regex, base, limit, position, pattern.capture, &start, &end)
        return isFound ? start..<end : nil
    }
}
