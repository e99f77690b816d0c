import CText

/// The words of a matcher while they are read, checked and numbered.
struct WordDraft: ~Copyable {
    /// What is wrong with phrases, with their places among those given.
    private(set) var problems: [(place: Int, problem: TextMatcher.Problem)] = []

    private var words: [WordTables.Word] = []
    private var parts: [WordTables.Part] = []
    private var bytes: [UInt8] = []
    /// The number under which each of `words` is found: a literal's, or an anchor's after those.
    private var numbers: [Int32] = []
    private var literalNumbers: [[UInt8]: Int32] = [:]
    /// How many words each anchor finds.
    private var anchorCounts: [Int32] = []
    /// The anchors by which most words are found. `WordTables` frees it.
    private let index: OpaquePointer?

    init(_ phrases: [TextMatcher.Phrase], form: TextForm, wordCount: Int) {
        index = wordCount > Self.mostLiterals ? ctext_word_index_create(wordCount) : nil
        words.reserveCapacity(wordCount)
        numbers.reserveCapacity(wordCount)
        parts.reserveCapacity(wordCount)
        anchorCounts.reserveCapacity(wordCount)
        bytes.reserveCapacity(phrases.reduce(0) { $0 + $1.text.count })
        let reader = WordPhraseReader(form: form)
        // By number, since a copy of each phrase would cost as much as reading it.
        for place in phrases.indices where phrases[place].kind == .words {
            if phrases[place].text.count > Self.longestPhrase {
                report(
                    phrases, place, "an entry of \(phrases[place].text.count) bytes",
                    "write \(Self.longestPhrase) at most; a few words of it find the same")
                continue
            }
            let isReadable = phrases[place].text.withUnsafeBytes { reader.read($0) }
            if isReadable {
                add(reader, group: phrases[place].group, entry: phrases[place].entry)
            } else {
                report(
                    phrases, place, "an entry without a visible character",
                    "write the word to look for, or remove it")
            }
        }
    }

    /// Bytes. Vectorscan takes no literal of several thousand.
    private static let longestPhrase = 1000

    /// Up to this many words Vectorscan finds them in about the time that looking up each word of a text takes, at a
    /// third of the instructions; beyond, it grows slower, and takes seconds to compile.
    static let mostLiterals = 1000

    private mutating func report(_ phrases: [TextMatcher.Phrase], _ place: Int, _ what: String, _ advice: String) {
        problems.append(
            (place, .init(entry: phrases[place].entry, group: phrases[place].group, what: what, advice: advice)))
    }

    /// Adds the words that were read last.
    private mutating func add(_ reader: WordPhraseReader, group: Int32, entry: Int32) {
        let first = Int32(parts.count)
        for part in reader.parts {
            parts.append(.init(offset: Int32(bytes.count), count: Int32(part.count)))
            bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: reader.bytes[part]))
        }
        let (number, part, offset) = key(reader)
        numbers.append(number)
        words.append(
            .init(
                group: group, entry: entry,
                firstPart: first, keyPart: first + Int32(part), endPart: Int32(parts.count), keyOffset: Int32(offset),
                edges: reader.wordEdges))
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
        let number = Int32(literalNumbers.count)
        literalNumbers[literal] = number
        return (number, part, 0)
    }

    /// The tables, with the words of each number side by side.
    consuming func tables() -> WordTables {
        let literalCount = literalNumbers.count
        for place in numbers.indices where numbers[place] < 0 {
            numbers[place] = Int32(literalCount) - 1 - numbers[place]
        }
        var firstWord = [Int32](repeating: 0, count: literalCount + anchorCounts.count + 1)
        for number in numbers { firstWord[Int(number) + 1] += 1 }
        for number in firstWord.indices.dropFirst() { firstWord[number] += firstWord[number - 1] }
        var order = [Int32](repeating: 0, count: words.count)
        var places = firstWord
        for (word, number) in numbers.enumerated() {
            order[Int(places[Int(number)])] = Int32(word)
            places[Int(number)] += 1
        }

        let header = WordTables.Header(
            literals: literalCount, hashes: anchorCounts.count, words: words.count, firstWord: firstWord.count,
            parts: parts.count, bytes: bytes.count)
        let content = ByteStore()
        withUnsafeBytes(of: header) { content.append($0) }
        content.append(
            UnsafeRawBufferPointer(UnsafeBufferPointer(start: ctext_word_index_hashes(index), count: header.hashes)))
        for word in order { withUnsafeBytes(of: words[Int(word)]) { content.append($0) } }
        firstWord.withUnsafeBytes { content.append($0) }
        parts.withUnsafeBytes { content.append($0) }
        bytes.withUnsafeBytes { content.append($0) }
        guard let tables = WordTables(content, index: index) else { fatalError("the header tells the length") }
        return tables
    }
}
