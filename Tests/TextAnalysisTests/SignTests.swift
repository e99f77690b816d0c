import Testing

@testable import TextAnalysis

@Suite("Words, names, topics and counts")
struct SignTests {
    private func strings(_ spans: TextSpans, _ forms: TextForms) -> [String] {
        spans.map { string(UnsafeRawBufferPointer(rebasing: forms.bytes(.text)[$0])) }
    }

    @Test(
        "words are cut in every script",
        arguments: [
            ("Hello, big world!", ["Hello", "big", "world"]),
            ("can't 3.14 1,000 e.g. x", ["can't", "3.14", "1,000", "e.g", "x"]),
            ("a_b __ c", ["a_b", "c"]), ("", []), ("...", []), ("<b>one</b> two", ["one", "two"]),
            ("我喜欢北京", ["我", "喜欢", "北京"]), ("привет, мир", ["привет", "мир"]), ("สวัสดีครับ", ["สวัสดี", "ครับ"]),
            ("日本語を勉強する", ["日本語", "を", "勉強", "する"]), ("안녕 세계", ["안녕", "세계"]),
        ] as [(String, [String])])
    func words(_ raw: String, _ expected: [String]) {
        withForms(raw) { #expect(strings($0.words(), $0) == expected) }
    }

    @Test(
        "words that mix scripts as no language does",
        arguments: [
            ("the саsino is open", ["саsino"]), ("привет мир", []), ("plain casino", []),
            ("pаypаl and pаypal", ["pаypаl", "pаypal"]),
            ("卡拉OK AA制 T恤", []), ("ひらがなカタカナ漢字", []), ("한국어 漢字", []), ("μm and 5µm", ["μm"]), ("κaι", ["κaι"]),
            ("naïve café", []),
            ("Straße", []), ("x² a1 b٣", ["b٣"]), ("<b>саt</b>", ["саt"]),
            ("c\u{0430}\u{00AD}t", ["c\u{0430}\u{00AD}t"]),
            ("", []),
            ("हिन्दी भाषा", []), ("ภาษาไทย", []), ("مرحبا", []), ("ℌello", []),
            ("аdministrator администратор", ["аdministrator"]),
        ] as [(String, [String])])
    func mixedWords(_ raw: String, _ expected: [String]) {
        withForms(raw) { #expect(strings($0.mixedWords(), $0) == expected) }
    }

    @Test(
        "names follow a sign that is not part of an e-mail address",
        arguments: [
            ("@ann hello", ["ann"]), ("hello @ann_lee, @bob.", ["ann_lee", "bob"]), ("ann@example.org", []),
            ("回复@小明：好", ["小明"]), ("@", []), ("@@ann", []), ("https://medium.com/@ann", []), ("(@ann)", ["ann"]),
            ("a.@b", []), ("@. @-", []), ("@Ünal", ["Ünal"]), ("@ann@bob", ["ann"]),
            ("转发//@小明:好//@小红：嗯", ["小明", "小红"]), ("//@ann", ["ann"]), ("https://@ann", []), ("＠小明 好", ["小明"]),
            ("a＠小明", []), ("看，@小明！", ["小明"]), ("回复 @小明，@小红", ["小明", "小红"]), (".@ann said", ["ann"]), ("a.@b", []),
        ] as [(String, [String])])
    func mentions(_ raw: String, _ expected: [String]) {
        withForms(raw) { #expect(strings($0.mentions, $0) == expected) }
    }

    @Test(
        "a name of the fediverse holds its server",
        arguments: [
            ("follow @kim@mastodon.social", ["kim@mastodon.social"]), ("@ann@example.org", ["ann@example.org"]),
            ("(@Kim_1@Mastodon.Social), @bob", ["Kim_1@Mastodon.Social", "bob"]),
            ("＠kim＠a.example.org。", ["kim＠a.example.org"]),
            ("@kim@mastodon.social.", ["kim@mastodon.social"]), ("@kim@mastodon.social/@bob", ["kim@mastodon.social"]),
            ("看@kim@weibo.com吧", ["kim@weibo.com"]), ("@kim@server.nosuchtld", ["kim"]), ("@kim@", ["kim"]),
            ("@kim@.org", ["kim"]), ("@kim@10.0.0.1", ["kim"]), ("@kim @example.org", ["kim", "example.org"]),
            ("ann@bob@example.org", []),
        ] as [(String, [String])])
    func handles(_ raw: String, _ expected: [String]) {
        withForms(raw) { #expect(strings($0.mentions, $0) == expected) }
    }

    @Test(
        "topics are tags, or stand between two signs",
        arguments: [
            ("#tag here", ["tag"]), ("#one #two", ["one", "two"]), ("#one#two", ["one", "two"]), ("#话题#后面", ["话题"]),
            ("#今天 天气#好", ["今天 天气"]), ("#话题 没有", ["话题"]), ("#1 fan", []), ("C# and F#", []), ("a&#39;b", []),
            ("http://a.example/#top", []), ("##", []), ("#", []), ("#2026年#", ["2026年"]), ("#a_b!", ["a_b"]),
            ("#москва", ["москва"]),
            ("＃话题＃后面", ["话题"]), ("＃tag", ["tag"]), ("#️⃣ 1️⃣ #️⃣", []), ("## a #b", ["b"]), ("看#话题，好", ["话题"]),
            ("#话题#@小明", ["话题"]), ("#a##b#", ["a", "b"]), ("&#35;tag", ["tag"]), ("[#tag]", ["tag"]),
            ("（#tag）", ["tag"]),
            ("#one\n#two", ["one", "two"]),
        ] as [(String, [String])])
    func topics(_ raw: String, _ expected: [String]) {
        withForms(raw) { #expect(strings($0.topics, $0) == expected) }
    }

    struct Counts: Sendable, Equatable {
        var length, letters, cased, capitals, digits, longestRun: Int
    }

    @Test(
        "counts are of characters that a reader sees",
        arguments: [
            ("", Counts(length: 0, letters: 0, cased: 0, capitals: 0, digits: 0, longestRun: 0)),
            ("Hello 42!!!", Counts(length: 11, letters: 5, cased: 5, capitals: 1, digits: 2, longestRun: 3)),
            ("a\r\nb", Counts(length: 3, letters: 2, cased: 2, capitals: 0, digits: 0, longestRun: 1)),
            ("     ", Counts(length: 5, letters: 0, cased: 0, capitals: 0, digits: 0, longestRun: 0)),
            ("Coool", Counts(length: 5, letters: 5, cased: 5, capitals: 1, digits: 0, longestRun: 3)),
            ("aa", Counts(length: 2, letters: 2, cased: 2, capitals: 0, digits: 0, longestRun: 2)),
            ("book", Counts(length: 4, letters: 4, cased: 4, capitals: 0, digits: 0, longestRun: 2)),
            ("ÄÖ ß", Counts(length: 4, letters: 3, cased: 3, capitals: 2, digits: 0, longestRun: 1)),
            ("e\u{301}e\u{301}", Counts(length: 2, letters: 2, cased: 2, capitals: 0, digits: 0, longestRun: 2)),
            ("ee\u{301}é", Counts(length: 3, letters: 3, cased: 3, capitals: 0, digits: 0, longestRun: 1)),
            ("❤️❤️❤️❤️❤️❤️", Counts(length: 6, letters: 0, cased: 0, capitals: 0, digits: 0, longestRun: 6)),
            ("👍🏽👍🏽👍🏽👍🏽👍🏿", Counts(length: 5, letters: 0, cased: 0, capitals: 0, digits: 0, longestRun: 4)),
            ("👨‍👩‍👧👨‍👩‍👧 👨‍👩‍👧", Counts(length: 4, letters: 0, cased: 0, capitals: 0, digits: 0, longestRun: 2)),
            ("🇩🇪🇩🇪🇩🇪", Counts(length: 3, letters: 0, cased: 0, capitals: 0, digits: 0, longestRun: 3)),
            ("赌赌赌\u{FE00}", Counts(length: 3, letters: 3, cased: 0, capitals: 0, digits: 0, longestRun: 2)),
            (
                "aaaaaaaaaaaaaaaaaa\u{301}é",
                Counts(length: 19, letters: 19, cased: 19, capitals: 0, digits: 0, longestRun: 17)
            ),
            (
                "aaaaaaaaaaaaaaaaaa!!é",
                Counts(length: 21, letters: 19, cased: 19, capitals: 0, digits: 0, longestRun: 18)
            ),
            (
                "é!!!!!!!!!!!!!!!!!!\u{2003}!",
                Counts(length: 21, letters: 1, cased: 1, capitals: 0, digits: 0, longestRun: 18)
            ),
            ("赌博赌赌", Counts(length: 4, letters: 4, cased: 0, capitals: 0, digits: 0, longestRun: 2)),
            ("👨‍👩‍👧🇩🇪🇫🇷👍🏽", Counts(length: 4, letters: 0, cased: 0, capitals: 0, digits: 0, longestRun: 1)),
            (
                "각\u{1100}\u{1161}\u{11A8}",
                Counts(length: 2, letters: 4, cased: 0, capitals: 0, digits: 0, longestRun: 1)
            ),
            ("नमस्ते", Counts(length: 4, letters: 4, cased: 0, capitals: 0, digits: 0, longestRun: 1)),
            ("１２", Counts(length: 2, letters: 0, cased: 0, capitals: 0, digits: 2, longestRun: 1)),
        ])
    func counts(_ raw: String, _ expected: Counts) {
        withForms(raw) { forms in
            let found = forms.statistics
            #expect(
                Counts(
                    length: found.length, letters: found.letters, cased: found.cased, capitals: found.capitals,
                    digits: found.digits, longestRun: found.longestRun) == expected)
        }
    }

    @Test(
        "ASCII is counted in bulk as one by one",
        arguments: [
            "Hello 42!!!", "a\r\nb\r\n", "  x", "ab\tcc dd\n\n", "\u{0}\u{1}", "", "a", " a", "aa", "aaa", "baaab",
            String(repeating: "ab ", count: 40) + "cccc",
            String(repeating: "x", count: 200),
            String(repeating: "ab", count: 15) + "ccccc" + String(repeating: "ab", count: 30) + "...",
            String(repeating: " ", count: 70) + "--", String(repeating: "Ab1\r\n", count: 50),
            "\u{600}a Prepended Text of 7 words\r", "é" + String(repeating: "x", count: 80) + "é\r\n" + "\u{301}",
            String(repeating: "赌博Casino ", count: 30) + "👨‍👩‍👧 five  5", "a\u{301}" + String(repeating: "b", count: 20),
        ])
    func paths(_ text: String) {
        var text = text
        text.withUTF8 { bytes in
            let bytes = UnsafeRawBufferPointer(bytes)
            let counts = TextStatistics()
            counts.count(bytes)
            #expect(counts.length == string(bytes).count)
            let scalars = string(bytes).unicodeScalars
            #expect(counts.letters == scalars.count { $0.properties.isAlphabetic })
            #expect(counts.capitals == scalars.count { $0.properties.isUppercase })
            #expect(counts.digits == scalars.count { ("0"..."9").contains($0) })
            let characters = Array(string(bytes))
            var longest = 0
            for start in characters.indices where !characters[start].isWhitespace {
                longest = max(
                    longest, characters[start...].prefix { $0.utf8.elementsEqual(characters[start].utf8) }.count)
            }
            #expect(counts.longestRun == longest)
        }
    }

    @Test(
        "counting takes time in proportion to the text",
        arguments: ["!", "a", " ", "e\u{301}", "\u{301}", "❤️", "👍🏽", "赌", "🇩🇪", "!é", "\u{1100}"])
    func linear(_ unit: String) {
        func time(_ count: Int) -> Duration {
            let text = String(repeating: unit, count: count / unit.utf8.count)
            return (0..<3).map { _ in ContinuousClock().measure { withForms(text) { _ = $0.statistics.length } } }.min()
                ?? .zero
        }
        // Sixteen times the text takes 256 times as long where each character looks at the whole run.
        #expect(time(TextForms.limit) < time(TextForms.limit / 16) * 64 + .milliseconds(2))
    }

    @Test("scripts have their share of the letters")
    func scripts() throws {
        let han = try #require(Script(name: "han"))
        let latin = try #require(Script(name: "latin"))
        let cyrillic = try #require(Script(name: "cyrillic"))
        withForms("赌博ab") { #expect($0.statistics.share(of: han) == 0.5 && $0.statistics.share(of: latin) == 0.5) }
        withForms("abc") { #expect($0.statistics.share(of: latin) == 1 && $0.statistics.share(of: cyrillic) == 0) }
        withForms("саsino") { #expect($0.statistics.share(of: cyrillic) == 2.0 / 6) }
        withForms("") { #expect($0.statistics.share(of: latin) == 0) }
        #expect(Script(name: "klingon") == nil && Script(name: "") == nil && Script(name: "Han") == nil)
        #expect(han.name == "han" && Script(name: "old_italic")?.name == "old_italic")
    }

    @Test("fingerprints differ with the words and not with their look")
    func fingerprints() {
        let print = { (text: String) in withForms(text) { $0.fingerprint } }
        #expect(print("Buy  NOW\n") == print("<b>buy</b> ｎｏｗ"))
        #expect(print("buy now") != print("buynow"))
        // Values of the XXH64 specification's reference implementation.
        #expect(print("") == 0xEF46_DB37_51D8_E999)
        #expect(print("a") == 0xD24E_C4F1_A98C_6E5B)
        #expect(print("abc") == 0x44BC_2CF5_AD77_0999)
    }
}
