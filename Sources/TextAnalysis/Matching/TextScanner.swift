import CText

/// Finds the phrases of a matcher in texts, with the scratch memory of one worker.
public final class TextScanner {
    /// The most matches that one scan reports; DESIGN.md leaves no verdict more to say.
    public static let limit = 1000
    /// How many candidates are kept before each group is held to its share, so that one group's flood can't drown
    /// another's only hit.
    static let candidateLimit = 4 * limit
    static let candidatesOfEachGroup = 8
    /// Bytes that one pattern may look at in one text, counting again what it looks at again. RE2 takes about a
    /// nanosecond a byte, so this bounds a pattern that finds little and looks far to some 16 ms.
    static let workLimit = 16 << 20

    private let tables: MatcherTables
    private let scratch: OpaquePointer?
    /// `nil` where no word is found by an anchor.
    private let edges: OpaquePointer?
    /// `nil` where no word is looked for in disguise.
    @exclusivity(unchecked) private var finder: DisguiseFinder?
    private let groupCounts: UnsafeMutableBufferPointer<Int32>
    private let isTriggered: UnsafeMutableBufferPointer<Bool>
    @exclusivity(unchecked) private var triggered: [UInt32] = []
    @exclusivity(unchecked) private var candidates: [Candidate] = []
    @exclusivity(unchecked) private var text = UnsafeRawBufferPointer(start: nil, count: 0)
    /// Whether each group is looked for in this scan, by its number; `nil` looks for all.
    @exclusivity(unchecked) private var wanted: UnsafeBufferPointer<Bool>?

    struct Candidate {
        var start: Int32
        var end: Int32
        var group: Int32
        var entry: Int32
        var slot: Int32
    }

    init(_ tables: MatcherTables) {
        self.tables = tables
        scratch = tables.database.flatMap { ctext_scratch_allocate($0) }
        edges = tables.anchorCount > 0 ? ctext_edges_create() : nil
        finder = tables.disguises.entries.isEmpty ? nil : DisguiseFinder(tables.disguises)
        groupCounts = .allocate(capacity: tables.groupCount)
        groupCounts.initialize(repeating: 0)
        isTriggered = .allocate(capacity: tables.expressionCount - tables.literalCount)
        isTriggered.initialize(repeating: false)
    }

    deinit {
        if let scratch { ctext_scratch_free(scratch) }
        ctext_edges_free(edges)
        groupCounts.deallocate()
        isTriggered.deallocate()
    }

    /// Finds all phrases in a text.
    ///
    /// - Parameters:
    ///   - text: Valid UTF-8 in the matcher's form, at most `TextForms.limit` bytes.
    ///   - wanted: Whether each group is looked for, by its number, for texts that only some of them are about; `nil`
    ///     looks for all.
    ///   - matches: Replaced by what is found: leftmost-longest and not overlapping within a group, sorted by group,
    ///     then by start; at most `limit`, of which each group that hits has its share.
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
        if let index = tables.index, let edges {
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
            if isWanted(word.group) { note(range, group: word.group, entry: word.entry, slot: word.slot) }
        }
        if tables.patterns.count > 0 { runPatterns() }
        if !candidates.isEmpty { settle(into: &matches) }
    }

    private func found(_ expression: UInt32, end: Int) {
        let number = Int(expression)
        if number >= tables.literalCount {
            isTriggered[number - tables.literalCount] = true
            triggered.append(expression)
            return
        }
        for index in tables.firstWord[number]..<tables.firstWord[number + 1] {
            let word = tables.words[Int(index)]
            verify(word, keyStart: end - Int(tables.parts[Int(word.keyPart)].count))
        }
    }

    private func found(anchor: Int, start: Int) {
        let number = tables.literalCount + anchor
        for index in tables.firstWord[number]..<tables.firstWord[number + 1] {
            let word = tables.words[Int(index)]
            let keyStart = start - Int(word.keyOffset)
            // An anchor is a small piece of the phrase, and its hash need not be its own alone.
            if text.has(tables.part(word.keyPart), at: keyStart) { verify(word, keyStart: keyStart) }
        }
    }

    @inline(__always)
    private func isWanted(_ group: Int32) -> Bool {
        guard let wanted else { return true }
        return Int(group) < wanted.count && wanted[Int(group)]
    }

    /// Looks at what stands around the key part, which begins at `keyStart`.
    private func verify(_ word: MatcherTables.Word, keyStart: Int) {
        if !isWanted(word.group) { return }
        var start = keyStart
        var end = keyStart + Int(tables.parts[Int(word.keyPart)].count)
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
        if word.needsStart, !WordBoundary.isFree(before: start, in: text) { return }
        if word.needsEnd, !WordBoundary.isFree(after: end, in: text) { return }
        if word.runsOnBefore { start = WordBoundary.start(ofWordAt: start, in: text) }
        if word.runsOnAfter { end = WordBoundary.end(ofWordAt: end, in: text) }
        note(start..<end, group: word.group, entry: word.entry, slot: word.slot)
    }

    private func precedingPart(_ part: Int32, before index: Int) -> Int? {
        var position = index
        while position > 0 {
            let (value, length) = text.character(before: position)
            guard isWhiteSpace(value) else { break }
            position -= length
        }
        let bytes = tables.part(part)
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
        let bytes = tables.part(part)
        guard position > index, text.has(bytes, at: position) else { return nil }
        return position + bytes.count
    }

    @inline(__always)
    private func isWhiteSpace(_ character: UInt32) -> Bool {
        character < 0x80 ? UInt8(truncatingIfNeeded: character).isBlank : ctext_is_white_space(character)
    }

    private func note(_ range: Range<Int>, group: Int32, entry: Int32, slot: Int32) {
        let count = groupCounts[Int(slot)]
        if candidates.count >= Self.candidateLimit, count >= Int32(Self.candidatesOfEachGroup) { return }
        groupCounts[Int(slot)] = count + 1
        candidates.append(
            .init(
                start: Int32(range.lowerBound), end: Int32(range.upperBound), group: group, entry: entry, slot: slot))
    }
}

