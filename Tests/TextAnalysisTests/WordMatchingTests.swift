import Testing

@testable import TextAnalysis

/// An entry, a text, and what of the text the entry must hit; nothing where it must not.
struct WordCase: Sendable, CustomTestStringConvertible {
    var entry: String
    var text: String
    var hits: [String]

    init(_ entry: String, _ text: String, _ hits: String...) {
        self.entry = entry
        self.text = text
        self.hits = hits
    }

    var testDescription: String { "\(entry) in \(text)" }
}

/// What phrases of one group hit in a text, as it stands there.
func found(_ phrases: [TextMatcher.Phrase], in text: String, form: TextForm) throws -> [String] {
    let scanner = try TextMatcher(phrases, form: form).makeScanner()
    let forms = TextForms()
    var matches: [TextMatch] = []
    var text = text
    return text.withUTF8 { bytes in
        forms.reset(UnsafeRawBufferPointer(bytes))
        scanner.scan(forms.bytes(form), into: &matches)
        return matches.map { match in
            let range = forms.rawRange(of: Int(match.range.lowerBound)..<Int(match.range.upperBound), in: form)
            return String(decoding: bytes[range], as: UTF8.self)
        }
    }
}

func words(_ entries: String...) -> [TextMatcher.Phrase] {
    entries.enumerated().map { .init(kind: .words, text: $1, group: 0, entry: Int32($0)) }
}

