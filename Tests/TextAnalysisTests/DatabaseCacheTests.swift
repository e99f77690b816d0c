import Foundation
import Testing

@testable import TextAnalysis

@Suite("The cache of compiled lists")
final class DatabaseCacheTests {
    private let root = NSTemporaryDirectory() + "modfilter-cache-" + UUID().uuidString
    private var folder: String { root + "/below/cache" }
    private let key: Digest
    private let content = (0..<1000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    private var cache: DatabaseCache { DatabaseCache(folder: folder) }
    private var file: String { folder + "/" + key.name }

    init() throws {
        key = try #require(Digest(of: Array("key".utf8)))
        try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: root) }

    private func keep(_ bytes: [UInt8], of key: Digest, in cache: DatabaseCache? = nil) {
        bytes.withUnsafeBytes { (cache ?? self.cache).keep($0, of: key) }
    }

    private func content(of key: Digest) -> [UInt8]? { cache.content(of: key).map { Array($0.bytes) } }

    private func digest(_ bytes: [UInt8]) throws -> Digest { try #require(Digest(of: bytes)) }

    private func files() -> [String] { ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted() }

    /// Words that only the database can find.
    private func phrases(_ count: Int) -> [TextMatcher.Phrase] {
        (0..<count).map { .init(kind: .words, text: "*w\($0)x", group: 0, entry: Int32($0)) }
    }

    private func entries(_ matcher: TextMatcher) -> [Int32] {
        let scanner = matcher.makeScanner()
        var matches: [TextMatch] = []
        var text = "aw3x and w17x"
        text.withUTF8 { scanner.scan(UnsafeRawBufferPointer($0), into: &matches) }
        return matches.map(\.entry)
    }

    @Test(
        "a digest is BLAKE2b's",
        arguments: [
            ("", "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8"),
            ("abc", "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319"),
        ])
    func digest(text: String, digits: String) {
        #expect(Digest(of: Array(text.utf8))?.name == digits + Digest.suffix)
    }

    @Test("what is kept comes back, for its key alone; folder and file are the user's alone")
    func kept() throws {
        #expect(cache.content(of: key) == nil)
        keep(content, of: key)
        #expect(content(of: key) == content)
        #expect(try cache.content(of: digest([1])) == nil)
        #expect(files() == [key.name])
        let permissions = try [folder, file].map {
            try FileManager.default.attributesOfItem(atPath: $0)[.posixPermissions] as? Int
        }
        #expect(permissions == [0o700, 0o600])
    }

    @Test("a file with any byte changed, cut or added is not used", arguments: [0, 20, 25, 60, 90, 500, -1])
    func damaged(place: Int) throws {
        keep(content, of: key)
        let whole = try Data(contentsOf: URL(fileURLWithPath: file))
        var changed = whole
        changed[place < 0 ? whole.count - 1 : place] ^= 1
        for bytes in [changed, whole.dropLast(place < 0 ? 1 : whole.count - place), whole + [0], Data()] {
            try bytes.write(to: URL(fileURLWithPath: file))
            #expect(cache.content(of: key) == nil)
        }
        try whole.write(to: URL(fileURLWithPath: file))
        #expect(content(of: key) == content)
    }

    @Test("a file that stands under another key's name is not used")
    func foreign() throws {
        keep(content, of: key)
        let other = try digest([1])
        try FileManager.default.copyItem(atPath: file, toPath: folder + "/" + other.name)
        #expect(cache.content(of: other) == nil)
    }

    @Test("what others may write to is not used", arguments: [0o602, 0o620, 0o666])
    func writableFile(mode: Int) throws {
        keep(content, of: key)
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file)
        #expect(cache.content(of: key) == nil)
    }

