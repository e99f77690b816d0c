import Testing

@testable import TextAnalysis

/// Numbers that are the same in every run: SplitMix64 (Steele, Lea and Flood, 2014).
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

/// What texts are made of to try folding: characters that change, that attach to others, and that do neither.
enum FoldingMixture {
    static let all: [Unicode.Scalar] = (0...0x10FFFF).compactMap { (code: UInt32) in
        guard let scalar = Unicode.Scalar(code) else { return nil }
        let category = scalar.properties.generalCategory
        return category == .unassigned || category == .privateUse ? nil : scalar
    }

    /// Characters that join or move, or on which others do.
    static let joining: [Unicode.Scalar] = {
        let ranges: [ClosedRange<UInt32>] = [
            0x20...0x7E, 0xA8...0xFF, 0x130...0x131, 0x17F...0x180, 0x1E0...0x1E3, 0x300...0x36F, 0x390...0x3C9,
            0x400...0x45F, 0x483...0x487, 0x531...0x587, 0x591...0x5F4, 0x610...0x670, 0x900...0x97F, 0x9BE...0x9D7,
            0xB3E...0xB57, 0xDCA...0xDDF, 0xE30...0xE4E, 0xF71...0xF84, 0x1025...0x103A, 0x1100...0x1112,
            0x1161...0x1175, 0x11A7...0x11C2, 0x1AB0...0x1ABE, 0x1B05...0x1B44, 0x1DC0...0x1DCF, 0x1E00...0x1EFF,
            0x1F00...0x1FFF, 0x200B...0x200F, 0x20D0...0x20F0, 0x2126...0x212B, 0x3046...0x3062, 0x3099...0x309C,
            0xAC00...0xAC1D, 0xD7A3...0xD7A3, 0xF900...0xF90F, 0xFB1D...0xFB4F, 0xFDF0...0xFDFB, 0xFE00...0xFE0F,
            0xFE20...0xFE2F, 0xFE70...0xFE7F, 0xFF21...0xFF3A, 0xFF66...0xFF9F, 0xFFFD...0xFFFD, 0x11099...0x110BA,
            0x11131...0x11134, 0x1D15E...0x1D165, 0x1D400...0x1D410, 0xE0100...0xE0103,
        ]
        return ranges.joined().compactMap { Unicode.Scalar($0) }
    }()

    /// What a text folds to by passes over all of it; `nil` where that is not the way: where scripts mix in words, or
    /// where so many marks stand together that some go for that alone.
    static func expected(_ text: String) -> String? {
        let marks = text.unicodeScalars.count { $0.properties.generalCategory.isMark }
        if marks > 3 || mixesScripts(text) { return nil }
        var text = text
        while true {
            let store = ByteStore()
            text.withUTF8 { Folding.foldCase(UnsafeRawBufferPointer($0), into: store) }
            let folded = String(decoding: store.bytes, as: UTF8.self)
            text = cleaned(folded)
            if text.utf8.elementsEqual(folded.utf8) { return text }
        }
    }

