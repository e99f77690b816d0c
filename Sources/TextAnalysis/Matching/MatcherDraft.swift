import CText

/// The phrases of a matcher while they are read, checked and numbered.
struct MatcherDraft: ~Copyable {
    private(set) var words: [MatcherTables.Word] = []
    private(set) var firstWord: [Int32] = []
    private(set) var parts: [MatcherTables.Part] = []
    private(set) var bytes: [UInt8] = []
    private(set) var patterns: [MatcherTables.Pattern] = []
    private(set) var slots: [Int32: Int32] = [:]
    private(set) var problems: [TextMatcher.Problem] = []
    private(set) var literals: [[UInt8]] = []
    private(set) var disguises = DisguiseIndex()
    /// The anchors by which most words are found. `MatcherTables` frees it.
    let index: OpaquePointer?
    var expressionCount: Int { literals.count + atoms.count }

    /// The number under which each of `words` is found: a literal's, or an anchor's after those.
    private var wordNumbers: [Int32] = []
    private var literalNumbers: [[UInt8]: Int32] = [:]
    /// How many words each anchor finds.
    private var anchorCounts: [Int32] = []
    /// What the patterns' matches must hold, pattern by pattern.
    private var atoms: [[UInt8]] = []
    private let form: TextForm

    init(_ phrases: [TextMatcher.Phrase], form: TextForm) {
        self.form = form
        let wordCount = phrases.count { $0.kind == .words }
        index = wordCount > Self.mostLiterals ? ctext_word_index_create(wordCount) : nil
        let reader = WordPhraseReader(form: form)
        for phrase in phrases {
            switch phrase.kind {
            case .words: phrase.text.withUnsafeBytes { add(words: phrase, $0, reader) }
            case .pattern: add(pattern: phrase)
            }
        }
        sortWords()
        // Literals come first in the database, so that a number tells what was found.
        for index in patterns.indices {
            patterns[index].firstTrigger += Int32(literals.count)
            patterns[index].endTrigger += Int32(literals.count)
        }
    }

    /// Up to this many words Vectorscan finds them in half the time that looking up each word of a text takes; beyond,
    /// it grows slower, and takes seconds to compile.
    private static let mostLiterals = 1000

    private mutating func slot(of group: Int32) -> Int32 {
        if let slot = slots[group] { return slot }
        let slot = Int32(slots.count)
        slots[group] = slot
        return slot
    }

    private mutating func report(_ phrase: TextMatcher.Phrase, _ what: String, _ advice: String) {
        problems.append(.init(entry: phrase.entry, group: phrase.group, what: what, advice: advice))
    }

    private mutating func add(
        words phrase: TextMatcher.Phrase, _ text: UnsafeRawBufferPointer, _ reader: WordPhraseReader
    ) {
        guard reader.read(text) else {
            return report(phrase, "an entry without a visible character", "write the word to look for, or remove it")
        }
        let first = Int32(parts.count)
        for part in reader.parts {
            parts.append(.init(offset: Int32(bytes.count), count: Int32(part.count)))
            bytes.append(contentsOf: reader.bytes[part])
        }
        if phrase.isDisguised {
            disguises.add(reader, group: phrase.group, entry: phrase.entry, slot: slot(of: phrase.group))
        }
        let (number, part, offset) = key(reader)
        wordNumbers.append(number)
        words.append(
            .init(
                group: phrase.group, entry: phrase.entry, slot: slot(of: phrase.group),
                firstPart: first, keyPart: first + Int32(part), endPart: Int32(parts.count), keyOffset: Int32(offset),
                needsStart: reader.needsStart, needsEnd: reader.needsEnd,
                runsOnBefore: reader.runsOnBefore, runsOnAfter: reader.runsOnAfter))
    }