@Suite("Words of a list in folded text")
struct WordMatchingTests {
    @Test(
        "an entry hits whole words where words are spaced, and anywhere else",
        arguments: [
            // Latin
            WordCase("casino", "the casino.", "casino"),
            WordCase("casino", "CASINO", "CASINO"),
            WordCase("Casino", "casino, Casino", "casino", "Casino"),
            WordCase("cialis", "a specialist"),
            WordCase("cialis", "Scunthorpe"),
            WordCase("cunt", "Scunthorpe"),
            WordCase("casino", "casinos"),
            WordCase("casino*", "casinos", "casinos"),
            WordCase("*casino", "supercasino!", "supercasino"),
            WordCase("*casino*", "xcasinox", "xcasinox"),
            WordCase("casino*", "casino赌", "casino"),
            WordCase("casino", "casino赌博", "casino"),
            WordCase("casino", "casino_online", "casino"),
            WordCase("casino", "casino2"),
            WordCase("casino", "ｃａｓｉｎｏ", "ｃａｓｉｎｏ"),
            WordCase("casino", "ca\u{200B}si\u{200D}no", "ca\u{200B}si\u{200D}no"),
            WordCase("casino", "ca&#115;ino", "ca&#115;ino"),
            WordCase("casino", "ca<b>si</b>no", "ca<b>si</b>no"),
            WordCase("buy now", "Buy\n  NOW!", "Buy\n  NOW"),
            WordCase("buy now", "buynow"),
            WordCase("buy  cheap\tpills", "buy cheap pills", "buy cheap pills"),
            WordCase("buy\u{3000}now", "buy now", "buy now"),
            WordCase("c++", "c++ and c++x", "c++", "c++"),
            WordCase("$$$", "win $$$now", "$$$"),
            WordCase("f*k", "f*k you", "f*k"),
            WordCase("café", "Café", "Café"),
            WordCase("café", "Cafe\u{301}", "Cafe\u{301}"),
            WordCase("cafe", "cafe\u{301}"),
            WordCase("straße", "STRASSE", "STRASSE"),
            WordCase("strasse", "Straße", "Straße"),
            WordCase("ﬁne", "fine", "fine"),
            WordCase("istanbul", "İstanbul", "İstanbul"),
            WordCase("i̇stanbul", "İstanbul", "İstanbul"),
            WordCase("ılık", "ILIK"),
            WordCase("ılık", "ılık", "ılık"),
            WordCase("ả", "Ả", "Ả"),
            // Cyrillic
            WordCase("привет", "ПРИВЕТ, мир", "ПРИВЕТ"),
            WordCase("привет", "приветик"),
            WordCase("привет*", "приветик", "приветик"),
            WordCase("казино", "онлайн-казино", "казино"),
            WordCase("ёлка", "Е\u{308}лка", "Е\u{308}лка"),
            // Greek
            WordCase("καζίνο", "ΚΑΖΊΝΟ", "ΚΑΖΊΝΟ"),
            WordCase("λόγος", "ΛΌΓΟΣ", "ΛΌΓΟΣ"),
            WordCase("λόγος", "λόγοσ", "λόγοσ"),
            WordCase("λόγος", "διάλόγος"),
            // Han
            WordCase("赌博", "我喜欢赌博网站", "赌博"),
            WordCase("赌博", "赌博abc赌博", "赌博", "赌博"),
            WordCase("赌博", "赌 博"),
            WordCase("加v", "请加Ｖ聊", "加Ｖ"),
            WordCase("㍻", "平成", "平成"),
            // Kana
            WordCase("カジノ", "オンラインカジノで", "カジノ"),
            WordCase("カジノ", "ｶｼﾞﾉ", "ｶｼﾞﾉ"),
            WordCase("ばか", "おおばかもの", "ばか"),
            WordCase("バー", "バーへ", "バー"),
            // Hangul
            WordCase("카지노", "온라인카지노를", "카지노"),
            WordCase(
                "한글", "\u{1112}\u{1161}\u{11AB}\u{1100}\u{1173}\u{11AF}",
                "\u{1112}\u{1161}\u{11AB}\u{1100}\u{1173}\u{11AF}"),
            WordCase("바보", "바 보"),
            // Thai, Lao, Khmer, Burmese
            WordCase("คาสิโน", "เล่นคาสิโนออนไลน์", "คาสิโน"),
            WordCase("ຄາສິໂນ", "ຫຼິ້ນຄາສິໂນອອນລາຍ", "ຄາສິໂນ"),
            WordCase("កាស៊ីណូ", "លេងកាស៊ីណូអនឡាញ", "កាស៊ីណូ"),
            WordCase("ကာစီနို", "အွန်လိုင်းကာစီနိုမှ", "ကာစီနို"),
            // Arabic
            WordCase("كازينو", "موقع كازينو جديد", "كازينو"),
            WordCase("كازينو", "الكازينو"),
            WordCase("*كازينو", "الكازينو", "الكازينو"),
            WordCase("قمار", "قمار؟", "قمار"),
            WordCase("لا", "ﻻ", "ﻻ"),
            // Devanagari
            WordCase("जुआ", "यह जुआ है", "जुआ"),
            WordCase("जुआ", "जुआरी"),
            WordCase("क", "कि"),
            WordCase("कैसीनो", "कैसीनो।", "कैसीनो"),
            // Hebrew
            WordCase("קזינו", "אתר קזינו חדש", "קזינו"),
            WordCase("קזינו", "הקזינו"),
            WordCase("קזינו", "קזינו-קזינו", "קזינו", "קזינו"),
            // Armenian, Georgian, Bengali, Tamil
            WordCase("կազինո", "ԿԱԶԻՆՈ", "ԿԱԶԻՆՈ"),
            WordCase("კაზინო", "ᲙᲐᲖᲘᲜᲝ", "ᲙᲐᲖᲘᲜᲝ"),
            WordCase("জুয়া", "জুয়া খেলা", "জুয়া"),
            WordCase("சூது", "சூது ஆட்டம்", "சூது"),
            // Emoji and nothing
            WordCase("🎰", "x🎰x", "🎰"),
            WordCase("casino", ""),
        ])
    func hits(_ row: WordCase) throws {
        #expect(try found(words(row.entry), in: row.text, form: .folded) == row.hits)
    }