    private static func cleaned(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x640, 0x300...0x36F, 0x1AB0...0x1AFF, 0x1DC0...0x1DFF, 0x20D0...0x20FF, 0xFE20...0xFE2F: continue
            case 0x483...0x489, 0xA66F...0xA672, 0xA674...0xA67D: continue
            case 0...8, 0xE...0x1F, 0x7F...0x84, 0x86...0x9F, 0xFDD0...0xFDEF: continue
            case 0x3400...0x9FFF:
                result.append(contentsOf: String(decoding: Folding.fold("\(scalar)"), as: UTF8.self).unicodeScalars)
            default:
                if let letter = besideAlphabet[scalar] {
                    result.append(letter)
                    continue
                }
                if scalar.properties.canonicalCombiningClass != .notReordered, scalar == result.last { continue }
                result.append(scalar)
            }
        }
        return String(result)
    }

    /// Latin letters beside the alphabet that are folded to those that they look like: single letters that UTS 39 calls
    /// confusable with a small one, and small capitals.
    private static let besideAlphabet: [Unicode.Scalar: Unicode.Scalar] = {
        let pairs = """
            ƍgƽsǀlɑaɡgɢgɣyɩiɪiɯwɴnʀrʋuʏyʙbʜhʝjʟlᴀaᴄcᴅdᴇeᴊjᴋkᴍmᴏoᴑoᴘpᴛtᴜuᴠvᴡwᴢzᶃgᶌyẝfỿyꜰfꜱsꞙfꞟuꞯqꞵbꬲeꬵfꬽoꭇrꭈr\
            ꭎuꭒuꭓxꭚy
            """
        let scalars = Array(pairs.unicodeScalars)
        return Dictionary(
            uniqueKeysWithValues: stride(from: 0, to: scalars.count, by: 2).map { (scalars[$0], scalars[$0 + 1]) })
    }()

    /// Letters that pose as Latin, Cyrillic, Greek or Armenian ones, as beside these.
    private static let posing: Set<Unicode.Scalar> = {
        Set(
            all.filter { scalar in
                if !scalar.properties.isAlphabetic || scalar.properties.isIdeographic { return false }
                let alone = Folding.fold("\(scalar)")
                return ["wz", "щж", "θψ", "ժճ"].contains { Folding.fold("\($0)\(scalar)") != Array($0.utf8) + alone }
            })
    }()

    /// Whether letters of two of the scripts that look alike may stand in one text.
    static func mixesScripts(_ text: String) -> Bool {
        var scripts: Set<Int> = []
        let store = ByteStore()
        var text = text
        text.withUTF8 { Folding.foldCase(UnsafeRawBufferPointer($0), into: store) }
        for scalar in String(decoding: store.bytes, as: UTF8.self).unicodeScalars {
            for (index, ranges) in blocks.enumerated() where ranges.contains(where: { $0.contains(scalar.value) }) {
                scripts.insert(index)
            }
            // The dotless i is an i or not by what stands around it.
            if posing.contains(scalar) || scalar == "ı" { scripts.insert(blocks.count) }
        }
        return scripts.count > 1
    }

    /// Blocks of Latin, Cyrillic, Greek, Armenian and Cherokee.
    private static let blocks: [[ClosedRange<UInt32>]] = [
        [
            0x61...0x7A, 0xAA...0x2AF, 0x1D00...0x1DBF, 0x1E00...0x1EFF, 0x2C60...0x2C7F, 0xA722...0xA7FF,
            0xAB30...0xAB6F,
        ],
        [0x400...0x52F, 0x1C80...0x1C8F, 0x1D00...0x1DBF, 0x2DE0...0x2DFF, 0xA640...0xA69F],
        [0x370...0x3FF, 0x1D00...0x1DBF, 0x1F00...0x1FFF, 0xAB65...0xAB65], [0x531...0x58F], [0x13A0...0x13FF],
    ]

    static func text(of scalars: [Unicode.Scalar], length: Int, _ random: inout SplitMix) -> String {
        var text = String.UnicodeScalarView()
        for _ in 0..<length { text.append(scalars.randomElement(using: &random) ?? "x") }
        return String(text)
    }
}

