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
    static let all: [Unicode.Scalar] = (0...0x10FFFF).compactMap { Unicode.Scalar(UInt32($0)) }

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

    static func text(of scalars: [Unicode.Scalar], length: Int, _ random: inout SplitMix) -> String {
        var text = String.UnicodeScalarView()
        for _ in 0..<length { text.append(scalars.randomElement(using: &random) ?? "x") }
        return String(text)
    }
}

@Suite("Folding")
struct FoldingTests {
    @Test("every character folds as ICU folds it, alone and between others")
    func characters() {
        var differing: [Unicode.Scalar] = []
        for scalar in FoldingMixture.all where !foldsAsICU("\(scalar)") || !foldsAsICU("aE\(scalar)\u{301}ж\(scalar)") {
            differing.append(scalar)
        }
        #expect(differing.isEmpty)
    }

    @Test("pairs and triples of what joins fold as ICU folds them")
    func joining() {
        let joining = FoldingMixture.joining
        var differing: [String] = []
        let attaching = joining.filter { $0.properties.canonicalCombiningClass != .notReordered || $0.value > 0x1160 }
        for first in joining {
            for second in attaching where !foldsAsICU("\(first)\(second)") { differing.append("\(first)\(second)") }
        }
        var random = SplitMix(state: 1)
        for _ in 0..<40_000 {
            let text = FoldingMixture.text(of: joining, length: 3, &random)
            if !foldsAsICU(text) { differing.append(text) }
        }
        #expect(differing.isEmpty)
    }

    @Test("mixtures of any characters fold as ICU folds them", arguments: [7, 40, 300])
    func mixtures(length: Int) {
        var random = SplitMix(state: UInt64(length))
        var differing = 0
        for round in 0..<60_000 / length {
            let scalars = round % 3 == 0 ? FoldingMixture.all : FoldingMixture.joining
            let text = FoldingMixture.text(of: scalars, length: length, &random)
            if !foldsAsICU(text) { differing += 1 }
        }
        #expect(differing == 0)
    }

    private func foldsAsICU(_ text: String) -> Bool {
        let expected = ByteStore()
        var text = text
        text.withUTF8 { Folding.foldCase(UnsafeRawBufferPointer($0), into: expected) }
        return expected.bytes.elementsEqual(Folding.fold(text))
    }
}
