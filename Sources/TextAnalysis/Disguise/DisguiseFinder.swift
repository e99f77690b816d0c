/// Finds words that were written so that no plain search finds them: letters drawn apart (`c.a.s.i.n.o`), repeated
/// (`caaasino`), replaced by signs (`c4s1n0`) or covered (`f**k`).
///
/// A walk starts wherever a word may and follows the letters through the index, over what stands between them. Each
/// walk takes a bounded number of steps, and so do all walks through one text together, so that no text is slow.
struct DisguiseFinder {
    /// Steps that one walk may take. Only signs that cover letters make it branch at all.
    private static let longestWalk = 512
    /// Steps that all walks through one text may take: a page of prose needs a thousandth of them.
    private static let mostSteps = 100_000
    /// Characters that may stand between two letters that are drawn apart.
    private static let widestGap = 3
    /// How often one character in a row is remembered; no word has as many.
    private static let longestRun = 8
    /// The number that stands for a covered letter among those that were read.
    private static let covered: UInt32 = .max

    private let index: DisguiseIndex
    private var text = UnsafeRawBufferPointer(start: nil, count: 0)
    /// The letters and signs that the walk has read.
    private var read: [UInt32] = []
    private var stepsLeft = 0
    private var stepsOfText = 0
    private var start = 0

    /// Where a walk stands, and what kinds of disguise it has seen.
    private struct Walk {
        var position: Int
        var node: Int32
        var last: UInt32 = 0
        /// How often the last character stood there in a row.
        var run = 0
        var hasLongRun = false
        var letters = 0
        var digits = 0
        var signs = 0
        var masks = 0
        /// Gaps between letters drawn apart.
        var gaps = 0
        /// Of those, gaps in scripts that have no spaces anyway.
        var gluedGaps = 0
        var lastGapIsWhite = false
        /// Different letters since the last gap.
        var chunk = 0
        var lastIsGlued = false
    }

    init(_ index: DisguiseIndex) {
        self.index = index
    }

    /// Gives each disguised word of a folded text: its range, and the entry of the index.
    mutating func find(in text: UnsafeRawBufferPointer, _ found: (Range<Int>, DisguiseIndex.Entry) -> Void) {
        if index.entries.isEmpty { return }
        self.text = text
        stepsOfText = Self.mostSteps
        var position = 0
        var mayStart = true
        while position < text.count, stepsOfText > 0 {
            let (character, length) = text.character(at: position)
            let edge = WordBoundary.edge(character)
            if mayStart || edge == .glued || index.startsAnywhere { walk(from: position, character, length, found) }
            mayStart = edge != .word
            position += length
        }
    }

    private mutating func walk(
        from position: Int, _ character: UInt32, _ length: Int, _ found: (Range<Int>, DisguiseIndex.Entry) -> Void
    ) {
        let kind = Leet.kind(of: character)
        switch kind {
        case .letter, .digit, .sign: break
        default: return
        }
        guard let node = index.child(of: DisguiseIndex.root, Leet.skeleton(character)) else { return }
        start = position
        let steps = min(Self.longestWalk, stepsOfText)
        stepsLeft = steps
        read.removeAll(keepingCapacity: true)
        var walk = Walk(position: position, node: DisguiseIndex.root)
        take(character, length, kind, at: node, &walk)
        advance(walk, found)
        stepsOfText -= steps - stepsLeft
    }

    /// Notes a letter or sign, and goes to a node.
    private mutating func take(
        _ character: UInt32, _ length: Int, _ kind: Leet.Kind, at node: Int32, _ walk: inout Walk
    ) {
        let isRepeated = character == read.last && character != Self.covered
        walk.run = isRepeated ? walk.run + 1 : 1
        if walk.run >= 3 { walk.hasLongRun = true }
        switch kind {
        case .letter: walk.letters += 1
        case .digit: walk.digits += walk.run >= 3 ? 0 : 1
        case .sign: walk.signs += 1
        default: walk.masks += 1
        }
        if !isRepeated || walk.chunk == 0 { walk.chunk += 1 }
        walk.last = Leet.skeleton(character)
        walk.lastIsGlued = WordBoundary.edge(character) == .glued
        walk.node = node
        walk.position += length
        if walk.run <= Self.longestRun { read.append(character) }
    }

    private mutating func advance(_ walk: Walk, _ found: (Range<Int>, DisguiseIndex.Entry) -> Void) {
        stepsLeft -= 1
        accept(walk, found)
        guard stepsLeft > 0, walk.position < text.count, read.count < 2 * DisguiseIndex.longest else { return }
        let (character, length) = text.character(at: walk.position)
        let kind = Leet.kind(of: character)
        switch kind {
        case .letter, .digit, .sign:
            let step = Leet.skeleton(character)
            if let node = step == walk.last ? walk.node : index.child(of: walk.node, step) {
                branch(walk, found) { $0.take(character, length, kind, at: node, &$1) }
            }
        case .mask:
            // It may cover the last letter once more, or any that may follow.
            branch(walk, found) { finder, next in
                finder.take(Self.covered, length, kind, at: walk.node, &next)
                next.last = walk.last
            }
            index.forEachChild(of: walk.node) { node, step in
                branch(walk, found) { finder, next in
                    finder.take(Self.covered, length, kind, at: node, &next)
                    next.last = step
                }
            }
        default: break
        }
        if Leet.maySeparate(kind) { cross(walk, found) }
    }