@Suite("Folding")
struct FoldingTests {
    @Test(
        "what is written differently and read alike folds alike, in every script",
        arguments: [
            // Turkish, German, Greek, Lithuanian; titles and ligatures.
            ("İSTANBUL", "istanbul"), ("ısı", "ısı"), ("STRASSE Straße", "strasse strasse"), ("ΟΔΟΣ οδος", "οδοσ οδοσ"),
            ("ᾳ", "αι"), ("i̇̀", "i"), ("ǅ", "dž"), ("ﬁ", "fi"),
            // Accents that make letters stay; piled-up ones, lines through letters and enclosing marks go.
            ("Tiếng Việt ư ơ ạ", "tiếng việt ư ơ ạ"), ("Tie\u{302}\u{301}ng Vie\u{323}\u{302}t", "tiếng việt"),
            ("café cafe\u{301}", "café café"), ("c\u{336}a\u{336}s\u{336}i\u{336}n\u{336}o\u{336}", "casino"),
            ("c\u{301}\u{327}\u{35C}\u{31B}\u{33F}a\u{30A}\u{301}\u{344}\u{31B}sino", "casino"),
            ("за\u{301}мок", "замок"),
            ("ё е\u{308} й", "ё ё й"), ("1\u{FE0F}\u{20E3}", "1"), ("don\u{B4}t", "don t"), ("ɔ\u{301}", "ɔ"),
            ("≠", "≠"),
            // Marks that belong to letters stay.
            ("हिन्दी क़ कि", "हिन्दी क़ कि"), ("สวัสดีน้ำที่", "สวัสดีน้ําที่"), ("שָׁלוֹם", "שָׁלוֹם"), ("مُحَمَّد", "مُحَمَّد"),
            ("กก\u{E48}\u{E48}\u{E48}\u{E48}", "กก\u{E48}"), ("မြန်မာ", "မြန်မာ"), ("བསྒྲུབས", "བསྒྲུབས"),
            ("ｶﾞｷﾞ か\u{3099}", "ガギ が"),
            // Arabic's stretching and its forms.
            ("مـــرحـبـا", "مرحبا"), ("ﻣﺮﺣﺒﺎ", "مرحبا"), ("ا\u{640}\u{653}", "آ"), ("ﹱ", "\u{64B}"),
            // Hangul by letters and by syllables.
            ("한글 \u{1112}\u{1161}\u{11AB}\u{1100}\u{1173}\u{11AF}", "한글 한글"), ("ﾡ", "ᄀ"),
            // Traditional and simplified Chinese; what simplified Chinese writes too stays.
            ("賭博賺錢 赌博赚钱", "赌博赚钱 赌博赚钱"), ("發財 頭髮 后來 後來", "发财 头发 后来 后来"), ("乾坤 著名", "乾坤 著名"), ("㊗", "祝"),
            ("ＣＡＳＩＮＯ １２３", "casino 123"), ("𝒸𝒶𝓈𝒾𝓃ℴ ⓒⓐⓢⓘⓝⓞ", "casino casino"), ("ᏣᎳᎩ ꮳꮃꭹ", "ᏣᎳᎩ ᏣᎳᎩ"),
            // What can't be seen.
            ("ca\u{200B}s\u{200D}i\u{AD}n\u{2060}o\u{FE0F}", "casino"), ("❤\u{FE0F}", "❤"),
            ("\u{202E}onisac", "onisac"), ("ca\u{1}sino\u{7F}", "casino"),
            ("CA\u{0}\u{1F}S\u{9F}INO tail", "casino tail"),
            ("a\tb\nc\u{B}d\u{C}e\rf\u{85}g", "a\tb\nc\u{B}d\u{C}e\rf\u{85}g"), ("e\u{1}\u{301}", "e"),
            ("ca\u{489}si\u{488}no", "casino"), ("\u{1}", ""),
            // Latin letters beside the alphabet.
            ("cɑsino", "casino"), ("ᴄᴀꜱɪɴᴏ ʙᴜʏ", "casino buy"), ("ɡo ɑ\u{301}", "go a"), ("Ʀ", "r"),
            // The dotless i, in Turkish and in no word of Turkish.
            ("vıagra", "viagra"), ("bıtcoin casıno", "bitcoin casino"), ("cıalıs", "cialis"),
            ("Altın kadın yapıyor", "altın kadın yapıyor"),
            ("sık alırken Diyarbakır kitabı ışık", "sık alırken diyarbakır kitabı ışık"), ("ı", "ı"),
        ])
    func cases(_ text: String, _ expected: String) {
        let found = String(decoding: Folding.fold(text), as: UTF8.self)
        #expect(found.unicodeScalars.elementsEqual(expected.unicodeScalars), "\(found)")
    }

