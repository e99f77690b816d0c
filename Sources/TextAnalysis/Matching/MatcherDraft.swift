import CText

/// The phrases of a matcher while they are read, checked and numbered.
struct MatcherDraft: ~Copyable {
    private(set) var words: [MatcherTables.Word] = []
    /// The words in the order of the numbers under which they are found.
    private(set) var wordOrder: [Int32] = []
    /// Where each number's words begin in that order; one more at the end.
    private(set) var firstWord: [Int32] = []
    private(set) var parts: [MatcherTables.Part] = []
    private(set) var bytes: [UInt8] = []
    private(set) var patterns: [MatcherTables.Pattern] = []
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
        words.reserveCapacity(phrases.count)
        wordNumbers.reserveCapacity(phrases.count)
        parts.reserveCapacity(phrases.count)
        anchorCounts.reserveCapacity(phrases.count)
        bytes.reserveCapacity(phrases.reduce(0) { $0 + $1.text.count })
        let reader = WordPhraseReader(form: form)
        // By number, since a copy of each phrase would cost as much as reading it.
        for index in phrases.indices {
            switch phrases[index].kind {
            case .words:
                if phrases[index].text.count > Self.longestPhrase {
                    report(
                        phrases[index], "an entry of \(phrases[index].text.count) bytes",
                        "write \(Self.longestPhrase) at most; a few words of it find the same")
                    continue
                }
                let isReadable = phrases[index].text.withUnsafeBytes { reader.read($0) }
                if isReadable {
                    add(
                        reader, group: phrases[index].group, entry: phrases[index].entry,
                        isDisguised: phrases[index].isDisguised)
                } else {
                    report(
                        phrases[index], "an entry without a visible character",
                        "write the word to look for, or remove it")
                }
            case .pattern: add(pattern: phrases[index])
            }
        }
        sortWords()
        // Literals come first in the database, so that a number tells what was found.
        for index in patterns.indices {
            patterns[index].firstTrigger += Int32(literals.count)
            patterns[index].endTrigger += Int32(literals.count)
        }
    }

    /// Bytes. Vectorscan takes no literal of several thousand.
    private static let longestPhrase = 1000

    /// Up to this many words Vectorscan finds them in about the time that looking up each word of a text takes, at a
    /// third of the instructions; beyond, it grows slower, and takes seconds to compile.
    private static let mostLiterals = 1000

    private mutating func report(_ phrase: TextMatcher.Phrase, _ what: String, _ advice: String) {
        problems.append(.init(entry: phrase.entry, group: phrase.group, what: what, advice: advice))
    }

    /// Adds the words that were read last.
    private mutating func add(_ reader: WordPhraseReader, group: Int32, entry: Int32, isDisguised: Bool) {
        let first = Int32(parts.count)
        for part in reader.parts {
            parts.append(.init(offset: Int32(bytes.count), count: Int32(part.count)))
            bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: reader.bytes[part]))
        }
        if isDisguised { disguises.add(reader, group: group, entry: entry) }
        let (number, part, offset) = key(reader)
        wordNumbers.append(number)
        words.append(
            .init(
                group: group, entry: entry,
                firstPart: first, keyPart: first + Int32(part), endPart: Int32(parts.count), keyOffset: Int32(offset),
                needsStart: reader.needsStart, needsEnd: reader.needsEnd,
                runsOnBefore: reader.runsOnBefore, runsOnAfter: reader.runsOnAfter))
    }

    /// What the entry is found by: its number, its part, and where in the part it starts. Anchors have negative
    /// numbers, -1 for the first, until all literals are known.
    private mutating func key(_ reader: WordPhraseReader) -> (number: Int32, part: Int, offset: Int) {
        guard let index else { return literalKey(reader) }
        let anchors = reader.anchors()
        guard var best = anchors.first else { return literalKey(reader) }
        if anchors.count > 1 {
            var least = Int32.max
            for anchor in anchors {
                let cost = cost(of: anchor, in: index)
                if cost < least { (best, least) = (anchor, cost) }
            }
        }
        let number = ctext_word_index_insert(index, best.hash)
        if number < 0 { return literalKey(reader) }
        if Int(number) == anchorCounts.count { anchorCounts.append(0) }
        anchorCounts[Int(number)] += 1
        let part = reader.part(at: best.start)
        return (-1 - number, part, best.start - reader.parts[part].lowerBound)
    }

    /// How much work an anchor makes if one more word is found by it: the words that it finds, by how often it may
    /// stand in texts. Each letter less makes it twice as likely, which is roughly so for words and just enough to
    /// prefer two words that follow each other to either of them.
    private func cost(of anchor: ctext_anchor, in index: OpaquePointer) -> Int32 {
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

    /// Brings the words of each number together.
    private mutating func sortWords() {
        let count = literals.count + anchorCounts.count
        firstWord = [Int32](repeating: 0, count: count + 1)
        for index in wordNumbers.indices {
            if wordNumbers[index] < 0 { wordNumbers[index] = Int32(literals.count) - 1 - wordNumbers[index] }
            firstWord[Int(wordNumbers[index]) + 1] += 1
        }
        for number in 0..<count { firstWord[number + 1] += firstWord[number] }
        var places = firstWord
        wordOrder = [Int32](repeating: 0, count: words.count)
        for (index, number) in wordNumbers.enumerated() {
            wordOrder[Int(places[Int(number)])] = Int32(index)
            places[Int(number)] += 1
        }
    }

    private mutating func add(pattern phrase: TextMatcher.Phrase) {
        let compiled: CompiledPattern
        do {
            compiled = try CompiledPattern(String(decoding: phrase.text, as: UTF8.self), form: form)
        } catch {
            return report(phrase, error.what, error.advice)
        }
        let firstTrigger = Int32(atoms.count)
        atoms += compiled.atoms
        for expression in compiled.expressions {
            patterns.append(
                .init(
                    regex: expression.regex, capture: expression.capture,
                    checksStart: compiled.dialect.boundaryAtStart, checksEnd: compiled.dialect.boundaryAtEnd,
                    group: phrase.group, entry: phrase.entry,
                    firstTrigger: firstTrigger, endTrigger: Int32(atoms.count)))
        }
    }

    /// Fewer expressions than this compile in about a millisecond, which is what a file takes; 16 take five.
    private static let fewExpressions = 4

    /// Compiles what is looked for in one pass, or takes it from the cache; `nil` where that is nothing.
    func compileDatabase(cache: DatabaseCache?) throws(PatternDialect.Failure) -> OpaquePointer? {
        if expressionCount == 0 { return nil }
        let expressions = DatabaseExpressions(literals: literals, atoms: atoms)
        guard let cache, expressionCount >= Self.fewExpressions, let key = expressions.digest else {
            return try expressions.compile()
        }
        if let known = cache.content(of: key).flatMap({ DatabaseExpressions.database($0) }) { return known }
        let database = try expressions.compile()
        if let content = DatabaseExpressions.content(of: database) { cache.keep(content, of: key) }
        return database
    }
}