    private mutating func branch(
        _ walk: Walk, _ found: (Range<Int>, DisguiseIndex.Entry) -> Void,
        _ change: (inout DisguiseFinder, inout Walk) -> Void
    ) {
        var next = walk
        let count = read.count
        change(&self, &next)
        advance(next, found)
        read.removeLast(read.count - count)
    }

    /// Goes on behind what stands between two letters.
    private mutating func cross(_ walk: Walk, _ found: (Range<Int>, DisguiseIndex.Entry) -> Void) {
        var position = walk.position
        var isWhite = false
        for _ in 0..<Self.widestGap where position < text.count {
            let (character, length) = text.character(at: position)
            let kind = Leet.kind(of: character)
            guard Leet.maySeparate(kind) else { break }
            if case .gap(isWhite: true) = kind { isWhite = true }
            position += length
        }
        guard position < text.count else { return }
        let next = text.character(at: position).value
        switch Leet.kind(of: next) {
        case .letter, .digit: break
        default: return
        }
        let nextWord = index.child(of: walk.node, DisguiseIndex.space)
        if isWhite, let nextWord {
            // A space where the phrase has one is no disguise.
            branch(walk, found) { _, other in
                other.position = position
                other.node = nextWord
                other.last = 0
                other.chunk = 0
            }
        }
        let isGlued = walk.lastIsGlued && WordBoundary.edge(next) == .glued
        guard isGlued || isShort(walk.chunk, isWhite: isWhite) else { return }
        for node in [walk.node, isWhite ? nil : nextWord] {
            guard let node else { continue }
            branch(walk, found) { _, other in
                other.position = position
                if node != walk.node { other.last = 0 }
                other.node = node
                other.gaps += 1
                if isGlued { other.gluedGaps += 1 }
                other.lastGapIsWhite = isWhite
                other.chunk = 0
            }
        }
    }

    /// Whether letters between gaps are few enough to have been drawn apart: `c a s`, but also `ca.si.no`.
    private func isShort(_ chunk: Int, isWhite: Bool) -> Bool {
        chunk <= (isWhite ? 1 : 2)
    }

    private func accept(_ walk: Walk, _ found: (Range<Int>, DisguiseIndex.Entry) -> Void) {
        if walk.chunk == 0 || !isDisguised(walk) { return }
        index.forEachEntry(at: walk.node) { entry in
            if entry.needsStart, !WordBoundary.isFree(before: start, in: text) { return }
            if entry.needsEnd, !WordBoundary.isFree(after: walk.position, in: text) { return }
            guard isSpelled(entry) else { return }
            let from = entry.runsOnBefore ? WordBoundary.start(ofWordAt: start, in: text) : start
            let to = entry.runsOnAfter ? WordBoundary.end(ofWordAt: walk.position, in: text) : walk.position
            found(from..<to, entry)
        }
    }

    /// Whether what was read is a disguise, and not a word with a number or a sentence.
    private func isDisguised(_ walk: Walk) -> Bool {
        if walk.letters == 0 { return false }
        if walk.gaps > 0 {
            // One gap is a hyphen or a full stop; two between single letters are none.
            if walk.gaps == walk.gluedGaps { return true }
            return walk.gaps >= 2 && isShort(walk.chunk, isWhite: walk.lastGapIsWhite)
        }
        if walk.masks > 0 { return walk.masks <= walk.letters && walk.digits == 0 }
        if walk.digits > 0, walk.digits > walk.letters { return false }
        return walk.digits + walk.signs > 0 || walk.hasLongRun
    }

    /// Whether the letters that were read spell the word: each of its letters is there, itself or as a sign for it,
    /// and what is there beside repeats the one before, three times or more.
    private func isSpelled(_ entry: DisguiseIndex.Entry) -> Bool {
        let letters = index.letters[entry.letters]
        // Bit i: the first i letters of the word may have been read. A word has at most 64 letters.
        var reached: UInt64 = 1
        var isComplete = false
        for (place, character) in read.enumerated() {
            let mayBeExtra = isRepeated(at: place)
            var next: UInt64 = mayBeExtra ? reached : 0
            var wasCompleted = mayBeExtra && isComplete
            for (number, letter) in letters.enumerated() where reached & (1 << UInt64(number)) != 0 {
                guard character == Self.covered || character == letter || Leet.mayStand(character, for: letter) else {
                    continue
                }
                if number == letters.count - 1 { wasCompleted = true } else { next |= 1 << UInt64(number + 1) }
            }
            reached = next
            isComplete = wasCompleted
        }
        return isComplete
    }

    /// Whether the character at a place repeats the one before and stands in a row of three or more.
    private func isRepeated(at place: Int) -> Bool {
        let character = read[place]
        guard place > 0, read[place - 1] == character, character != Self.covered else { return false }
        if place > 1, read[place - 2] == character { return true }
        return place + 1 < read.count && read[place + 1] == character
    }
}