    @Test(
        "letters that pose as those of another script are written in the script of their word",
        arguments: [
            ("саsino", "casino"), ("cаsinо", "casino"), ("СASINО", "casino"), ("ПРИBET", "привет"),
            ("пpивeт", "привет"),
            ("раураl", "paypal"), ("vіаgrа", "viagra"), ("Ꮯasino", "casino"), ("gооglе1", "google1"),
            ("casinο", "casino"),
            ("bitсоin.cоm", "bitcoin.com"), ("сор", "сор"), ("cop", "cop"), ("сop", "cop"),
            // All of them letters that look like Latin ones: most are Cyrillic.
            ("сукa", "сука"), ("стaвка", "ставка"), ("москвa", "москва"), ("вaс", "вас"), ("aватар", "аватар"),
            ("тoвар", "товар"), ("вoрoта", "ворота"), ("кaсса", "касса"), ("cекс", "секс"), ("хeр", "хер"),
            ("кoт", "кот"),
            ("рaк", "рак"), ("cрок", "срок"), ("автoмат", "автомат"), ("CУКА", "сука"),
            // Capitals that look like others than their small letters do.
            ("BITCOIΝ", "bitcoin"), ("CASIΝO", "casino"), ("ΥOUTUBE", "youtube"), ("νIAGRA", "viagra"),
            ("ΝΕΑ ΥΓΕΙΑ", "νεα υγεια"),
            ("ΝΕA", "νεα"), ("Ν", "ν"), ("Ν1Υ\u{301}", "ν1ύ"),
            // Letters of other scripts in Latin words, and alone.
            ("CASꓲNꓳ", "casino"), ("caѕinⲟ", "casino"), ("cⵔin", "coin"), ("סex ופ", "oex ופ"), ("ꓚꓮꓢꓲꓠꓳ", "ꓚꓮꓢꓲꓠꓳ"),
            ("שלום hello", "שלום hello"), ("ဝcasino", "ဝcasino"), ("𐐬k", "ok"),
            // And here one letter is Latin only, or half of them are Latin.
            ("саѕіnо", "casino"), ("pаypаl", "paypal"), ("sех", "sex"), ("вaсe", "bace"),
            ("казино casino", "казино casino"),
            ("αγάπη", "αγάπη"), ("αγaπη", "αγαπη"), ("Аpple-Москва", "apple-москва"), ("微信wеchаt", "微信wechat"),
            ("сc", "cc"), ("с1c", "c1c"), ("Հայաuտան", "հայաստան"), ("м\u{336}oney", "money"),
        ])
    func lookAlikes(_ text: String, _ expected: String) {
        let found = String(decoding: Folding.fold(text), as: UTF8.self)
        #expect(found == expected)
    }

    @Test("noncharacters are taken out", arguments: [0xFDD0, 0xFDD1, 0xFDEF])
    func noncharacters(_ code: Int) {
        let text = String(decoding: [0x63, 0xFDD0].map { $0 < 0x80 ? UInt16($0) : UInt16(code) }, as: UTF16.self)
        #expect(text.unicodeScalars.count == 2)
        #expect(Folding.fold(text + "asino Ν") == Array("casino ν".utf8))
    }

    @Test(
        "every character folds as Unicode folds it, but for clutter, Han and Latin letters beside the alphabet, and folding it again changes nothing"
    )
    func characters() {
        var differing: [Unicode.Scalar] = []
        for scalar in FoldingMixture.all {
            let text = "x\(scalar) \(scalar)\u{301}\u{5B4}\(scalar)"
            // Ideographs join nothing, and are most of all characters.
            if !foldsAsExpected("\(scalar)") || !(scalar.properties.isIdeographic || foldsAsExpected(text)) {
                differing.append(scalar)
            }
        }
        #expect(differing.isEmpty)
    }

    @Test("pairs and triples of what joins fold as Unicode folds them")
    func joining() {
        var random = SplitMix(state: 1)
        var differing: [String] = []
        for round in 0..<60_000 {
            let text = FoldingMixture.text(of: FoldingMixture.joining, length: 2 + round % 2, &random)
            if !foldsAsExpected(text) { differing.append(text) }
        }
        #expect(differing.isEmpty)
    }

    @Test("mixtures of any characters fold as Unicode folds them", arguments: [5, 9, 40, 300])
    func mixtures(length: Int) {
        var random = SplitMix(state: UInt64(length))
        var differing: [String] = []
        for round in 0..<60_000 / length {
            let scalars = round % 3 == 0 ? FoldingMixture.all : FoldingMixture.joining
            let text = FoldingMixture.text(of: scalars, length: length, &random)
            if !foldsAsExpected(text) { differing.append(text) }
        }
        #expect(differing.isEmpty)
    }