    @Test("a folder that others may write to is not used, and nothing is put there", arguments: [0o770, 0o707, 0o777])
    func writableFolder(mode: Int) throws {
        keep(content, of: key)
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: folder)
        #expect(cache.content(of: key) == nil)
        try keep(content, of: digest([1]))
        #expect(files() == [key.name])
    }

    @Test("links are not followed, and what is no file is not read")
    func links() throws {
        keep(content, of: key)
        let elsewhere = root + "/elsewhere"
        try FileManager.default.moveItem(atPath: file, toPath: elsewhere)
        try FileManager.default.createSymbolicLink(atPath: file, withDestinationPath: elsewhere)
        #expect(cache.content(of: key) == nil)
        try FileManager.default.removeItem(atPath: file)
        #expect(mkfifo(file, 0o600) == 0)
        #expect(cache.content(of: key) == nil)
        try FileManager.default.createSymbolicLink(atPath: root + "/link", withDestinationPath: folder)
        let linked = DatabaseCache(folder: root + "/link")
        try keep(content, of: digest([1]), in: linked)
        #expect(!files().contains(try digest([1]).name))
    }

    @Test(
        "where a folder can't be there is no cache, and no harm", arguments: ["", "/proc/none/x", "/dev/null"])
    func nowhere(folder: String) throws {
        let cache = DatabaseCache(folder: folder)
        keep(content, of: key, in: cache)
        #expect(cache.content(of: key) == nil)
        #expect(entries(try TextMatcher(phrases(50), form: .folded, cache: cache)) == [3, 17])
    }

    @Test("the files that were used last stay, as many as there may be, and nothing of others goes")
    func bounded() throws {
        keep(content, of: key)
        try Data().write(to: URL(fileURLWithPath: folder + "/notes.txt"))
        for number in 0..<DatabaseCache.greatestCount + 5 {
            let other = try digest([UInt8(number)])
            keep(content, of: other)
            let past = Date(timeIntervalSinceNow: Double(number - 1000))
            try? FileManager.default.setAttributes([.modificationDate: past], ofItemAtPath: folder + "/" + other.name)
            #expect(cache.content(of: key) != nil, "it is used all the time")
        }
        #expect(files().count == DatabaseCache.greatestCount + 1)
        #expect(files().contains("notes.txt"))
    }

    @Test("a matcher from the cache finds what one compiled anew finds")
    func matcher() throws {
        let first = try TextMatcher(phrases(50), form: .folded, cache: cache)
        #expect(files().count == 1)
        let second = try TextMatcher(phrases(50), form: .folded, cache: cache)
        #expect(entries(first) == [3, 17])
        #expect(entries(second) == [3, 17])
        #expect(files().count == 1)
        _ = try TextMatcher(phrases(51), form: .folded, cache: cache)
        #expect(files().count == 2, "another list is another file")
    }

    /// The key of a file by its name.
    private func key(ofFile name: String) throws -> Digest {
        let digits = Array(name.utf8.prefix(64))
        let bytes = stride(from: 0, to: 64, by: 2).compactMap {
            UInt8(String(decoding: digits[$0..<$0 + 2], as: UTF8.self), radix: 16)
        }
        return try #require(Digest(bytes: bytes))
    }

    @Test("content that is no database, though whole, is compiled anew")
    func noDatabase() throws {
        _ = try TextMatcher(phrases(50), form: .folded, cache: cache)
        keep(content, of: try key(ofFile: try #require(files().first)))
        #expect(entries(try TextMatcher(phrases(50), form: .folded, cache: cache)) == [3, 17])
    }

    /// Enough words that an index finds them.
    private func manyPhrases(_ count: Int = WordDraft.mostLiterals + 200) -> [TextMatcher.Phrase] {
        (0..<count).map { .init(kind: .words, text: "w\($0) x", group: 0, entry: Int32($0)) }
            + [
                .init(kind: .words, text: "*17x", group: 0, entry: 17),
                .init(kind: .words, text: "AW3X", group: 0, entry: 3),
            ]
    }

    @Test("the tables of many words come from the cache, and find what those read anew find")
    func manyWords() throws {
        let anew = try TextMatcher(manyPhrases(), form: .folded)
        let first = try TextMatcher(manyPhrases(), form: .folded, cache: cache)
        #expect(files().count == 1)
        let second = try TextMatcher(manyPhrases(), form: .folded, cache: cache)
        #expect(files().count == 1)
        for matcher in [anew, first, second] {
            #expect(matcher.looksUpWords)
            #expect(entries(matcher) == [3, 17])
        }
    }

    @Test("tables are another's where a phrase, its place, or the form is another")
    func tableKeys() throws {
        let phrases = manyPhrases()
        var changed = [phrases, phrases.dropLast(), phrases, phrases, phrases]
        changed[2][7].text = [119]
        changed[3][7].entry += 1
        changed[4][7].group += 1
        let keys = try changed.map { try #require(Digest(of: $0, kind: .words, form: .folded)).name }
        let raw = try #require(Digest(of: phrases, kind: .words, form: .raw)).name
        #expect(Set(keys + [raw]).count == 6)
        #expect(Digest(of: phrases, kind: .words, form: .folded)?.name == keys[0])
    }

    @Test("tables in which any number leads outside are read anew, and do no harm")
    func unsoundTables() throws {
        _ = try TextMatcher(manyPhrases(), form: .folded, cache: cache)
        let key = try key(ofFile: try #require(files().first))
        let sound = try #require(content(of: key))
        func store(_ bytes: [UInt8]) -> ByteStore {
            let store = ByteStore()
            bytes.withUnsafeBytes { store.append($0) }
            return store
        }
        #expect(WordTables.checked(store(sound), groups: 1, entries: 2000) != nil)
        #expect(WordTables.checked(store(sound), groups: 0, entries: 2000) == nil)
        #expect(WordTables.checked(store(sound), groups: 1, entries: 100) == nil)
        #expect(WordTables.checked(store(sound.dropLast()), groups: 1, entries: 2000) == nil)
        // Whatever is changed: what is taken must be safe to use.
        for place in Array(0..<120) + stride(from: 120, to: sound.count, by: 997) {
            for value: UInt8 in [0x01, 0x80] {
                var changed = sound
                changed[place] ^= value
                keep(changed, of: key)
                _ = entries(try TextMatcher(manyPhrases(), form: .folded, cache: cache))
            }
        }
    }

    /// Patterns of every kind: with boundaries, with two expressions, without atoms, with an atom beyond ASCII.
    private static let patterns = [
        #"\bfree (money|cash)\b"#, #"\b[\w.]+!"#, "[0-9]{3}", "赌博.{0,3}网站", #"win \$[0-9]+"#,
    ]

    private func patternMatcher(_ patterns: [String], cached: Bool) throws -> TextMatcher {
        try TextMatcher(
            patterns.enumerated().map { .init(kind: .pattern, text: $1, group: Int32($0), entry: Int32($0)) },
            form: .folded, cache: cached ? cache : nil)
    }

    private func matches(_ matcher: TextMatcher) -> [TextMatch] {
        var matches: [TextMatch] = []
        var text = "free money, freecash! 赌博好网站 win $500 now: free cash 123"
        text.withUTF8 { matcher.makeScanner().scan(UnsafeRawBufferPointer($0), into: &matches) }
        return matches
    }

    @Test("patterns that were compiled before are compiled when they are looked for, and find the same")
    func laterPatterns() throws {
        let anew = try matches(patternMatcher(Self.patterns, cached: false))
        #expect(Set(anew.map(\.entry)) == [0, 1, 2, 3, 4])
        for _ in 0..<3 { #expect(try matches(patternMatcher(Self.patterns, cached: true)) == anew) }
        #expect(files().count == 2, "atoms, and the database for them")
        let matcher = try patternMatcher(Self.patterns, cached: true)
        let scanners = (0..<4).map { _ in matcher.makeScanner() }
        for scanner in scanners {
            var found: [TextMatch] = []
            var text = "free money"
            text.withUTF8 { scanner.scan(UnsafeRawBufferPointer($0), into: &found) }
            #expect(found.count == 1)
        }
    }

    @Test("a pattern that can't be is a problem each time, whatever is in the cache")
    func badPattern() throws {
        for _ in 0..<2 {
            #expect(throws: TextMatcherProblems.self) {
                try patternMatcher(Self.patterns + ["a(?=b)", "[0-9"], cached: true)
            }
        }
    }

    @Test("atoms that are no atoms are left aside", arguments: [[], [1, 0, 0, 0], [5, 0, 0, 0, 255, 255, 255, 255]])
    func brokenAtoms(bytes: [UInt8]) throws {
        let anew = try matches(patternMatcher(Self.patterns, cached: false))
        let phrases = Self.patterns.enumerated().map {
            TextMatcher.Phrase(kind: .pattern, text: $1, group: Int32($0), entry: Int32($0))
        }
        keep(bytes, of: try #require(Digest(of: phrases, kind: .pattern, form: .folded)))
        #expect(try matches(patternMatcher(Self.patterns, cached: true)) == anew)
    }

    @Test("few expressions are not kept: they compile as fast as a file is read")
    func few() throws {
        _ = try TextMatcher(phrases(3), form: .folded, cache: cache)
        #expect(files() == [])
    }
}
