/// The words that are looked for in disguise: a trie of what is left of each when disguises are taken off.
///
/// Each letter is a step, the same letter again is none, and a space between words is a step of its own. What a walk
/// through the trie finds is held against the letters of the word itself afterwards.
struct DisguiseIndex: Sendable {
    /// A word as its list has it.
    struct Entry: Sendable {
        var group: Int32
        var entry: Int32
        /// Its folded letters without spaces: a range of `letters`.
        var letters: Range<Int>
        var needsStart: Bool
        var needsEnd: Bool
        var runsOnBefore: Bool
        var runsOnAfter: Bool
    }

    private struct Node: Sendable {
        var parent: Int32
        var character: UInt32
        var nextSibling: Int32 = -1
        var firstChild: Int32 = -1
        var firstEntry: Int32 = -1
    }

    /// Longer words are not looked for in disguise.
    static let longest = 64
    /// Of words of fewer letters too much looks like a disguise. Scripts without spaces have words of two.
    static let shortest = 3
    static let shortestGlued = 2

    static let space: UInt32 = 0x20
    static let root: Int32 = 0

    private(set) var entries: [Entry] = []
    private(set) var letters: [UInt32] = []
    /// Whether a word may begin in the middle of another, so that every letter is a place to start from.
    private(set) var startsAnywhere = false
    private var nextEntry: [Int32] = []
    private var nodes = [Node(parent: -1, character: 0)]
    private var table = [Int32](repeating: -1, count: 64)

    /// Adds a word; one too short or too long for a disguise is left out.
    mutating func add(_ phrase: WordPhraseReader, group: Int32, entry: Int32) {
        let first = letters.count
        var node = Self.root
        var isGlued = true
        for (number, part) in phrase.parts.enumerated() {
            if number > 0 { node = child(of: node, Self.space) ?? addChild(of: node, Self.space) }
            var last: UInt32 = 0
            var index = part.lowerBound
            while index < part.upperBound {
                let (character, length) = phrase.bytes.character(at: index)
                index += length
                letters.append(character)
                if WordBoundary.edge(character) != .glued { isGlued = false }
                let step = Leet.skeleton(character)
                if step == last { continue }
                last = step
                node = child(of: node, step) ?? addChild(of: node, step)
            }
        }
        let count = letters.count - first
        guard count >= (isGlued ? Self.shortestGlued : Self.shortest), count <= Self.longest else { return }
        if phrase.runsOnBefore { startsAnywhere = true }
        nextEntry.append(nodes[Int(node)].firstEntry)
        nodes[Int(node)].firstEntry = Int32(entries.count)
        entries.append(
            Entry(
                group: group, entry: entry, letters: first..<letters.count, needsStart: phrase.needsStart,
                needsEnd: phrase.needsEnd, runsOnBefore: phrase.runsOnBefore, runsOnAfter: phrase.runsOnAfter))
    }

    /// The node that a step leads to.
    func child(of node: Int32, _ character: UInt32) -> Int32? {
        let found = table[slot(of: node, character)]
        return found < 0 ? nil : found
    }

    /// Gives each step from a node, the one to the next word aside.
    func forEachChild(of node: Int32, _ body: (_ child: Int32, _ character: UInt32) -> Void) {
        var child = nodes[Int(node)].firstChild
        while child >= 0 {
            let here = nodes[Int(child)]
            if here.character != Self.space { body(child, here.character) }
            child = here.nextSibling
        }
    }

    /// Gives the words that end at a node.
    @inline(__always)
    func forEachEntry(at node: Int32, _ body: (Entry) -> Void) {
        var index = nodes[Int(node)].firstEntry
        while index >= 0 {
            body(entries[Int(index)])
            index = nextEntry[Int(index)]
        }
    }

    private mutating func addChild(of parent: Int32, _ character: UInt32) -> Int32 {
        if nodes.count * 2 > table.count { grow() }
        let number = Int32(nodes.count)
        nodes.append(Node(parent: parent, character: character, nextSibling: nodes[Int(parent)].firstChild))
        nodes[Int(parent)].firstChild = number
        table[slot(of: parent, character)] = number
        return number
    }

    private func slot(of node: Int32, _ character: UInt32) -> Int {
        let key = UInt64(UInt32(bitPattern: node)) << 32 | UInt64(character)
        // Multiplying spreads what differs into the high bits (Knuth, TAOCP 3, 6.4).
        var slot = Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) &>> 32) & (table.count - 1)
        while table[slot] >= 0 {
            let here = nodes[Int(table[slot])]
            if here.parent == node, here.character == character { break }
            slot = (slot + 1) & (table.count - 1)
        }
        return slot
    }

    private mutating func grow() {
        table = [Int32](repeating: -1, count: table.count * 2)
        for number in nodes.indices.dropFirst() {
            table[slot(of: nodes[number].parent, nodes[number].character)] = Int32(number)
        }
    }
}