    @Test("a stretch of the folded form leads back to text that folds to it", arguments: [3, 8, 30])
    func back(length: Int) {
        var random = SplitMix(state: UInt64(length) + 100)
        var failures: [String] = []
        for round in 0..<20_000 / length {
            let scalars = round % 3 == 0 ? FoldingMixture.all : FoldingMixture.joining
            let text = FoldingMixture.text(of: scalars, length: length, &random)
            withForms(text) { forms in
                if !forms.isPlain { return }
                let folded = forms.bytes(.folded)
                let start = folded.characterStart(at: Int.random(in: 0...folded.count, using: &random))
                let end = folded.characterEnd(at: Int.random(in: start...folded.count, using: &random))
                let range = forms.rawRange(of: start..<end, in: .folded)
                let raw = UnsafeRawBufferPointer(rebasing: forms.bytes(.raw)[range])
                guard let part = String(validating: raw, as: UTF8.self) else { return failures.append(text) }
                // Which script a word is written in, its parts do not tell.
                if FoldingMixture.mixesScripts(text) { return }
                let wanted = Array(folded[start..<end])
                let found = Folding.fold(part)
                if !found.indices.contains(where: { found[$0...].starts(with: wanted) }), !wanted.isEmpty {
                    failures.append(text)
                }
            }
        }
        #expect(failures.isEmpty)
    }

    @Test(
        "a look-alike leads back to itself",
        arguments: [
            ("x саsino y", "casino", "саsino"), ("x саsino y", "asi", "аsi"), ("ПРИBET мир", "привет", "ПРИBET"),
            ("c\u{336}a\u{336}s\u{336}!", "cas", "c\u{336}a\u{336}s\u{336}"), ("Ꮯasino ﷺ cаt", "cat", "cаt"),
            ("賭博 x", "赌", "賭"), ("ca\u{1}sino", "sin", "sin"), ("ca\u{1}sino", "cas", "ca\u{1}s"),
            ("x BITCOIΝ", "coin", "COIΝ"),
            ("ΝΕΑ ΝΕΑ", "εα ν", "ΕΑ Ν"), ("vıagra", "iag", "ıag"), ("CASꓲNO", "in", "ꓲN"),
            ("مـــرحبا", "مر", "مـــر"), ("ＡＢс", "abc", "ＡＢс"),
        ])
    func way(_ raw: String, _ part: String, _ expected: String) throws {
        try withForms(raw) { forms in
            let bytes = Array(forms.bytes(.folded))
            let start = try #require(bytes.indices.first { bytes[$0...].starts(with: Array(part.utf8)) })
            let range = forms.rawRange(of: start..<start + part.utf8.count, in: .folded)
            #expect(string(UnsafeRawBufferPointer(rebasing: forms.bytes(.raw)[range])) == expected)
        }
    }

    @Test(
        "folding takes time in proportion to the text",
        arguments: [
            "\u{5B4}\u{5B0}", "\u{301}\u{323}", "аa", "\u{1161}", "\u{200B}", "e\u{301}\u{323}", "ﷺ", "a\u{336}",
            "\u{640}\u{64B}", "\u{1}", "ı", "aı", "Ν", "ΝN", "aꓲ", "\u{489}",
        ])
    func hostile(_ unit: String) {
        let text = "x" + String(repeating: unit, count: TextForms.limit / unit.utf8.count)
        let elapsed = ContinuousClock().measure { withForms(text) { _ = $0.rawRange(of: 0..<1000, in: .folded) } }
        #expect(elapsed < .seconds(5))
    }

    /// Whether a text folds as by whole-text passes over it, and to what folds to itself.
    private func foldsAsExpected(_ text: String) -> Bool {
        let folded = Folding.fold(text)
        if Folding.fold(String(decoding: folded, as: UTF8.self)) != folded { return false }
        guard let expected = FoldingMixture.expected(text) else { return true }
        return expected.utf8.elementsEqual(folded)
    }
}

extension Unicode.GeneralCategory {
    fileprivate var isMark: Bool { self == .nonspacingMark || self == .spacingMark || self == .enclosingMark }
}
