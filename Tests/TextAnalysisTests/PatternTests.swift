import Testing

@testable import TextAnalysis

@Suite("Patterns")
struct PatternTests {
    private func pattern(_ text: String) -> [TextMatcher.Phrase] {
        [.init(kind: .pattern, text: text, group: 0, entry: 0)]
    }

    @Test(
        "a match is found however long it is", arguments: [1, 63, 64, 65, 126, 128, 190, 250, 1000, 5000])
    func longMatches(length: Int) throws {
        let matcher = try TextMatcher(pattern("<[^>]*>"), form: .raw)
        let scanner = matcher.makeScanner()
        var text = "a <" + String(repeating: "x", count: length) + "> b"
        var matches: [TextMatch] = []
        text.withUTF8 { scanner.scan(UnsafeRawBufferPointer($0), into: &matches) }
        #expect(matches.map(\.range) == [2..<Int32(length) + 4])
    }

    @Test("a letter that ignoring case makes another one of is found too")
    func unlikelyCases() throws {
        let matcher = try TextMatcher(pattern("(?i)kiss"), form: .raw)
        let scanner = matcher.makeScanner()
        var matches: [TextMatch] = []
        for text in ["KISS", "\u{212A}iss", "ki\u{17F}s"] {
            var text = text
            text.withUTF8 { scanner.scan(UnsafeRawBufferPointer($0), into: &matches) }
            #expect(matches.count == 1, "\(text)")
        }
    }

