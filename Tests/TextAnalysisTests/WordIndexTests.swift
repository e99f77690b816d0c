import Testing

@testable import TextAnalysis

/// What long lists are found by, against the definition of a hit tried at every place.
@Suite("Words of long lists")
struct WordIndexTests {
    /// The definition: the parts of an entry one after the other with white space between, at a free place.
    private func ends(of entry: String, from start: Int, in text: UnsafeRawBufferPointer) -> Range<Int>? {
        let reader = WordPhraseReader(form: .raw)
        let bytes = Array(entry.utf8)
        return bytes.withUnsafeBytes { bytes -> Range<Int>? in
            guard reader.read(bytes) else { return nil }
            var end = start
            for (number, part) in reader.parts.enumerated() {
                var next = end
                while number > 0, next < text.count, text[next].isBlank { next += 1 }
                if number > 0, next == end { return nil }
                if !text.has(UnsafeRawBufferPointer(rebasing: reader.bytes[part]), at: next) { return nil }
                end = next + part.count
            }
            if reader.needsStart, !WordBoundary.isFree(before: start, in: text) { return nil }
            if reader.needsEnd, !WordBoundary.isFree(after: end, in: text) { return nil }
            let first = reader.runsOnBefore ? WordBoundary.start(ofWordAt: start, in: text) : start
            return first..<(reader.runsOnAfter ? WordBoundary.end(ofWordAt: end, in: text) : end)
        }
    }

    private func hitsByDefinition(_ entry: String, in text: UnsafeRawBufferPointer) -> [Range<Int32>] {
        let all = (0..<text.count).compactMap { ends(of: entry, from: $0, in: text) }
            .sorted { ($0.lowerBound, -$0.upperBound) < ($1.lowerBound, -$1.upperBound) }
        var kept: [Range<Int32>] = []
        for range in all where Int32(range.lowerBound) >= kept.last?.upperBound ?? 0 {
            kept.append(Int32(range.lowerBound)..<Int32(range.upperBound))
        }
        return kept
    }

    /// Enough other words that a matcher looks words up, as it does for long lists.
    private let fillers = (0..<1001).map {
        TextMatcher.Phrase(kind: .words, text: "filler\($0)", group: 100_000, entry: -1)
    }

    private func found(_ entry: String, in text: String) throws -> [String] {
        let phrases = words(entry) + fillers
        let matcher = try TextMatcher(phrases, form: .raw)
        #expect(matcher.looksUpWords)
        return try TextAnalysisTests.found(phrases, in: text, form: .raw)
    }

    private func random(_ pieces: [String], _ count: Int, _ generator: inout SystemRandomNumberGenerator) -> String {
        (0..<count).map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
    }

    @Test("entries hit just where the definition says, whatever they are made of", arguments: 0..<4)
    func definition(round: Int) throws {
        var generator = SystemRandomNumberGenerator()
        let pieces = ["a", "b", "ab", "é", "ж", "赌", "博", " ", "  ", "-", ".", "$", "1", "casinos", "*"]
        let entries = (0..<100).map { _ in random(pieces, .random(in: 1...5, using: &generator), &generator) }
        let phrases = entries.enumerated().compactMap { number, entry in
            Array(entry.utf8).withUnsafeBytes { WordPhraseReader(form: .raw).read($0) }
                ? TextMatcher.Phrase(kind: .words, text: entry, group: Int32(number), entry: Int32(number)) : nil
        }
        let scanner = try TextMatcher(phrases + fillers, form: .raw).makeScanner()
        var matches: [TextMatch] = []
        for length in [3, 10, 60] {
            var text = random(pieces, length, &generator)
            text.withUTF8 { bytes in
                let bytes = UnsafeRawBufferPointer(bytes)
                for phrase in phrases {
                    var wanted = [Bool](repeating: false, count: entries.count)
                    wanted[Int(phrase.group)] = true
                    wanted.withUnsafeBufferPointer { scanner.scan(bytes, among: $0, into: &matches) }
                    let expected = hitsByDefinition(entries[Int(phrase.group)], in: bytes)
                    #expect(
                        matches.map(\.range) == expected,
                        "\(entries[Int(phrase.group)]) in \(String(decoding: bytes, as: UTF8.self))")
                }
            }
        }
    }

    @Test(
        "white space between the parts of an entry may be any",
        arguments: ["赌博 casino", "赌 博", "博  *", "casino  bonus", "a $ b", "$ 赌"])
    func whiteSpace(entry: String) throws {
        for blank in [" ", "\n", " \t ", "\u{3000}"] {
            let text = entry.split { $0 == " " || $0 == "*" }.joined(separator: blank)
            #expect(try found(entry, in: "(" + text + ")") == [text])
        }
    }

    @Test("an entry is found wherever it stands in blocks of 64 bytes", arguments: [0, 1, 55, 58, 59, 63, 64, 65, 127])
    func blocks(offset: Int) throws {
        for filler in ["-", "é "] {
            let text = String(repeating: filler, count: offset) + " casino bonus."
            #expect(try found("casino  bonus", in: text) == ["casino bonus"])
            #expect(try found("casino", in: text + "xcasino") == ["casino"])
        }
    }

    @Test("texts that are no UTF-8 are searched as far as they are")
    func broken() throws {
        let scanner = try TextMatcher(words("casino", "赌博") + fillers, form: .raw).makeScanner()
        var matches: [TextMatch] = []
        let bytes: [UInt8] = [0xE8, 0xB5] + Array("casino".utf8) + [0xFF, 0x80] + Array("casino".utf8) + [0xF0, 0x9F]
        bytes.withUnsafeBytes { scanner.scan($0, into: &matches) }
        #expect(matches.map(\.range) == [2..<8, 10..<16])
    }

    @Test("ten thousand entries that share their words are all found")
    func sharedWords() throws {
        let entries = (0..<100).flatMap { first in (0..<100).map { "buy w\(first) w\($0)" } }
        let phrases = entries.enumerated().map {
            TextMatcher.Phrase(kind: .words, text: $1, group: 0, entry: Int32($0))
        }
        let scanner = try TextMatcher(phrases, form: .raw).makeScanner()
        var matches: [TextMatch] = []
        for number in stride(from: 0, to: entries.count, by: 97) {
            var text = "now " + entries[number] + "!"
            text.withUTF8 { scanner.scan(UnsafeRawBufferPointer($0), into: &matches) }
            #expect(matches.map(\.entry) == [Int32(number)])
        }
    }
}