    @Test("the leftmost, then the longest of overlapping entries is the hit")
    func leftmostLongest() throws {
        #expect(
            try found(words("casino", "casino bonus", "bonus code"), in: "a casino bonus code", form: .folded)
                == ["casino bonus"])
        #expect(try found(words("赌", "赌博", "博"), in: "赌博博", form: .folded) == ["赌博", "博"])
    }

    @Test("groups have their own hits, in order of group and place, with the caller's number")
    func groups() throws {
        let phrases: [TextMatcher.Phrase] = [
            .init(kind: .words, text: "casino", group: 9, entry: 41),
            .init(kind: .words, text: "casino", group: 2, entry: 7),
            .init(kind: .words, text: "online casino", group: 2, entry: 8),
        ]
        let scanner = try TextMatcher(phrases, form: .raw).makeScanner()
        var matches: [TextMatch] = []
        var text = "casino, online casino"
        text.withUTF8 { scanner.scan(UnsafeRawBufferPointer($0), into: &matches) }
        #expect(
            matches == [
                TextMatch(group: 2, entry: 7, range: 0..<6), TextMatch(group: 2, entry: 8, range: 8..<21),
                TextMatch(group: 9, entry: 41, range: 0..<6), TextMatch(group: 9, entry: 41, range: 15..<21),
            ])
    }

    @Test("a flood of one group's hits leaves room for another's only one")
    func flood() throws {
        let phrases: [TextMatcher.Phrase] = [
            .init(kind: .words, text: "hello", group: 0, entry: 0),
            .init(kind: .words, text: "casino", group: 1, entry: 1),
        ]
        let scanner = try TextMatcher(phrases, form: .raw).makeScanner()
        var matches: [TextMatch] = []
        var text = String(repeating: "hello ", count: 30_000) + "casino"
        text.withUTF8 { scanner.scan(UnsafeRawBufferPointer($0), into: &matches) }
        #expect(matches.count == TextScanner.limit + 1)
        #expect(matches.last?.group == 1)
    }

    @Test("of a group with too many hits the heaviest are kept, in their order, and what does not count makes no room")
    func heaviest() throws {
        let phrases: [TextMatcher.Phrase] = [
            .init(kind: .words, text: "free", group: 0, entry: 1),
            .init(kind: .words, text: "casino", group: 0, entry: 3),
            .init(kind: .words, text: "quoted", group: 0, entry: 0),
        ]
        let matcher = try TextMatcher(phrases, form: .raw)
        let scanner = matcher.makeScanner { $0.entry == 0 ? nil : Double($0.entry) }
        var matches: [TextMatch] = []
        var text =
            String(repeating: "quoted ", count: 9000) + String(repeating: "free ", count: 20_000) + "casino free casino"
        text.withUTF8 { scanner.scan(UnsafeRawBufferPointer($0), into: &matches) }
        #expect(matches.map(\.entry) == [Int32](repeating: 1, count: TextScanner.limit - 2) + [3, 3])
        #expect(matches.first?.range.lowerBound == 63_000)
        #expect(matches.last?.range.upperBound == Int32(text.utf8.count))
    }

    @Test("more hits than are reported do not take more memory or the square of the time", arguments: [1, 10])
    func manyGroups(_ groups: Int32) throws {
        let phrases = (0..<groups).map { TextMatcher.Phrase(kind: .words, text: "a*", group: $0, entry: $0) }
        let scanner = try TextMatcher(phrases, form: .raw).makeScanner()
        var matches: [TextMatch] = []
        var text = String(repeating: "a ", count: TextForms.limit / 2)
        let time = ContinuousClock().measure {
            text.withUTF8 { scanner.scan(UnsafeRawBufferPointer($0), into: &matches) }
        }
        #expect(matches.count == Int(groups) * TextScanner.limit)
        #expect(time < Patience.seconds(60))
    }

    @Test(
        "entries with nothing to see are problems, each with its own number",
        arguments: ["", " ", "*", "* *", "\u{200B}"])
    func emptyEntries(_ entry: String) throws {
        let error = #expect(throws: TextMatcherProblems.self) {
            try TextMatcher(words("fine", entry, entry), form: .folded)
        }
        #expect(error?.problems.map(\.entry) == [1, 2])
    }

    @Test(
        "what no reader sees, or sees as another letter, hides no word",
        arguments: [
            "ca\u{1}sino", "ca\u{7F}sino", "ca&#1;sino", "CA\u{1}SINO", "ca\u{489}sino", "cɑsino", "vıagra", "BITCOIΝ",
            "CASIΝO",
            "ᴄᴀꜱɪɴᴏ", "CASꓲNO",
        ])
    func hidden(_ text: String) throws {
        #expect(try found(words("casino", "bitcoin", "viagra"), in: "the \(text) now", form: .folded) == [text])
    }

    @Test("a matcher without phrases finds nothing")
    func emptyMatcher() throws {
        #expect(try found([], in: "anything", form: .folded) == [])
    }

    @Test("one scanner serves text after text")
    func reuse() throws {
        let scanner = try TextMatcher(words("casino"), form: .raw).makeScanner()
        var matches: [TextMatch] = []
        for (text, count) in [("casino casino", 2), ("none", 0), ("", 0), ("casino", 1)] {
            var text = text
            text.withUTF8 { scanner.scan(UnsafeRawBufferPointer($0), into: &matches) }
            #expect(matches.count == count)
        }
    }
}