    /// What the entry is found by: its number, its part, and where in the part it starts. Anchors have negative
    /// numbers, -1 for the first, until all literals are known.
    private mutating func key(_ reader: WordPhraseReader) -> (number: Int32, part: Int, offset: Int) {
        guard let index else { return literalKey(reader) }
        reader.findAnchors()
        guard var best = reader.anchors.first else { return literalKey(reader) }
        var least = Int32.max
        for anchor in reader.anchors where reader.anchors.count > 1 {
            let cost = cost(of: anchor, in: index)
            if cost < least { (best, least) = (anchor, cost) }
        }
        let number = ctext_word_index_insert(index, best.hash)
        if number < 0 { return literalKey(reader) }
        if Int(number) == anchorCounts.count { anchorCounts.append(0) }
        anchorCounts[Int(number)] += 1
        return (-1 - number, best.part, best.offset)
    }

    /// How much work an anchor makes if one more word is found by it: the words that it finds, by how often it may
    /// stand in texts. Each letter less makes it twice as likely, which is roughly so for words and just enough to
    /// prefer two words that follow each other to either of them.
    private func cost(of anchor: WordPhraseReader.Anchor, in index: OpaquePointer) -> Int32 {
        let number = ctext_word_index_find(index, anchor.hash)
        let words = number < 0 ? 1 : anchorCounts[Int(number)] + 1
        return words << Int32(max(0, 12 - anchor.length))
    }

    /// The way of an entry without an anchor, such as `*casino` or `$$$`: its longest part is searched as it stands.
    private mutating func literalKey(_ reader: WordPhraseReader) -> (number: Int32, part: Int, offset: Int) {
        let part = reader.longestPart
        let literal = Array(reader.bytes[reader.parts[part]])
        if let number = literalNumbers[literal] { return (number, part, 0) }
        let number = Int32(literals.count)
        literalNumbers[literal] = number
        literals.append(literal)
        return (number, part, 0)
    }

    /// Lays the words of each number side by side.
    private mutating func sortWords() {
        let count = literals.count + anchorCounts.count
        firstWord = [Int32](repeating: 0, count: count + 1)
        for index in wordNumbers.indices {
            if wordNumbers[index] < 0 { wordNumbers[index] = Int32(literals.count) - 1 - wordNumbers[index] }
            firstWord[Int(wordNumbers[index]) + 1] += 1
        }
        for number in 0..<count { firstWord[number + 1] += firstWord[number] }
        var places = firstWord
        var order = [Int](repeating: 0, count: words.count)
        for (index, number) in wordNumbers.enumerated() {
            order[Int(places[Int(number)])] = index
            places[Int(number)] += 1
        }
        let unsorted = words
        for (place, index) in order.enumerated() { words[place] = unsorted[index] }
    }

    /// What may stand beside a word that ends: no letter, mark or number, or one of a script without spaces. It is
    /// `WordBoundary` in RE2's terms, for the ends of patterns.
    private static let beside =
        #"[^\p{L}\p{M}\p{N}]|[\p{Han}\p{Hiragana}\p{Katakana}\p{Bopomofo}\p{Hangul}\p{Thai}\p{Lao}\p{Khmer}"#
        + #"\p{Myanmar}\x{30FC}\x{FF70}]"#

    private mutating func add(pattern phrase: TextMatcher.Phrase) {
        let dialect: PatternDialect
        do {
            dialect = try PatternDialect(String(decoding: phrase.text, as: UTF8.self), form: form)
        } catch {
            return report(phrase, error.what, error.advice)
        }
        // The pattern by itself is compiled first: what is wrong with it is then told in its own terms.
        guard let plain = compile(dialect.expression, for: phrase) else { return }
        let firstTrigger = Int32(atoms.count)
        atoms += Self.atoms(of: dialect, form: form)
        let hasBoundary = dialect.boundaryAtStart || dialect.boundaryAtEnd
        var pattern = MatcherTables.Pattern(
            regex: plain, capture: 0, checksStart: dialect.boundaryAtStart, checksEnd: dialect.boundaryAtEnd,
            group: phrase.group, entry: phrase.entry, slot: slot(of: phrase.group),
            firstTrigger: firstTrigger, endTrigger: Int32(atoms.count))
        if hasBoundary {
            // The context as part of the expression lets RE2 choose the alternative that ends at a boundary.
            let before = dialect.boundaryAtStart ? #"(?:\A|"# + Self.beside + ")" : ""
            let after = dialect.boundaryAtEnd ? #"(?:\z|"# + Self.beside + ")" : ""
            guard let framed = compile(before + "(" + dialect.expression + ")" + after, for: phrase) else {
                return ctext_regex_free(plain)
            }
            var inContext = pattern
            inContext.regex = framed
            inContext.capture = 1
            patterns.append(inContext)
            // It misses matches that have a free edge of their own: those are checked one by one.
            if !dialect.mayTouchFreeEdge { return ctext_regex_free(plain) }
        }
        pattern.regex = plain
        patterns.append(pattern)
    }