    @Test(
        "a pattern hits what it says, and its \\b is the edge of a word",
        arguments: [
            (#"\b(bit|doge)coin giveaway\b"#, "A Bitcoin giveaway!", ["Bitcoin giveaway"]),
            (#"\bcat\b"#, "cat concat cats cat", ["cat", "cat"]),
            (#"\bcat"#, "cats concat", ["cat"]),
            (#"cat\b"#, "cats concat", ["cat"]),
            (#"\b(bit|bitcoin)\b"#, "bitcoin bit", ["bitcoin", "bit"]),
            (#"\b(ass|ass hole)\b"#, "ass holes", ["ass"]),
            (#"(?i)\bcat\b"#, "CAT cats", ["CAT"]),
            (#"\bкот\b"#, "Кот, который", ["Кот"]),
            (#"\b赌博\b"#, "abc赌博abc", ["赌博"]),
            (#"\bcasino\b"#, "赌casino赌", ["casino"]),
            (#"\b\w+coin\b"#, "dogecoin 狗coin", ["dogecoin", "狗coin"]),
            (#"\bcafé\b"#, "café cafés caféé", ["café"]),
            (#"\bc\+\+"#, "c++ xc++", ["c++"]),
            (#"\d{3}"#, "１２３ 456", ["１２３", "456"]),
            (#"x*"#, "aaxxbb", ["xx"]),
            (#"(a|)"#, "bab", ["a"]),
            (#"^buy"#, "Buy now, buy", ["Buy"]),
            (#"now$"#, "now now", ["now"]),
            (#"\$[0-9]+"#, "win $500 and $1", ["$500", "$1"]),
            (#"[赌博]+"#, "去赌博吧", ["赌博"]),
            (#"\p{Han}{2}"#, "abc你好吗", ["你好"]),
            (#"a.*?b"#, "a1b a2b", ["a1b", "a2b"]),
            (#"\w{1,100}casino"#, "supercasino", ["supercasino"]),
            (#"(\w+\s+){3,30}click"#, "one two three click", ["one two three click"]),
            (#"\Qa.b\E"#, "axb a.b", ["a.b"]),
            (#"(?P<name>x)y"#, "xy", ["xy"]),
            (#"[^a-z ]+"#, "abc 12!", ["12!"]),
            (#"[[:digit:]]+"#, "a12", ["12"]),
            (#"😀+"#, "a😀😀", ["😀😀"]),
            (#"[\w.]+@[\w.]+"#, "to a.b@c.d!", ["a.b@c.d"]),
            (#"casino"#, "ca<b>si</b>no", ["ca<b>si</b>no"]),
            (#"[^\w]+x"#, "ab ؟،x", [" ؟،x"]),
            (#"[\d-]+"#, "tel ٣-4", ["٣-4"]),
            (#"\D+"#, "１a2", ["a"]),
            (#"[^\s]+"#, " a\u{3000}b", ["a", "b"]),
            (#"\S\W\S"#, "é！é", ["é！é"]),
            (#"[^\d]x"#, "٣x ax", ["ax"]),
            (#"a{5}"#, "aaaa aaaaa", ["aaaaa"]),
            (#"(ab){2,9}"#, "ab ababab", ["ababab"]),
            (#"[^\p{Han}]+吗"#, "你好x吗", ["x吗"]),
            (#"[\p{Greek}-]+x"#, "a λ-x", ["λ-x"]),
            (#"\PLx"#, "ax 1x", ["1x"]),
            (#"nothing"#, "", []),
        ] as [(String, String, [String])])
    func hits(_ source: String, _ text: String, _ expected: [String]) throws {
        #expect(try found(pattern(source), in: text, form: .folded) == expected)
    }

    @Test("raw text keeps its capitals, and so may the pattern")
    func raw() throws {
        #expect(try found(pattern("[A-Z]{3}"), in: "abc ABC", form: .raw) == ["ABC"])
    }

    @Test(
        "what a pattern can't do is a problem that names it",
        arguments: [
            ("", "empty"), ("a(?=b)", "look-ahead (?=…)"), ("a(?!b)", "look-ahead (?!…)"),
            ("(?<=a)b", "look-behind (?<=…)"),
            ("(?<!a)b", "look-behind (?<!…)"), (#"(a)\1"#, #"back-reference \1"#),
            (#"(?P<x>a)(?P=x)"#, "back-reference"),
            (#"\k<x>"#, "back-reference"), ("a++", "possessive"), ("a{2}+", "possessive"), ("(?>a)", "atomic"),
            (#"a\bc"#, #"\b inside"#), (#"(\ba)c"#, #"\b inside"#), (#"\ba|b\b"#, #"\b beside a |"#), (#"\Ba"#, #"\B"#),
            ("Casino", "capital C"), ("[A-Z]", "capital A"), (#"\bÉ"#, "capital É"), ("ß", "folded text has ss"),
            ("a(b", "can't be read"), ("[a", "can't be read"), ("*a", "can't be read"), ("a{5000}", "can't be read"),
            (#"\"#, "a \\ at the end"), (#"\y"#, #"\y"#), (#"[\W]"#, #"\W inside"#), ("(?#x)a", "comment"),
            ("(?(1)a|b)", "conditional"),
            ("(?R)", "recursion"), (#"\p{Nonsense}"#, "can't be read"),
        ])
    func problems(_ source: String, _ named: String) throws {
        let error = #expect(throws: TextMatcherProblems.self) { try TextMatcher(pattern(source), form: .folded) }
        #expect(error?.problems.count == 1)
        #expect(error?.problems.first?.what.contains(named) == true, "\(error?.problems.first?.what ?? "")")
        #expect(error?.problems.first?.advice.isEmpty == false)
    }

    @Test("every bad phrase is reported, words and patterns alike")
    func all() {
        let phrases: [TextMatcher.Phrase] = [
            .init(kind: .words, text: "", group: 1, entry: 10), .init(kind: .pattern, text: "(", group: 2, entry: 11),
            .init(kind: .words, text: "fine", group: 1, entry: 12),
            .init(kind: .pattern, text: "(?=a)", group: 2, entry: 13),
        ]
        let error = #expect(throws: TextMatcherProblems.self) { try TextMatcher(phrases, form: .folded) }
        #expect(error?.problems.map(\.entry) == [10, 11, 13])
        #expect(error?.problems.map(\.group) == [1, 2, 2])
    }

    @Test("words and patterns share a group: the longest hit at a place wins")
    func together() throws {
        let phrases: [TextMatcher.Phrase] = [
            .init(kind: .words, text: "casino", group: 0, entry: 0),
            .init(kind: .pattern, text: "casino \\d+", group: 0, entry: 1),
        ]
        #expect(try found(phrases, in: "Casino 21, casino", form: .folded) == ["Casino 21", "casino"])
    }

    @Test(
        "hostile texts and patterns end",
        arguments: [
            (#"a(.*z)?"#, "a"), (#"\ba.*b\b"#, "a "), (#"(a*)*$"#, "a"), (#"(x+x+)+y"#, "x"), (#"\b\w+\b"#, "a "),
            (#"."#, "é"),
        ])
    func hostile(_ source: String, _ unit: String) throws {
        let hits = try found(pattern(source), in: String(repeating: unit, count: 100_000), form: .folded)
        #expect(hits.count <= TextScanner.limit)
    }

    @Test(
        "what a text holds beside its hits does not make them fewer",
        arguments: ["", String(repeating: "x y ", count: 50_000), String(repeating: "x", count: 200_000)])
    func unrelated(_ filler: String) throws {
        let text = String(repeating: "http://a.b ", count: 900)
        #expect(try found(pattern("http"), in: text + filler, form: .folded).count == 900)
        #expect(try found(pattern(#"\bhttp\b"#), in: filler + " " + text, form: .folded).count == 900)
        #expect(try found(pattern(#"http.*?b"#), in: filler + "\n" + text, form: .folded).count == 900)
    }

    @Test(
        "a pattern that matches everywhere gives as many hits as a scan reports",
        arguments: ["a", "[ab]", #"a(b.*z)?"#])
    func everywhere(_ source: String) throws {
        let hits = try found(pattern(source), in: String(repeating: "a", count: 250_000), form: .folded)
        #expect(hits.count == TextScanner.limit)
    }

    @Test("a match may be as long as the text, and as far away")
    func far() throws {
        let long = "<" + String(repeating: "é", count: 30_000) + ">"
        #expect(try found(pattern("<[^>]*>"), in: long + long, form: .raw) == [long, long])
        #expect(try found(pattern(#"\bend\b"#), in: long + "end", form: .raw) == ["end"])
        #expect(try found(pattern(#"end$"#), in: "end " + long + "end", form: .raw) == ["end"])
    }

    @Test("words that run on or repeat end in hostile texts", arguments: ["a", "a ", "a*", "赌"])
    func hostileWords(_ unit: String) throws {
        let phrases = words("a*", "*a", "*a*", "a a", "aa*", "赌", "赌赌", "a a a a")
        let hits = try found(phrases, in: String(repeating: unit, count: 80_000), form: .folded)
        #expect(!hits.isEmpty && hits.count <= TextScanner.limit)
    }
}