extension TextScanner {
    private func runPatterns() {
        for pattern in tables.patterns {
            if !isWanted(pattern.group) { continue }
            if pattern.firstTrigger < pattern.endTrigger, !isTriggered(pattern) { continue }
            run(pattern)
        }
        for expression in triggered { isTriggered[Int(expression) - tables.literalCount] = false }
        triggered.removeAll(keepingCapacity: true)
    }

    private func isTriggered(_ pattern: MatcherTables.Pattern) -> Bool {
        for trigger in pattern.firstTrigger..<pattern.endTrigger
        where isTriggered[Int(trigger) - tables.literalCount] { return true }
        return false
    }

    private func run(_ pattern: MatcherTables.Pattern) {
        guard let base = text.baseAddress?.assumingMemoryBound(to: CChar.self) else { return }
        var searches = max(16, Self.workLimit / text.count)
        var position = 0
        while position <= text.count, searches > 0 {
            searches -= 1
            var start = 0
            var end = 0
            guard ctext_regex_find(pattern.regex, base, text.count, position, pattern.capture, &start, &end) else {
                return
            }
            let isFree =
                (!pattern.checksStart || WordBoundary.stands(at: start, in: text))
                && (!pattern.checksEnd || WordBoundary.stands(at: end, in: text))
            if end > start, isFree {
                note(start..<end, group: pattern.group, entry: pattern.entry, slot: pattern.slot)
                position = end
            } else {
                if start >= text.count { return }
                position = max(position, start) + text.character(at: start).length
            }
        }
    }

    /// Sorts the candidates and keeps the leftmost, then longest, of those that overlap within a group.
    private func settle(into matches: inout [TextMatch]) {
        sort()
        var groups = 0
        var lastGroup: Int32?
        for candidate in candidates where candidate.group != lastGroup {
            lastGroup = candidate.group
            groups += 1
        }
        // The share is applied only where there are too many, so that a single group may have them all.
        let share = candidates.count <= Self.limit ? Self.limit : max(1, Self.limit / groups)
        lastGroup = nil
        var end: Int32 = 0
        var count = 0
        for candidate in candidates {
            groupCounts[Int(candidate.slot)] = 0
            if candidate.group != lastGroup {
                lastGroup = candidate.group
                end = 0
                count = 0
            }
            if candidate.start < end || count == share || matches.count == Self.limit { continue }
            end = candidate.end
            count += 1
            matches.append(
                TextMatch(
                    group: candidate.group, entry: candidate.entry, range: candidate.start..<candidate.end))
        }
        candidates.removeAll(keepingCapacity: true)
    }

    private func sort() {
        // Most comments have a hit or two, for which a call of `sort` costs more than the work.
        if candidates.count > 16 { return candidates.sort(by: Self.precedes) }
        for index in candidates.indices.dropFirst() {
            let candidate = candidates[index]
            var slot = index
            while slot > 0, Self.precedes(candidate, candidates[slot - 1]) {
                candidates[slot] = candidates[slot - 1]
                slot -= 1
            }
            candidates[slot] = candidate
        }
    }

    private static func precedes(_ left: Candidate, _ right: Candidate) -> Bool {
        if left.group != right.group { return left.group < right.group }
        if left.start != right.start { return left.start < right.start }
        if left.end != right.end { return left.end > right.end }
        return left.entry < right.entry
    }
}