    /// A pattern's matches hold one of more strings than this only where it says little; it is then always run.
    private static let mostAtoms = 64

    /// Strings of which every match holds one, without regard to the case of ASCII letters; none where there are no
    /// such strings, and the pattern must always be run.
    private static func atoms(of dialect: PatternDialect, form: TextForm) -> [[UInt8]] {
        var atoms: [[UInt8]] = []
        var expression = dialect.expression
        expression.withUTF8 { source in
            source.withMemoryRebound(to: CChar.self) { source in
                withUnsafeMutablePointer(to: &atoms) { atoms in
                    ctext_regex_atoms(
                        source.baseAddress, source.count,
                        { context, bytes, length in
                            context?.assumingMemoryBound(to: [[UInt8]].self).pointee.append(
                                Array(UnsafeRawBufferPointer(start: bytes, count: length)))
                        }, atoms)
                }
            }
        }
        if atoms.count > mostAtoms || atoms.contains(where: \.isEmpty) { return [] }
        // Outside of folded text a letter beyond ASCII may stand in another case; and the Kelvin sign is a k, the long
        // s an s, where case is ignored.
        let isSafe =
            form == .folded
            || atoms.allSatisfy { atom in
                atom.allSatisfy { $0 < 0x80 && !(dialect.ignoresCase && ($0 == 0x6B || $0 == 0x73)) }
            }
        return isSafe ? atoms : []
    }

    private mutating func compile(_ expression: String, for phrase: TextMatcher.Phrase) -> OpaquePointer? {
        var expression = expression
        var message = [CChar](repeating: 0, count: 256)
        let regex = expression.withUTF8 { source in
            source.withMemoryRebound(to: CChar.self) {
                ctext_regex_compile($0.baseAddress, $0.count, &message, message.count)
            }
        }
        if let regex { return regex }
        let text = String(decoding: message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let isTooLarge = text.contains("too large") || text.contains("repetition size")
        report(
            phrase, "the pattern can't be read: \(text)",
            isTooLarge
                ? "count less, or write + or * in place of the count" : "the syntax is RE2's, without look-around")
        return nil
    }

    /// Compiles what is looked for in one pass; `nil` where that is nothing.
    func compileDatabase() throws(PatternDialect.Failure) -> OpaquePointer? {
        if expressionCount == 0 { return nil }
        // The expressions side by side, each with a NUL, since C wants pointers to them.
        var text: [UInt8] = []
        var offsets: [Int] = []
        for literal in literals + atoms {
            offsets.append(text.count)
            for byte in literal { Self.append(escaped: byte, to: &text) }
            text.append(0)
        }
        let kinds =
            [UInt8](repeating: UInt8(CTEXT_LITERAL), count: literals.count)
            + [UInt8](repeating: UInt8(CTEXT_ATOM), count: atoms.count)
        var message = [CChar](repeating: 0, count: 256)
        let database: OpaquePointer? = text.withUnsafeBytes { memory in
            let base = memory.baseAddress?.assumingMemoryBound(to: CChar.self)
            let pointers: [UnsafePointer<CChar>?] = offsets.map {
                base?.advanced(by: $0)
            }
            return ctext_database_compile(pointers, kinds, kinds.count, &message, message.count)
        }
        if let database { return database }
        let reason = String(decoding: message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        throw .init(what: "the lists can't be compiled: \(reason)", advice: "look for them in smaller groups")
    }

    private static func append(escaped byte: UInt8, to text: inout [UInt8]) {
        text.append(UInt8(ascii: "\\"))
        text.append(UInt8(ascii: "x"))
        for digit in [byte >> 4, byte & 15] { text.append(digit < 10 ? 0x30 + digit : 0x57 + digit) }
    }
}
