import Testing

@testable import TextAnalysis

@Suite("words in disguise")
struct DisguiseTests {
    /// What is found of some words, as it stands in the folded text.
    private func found(_ words: [String], in text: String) -> [String] {
        var index = DisguiseIndex()
        let reader = WordPhraseReader(form: .folded)
        for (number, word) in words.enumerated() {
            Array(word.utf8).withUnsafeBytes { bytes in
                if reader.read(bytes) { index.add(reader, group: 0, entry: Int32(number)) }
            }
        }
        var finder = DisguiseFinder(index)
        var ranges: [Range<Int>] = []
        let folded = Folding.fold(text)
        folded.withUnsafeBytes { bytes in
            finder.find(in: bytes) { range, _ in ranges.append(range) }
        }
        // Leftmost, then longest, as the scanner keeps them.
        ranges.sort { ($0.lowerBound, -$0.upperBound) < ($1.lowerBound, -$1.upperBound) }
        var end = 0
        var kept: [String] = []
        for range in ranges where range.lowerBound >= end {
            end = range.upperBound
            kept.append(String(decoding: folded[range], as: UTF8.self))
        }
        return kept
    }

    static let words = [
        "casino", "fuck", "ass", "sex", "porn", "free money", "bet*", "赌博", "微信", "казино", "hello", "viagra", "lol",
        "class", "cialis", "카지노", "spam",
    ]

    @Test(
        "letters drawn apart, repeated, replaced or covered are found",
        arguments: [
            ("c.a.s.i.n.o", "c.a.s.i.n.o"), ("the best c a s i n o here", "c a s i n o"),
            ("C-A-S-I-N-O!", "c-a-s-i-n-o"), ("ca.si.no", "ca.si.no"), ("c_a_s_i_n_o", "c_a_s_i_n_o"),
            ("c*a*s*i*n*o", "c*a*s*i*n*o"), ("c|a|s|i|n|o", "c|a|s|i|n|o"),
            ("c . a . s . i . n . o", "c . a . s . i . n . o"),
            ("ｃ．ａ．ｓ．ｉ．ｎ．ｏ", "c.a.s.i.n.o"), ("play a c a s i n o now", "c a s i n o"),
            ("caaasino", "caaasino"), ("cccaaasssiiinnnooo", "cccaaasssiiinnnooo"), ("casinooooo", "casinooooo"),
            ("c4s1n0", "c4s1n0"), ("cas!no", "cas!no"), ("ca$ino", "ca$ino"), ("c@sino", "c@sino"),
            ("c 4 s 1 n 0", "c 4 s 1 n 0"), ("p0rn", "p0rn"), ("a$$", "a$$"), ("@ss", "@ss"), ("assss", "assss"),
            ("f**k", "f**k"), ("f*ck this", "f*ck"), ("f#ck", "f#ck"), ("s*x", "s*x"), ("p**n", "p**n"),
            ("fr33 m0ney", "fr33 m0ney"), ("f r e e m o n e y", "f r e e m o n e y"),
            ("f r e e  m o n e y", "f r e e  m o n e y"), ("f.r.e.e.m.o.n.e.y", "f.r.e.e.m.o.n.e.y"),
            ("b3tting", "b3tting"), ("赌 博", "赌 博"), ("我们赌.博网站", "赌.博"), ("加微*信", "微*信"), ("赌  博", "赌  博"),
            ("к.а.з.и.н.о", "к.а.з.и.н.о"), ("каз1но", ""), ("к4зин0", "к4зин0"), ("카.지.노", "카.지.노"),
            ("h3llo", "h3llo"), ("he1lo", "he1lo"), ("vi@gra", "vi@gra"), ("v.i.a.g.r.a", "v.i.a.g.r.a"),
            ("l0l", "l0l"), ("looool", "looool"), ("sp*m", "sp*m"), ("s.p.a.m.", "s.p.a.m"),
        ])
    func disguised(text: String, expected: String) {
        #expect(found(Self.words, in: text) == (expected.isEmpty ? [] : [expected]))
    }

    @Test(
        "what is no disguise is not",
        arguments: [
            "casino", "free money", "赌博", "specialist", "first class", "as is", "as soon", "assassin", "Scunthorpe",
            "classic", "shoot", "good god", "passes", "a b c d", "U.S.A.", "e.g. this", "cas ino", "cas-ino",
            "case, in order",
            "f** the", "f***", "****", "$1000", "455", "a55", "5 ex", "sexes", "hell", "he said hell o", "我喜欢赌，博物馆也去",
            "赌。博", "h 3", "1o1", "lo", "l o", "love", "casin0s", "cosino", "cansino", "3x 5ex5", "mass*", "x-men",
            "www.a.s.example", "p. rn", "hallo", "ca.s", "casi\nno", "c\na\ns\ni\nn\no", "better", "bet",
        ])
    func plain(text: String) {
        #expect(found(Self.words, in: text) == [])
    }

    @Test("a sign is only taken for letters that it stands for")
    func signs() {
        #expect(found(["oil"], in: "0il") == ["0il"])
        #expect(found(["oil"], in: "o!l") == ["o!l"])
        #expect(found(["oil"], in: "o1l") == ["o1l"])
        // i and l share a place in the index, but are different letters.
        #expect(found(["oil"], in: "0ll") == [])
        #expect(found(["ill"], in: "1ll") == ["1ll"])
        #expect(found(["boob"], in: "b0b") == [])
        #expect(found(["bob"], in: "b00b") == [])
        #expect(found(["bob"], in: "b000b") == ["b000b"])
    }

    @Test("hostile texts take no longer than their length", arguments: ["a ", "a*", "赌 ", "casin*"])
    func hostile(unit: String) {
        let clock = ContinuousClock()
        let words = ["a", "aaa", "aaaaaaaa", "abababab", "casino", "赌赌赌赌", "bet*", "a a a a a a a a"]
        let text = String(repeating: unit, count: 4096 / unit.utf8.count)
        let time = clock.measure { _ = found(words, in: text) }
        // A bound against what never ends, not a measurement.
        #expect(time < Patience.seconds(60))
    }
}
