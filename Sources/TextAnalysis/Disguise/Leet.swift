/// Signs that stand for letters, and letters that a sign may stand for.
///
/// The pairs are those in common use on forums ("leetspeak"), Latin and Russian; a sign for which no letter is usual
/// stands for none.
enum Leet {
    /// What is left of a character when its disguise is taken off: one letter for all that one sign may mean.
    ///
    /// Signs are told apart again by `mayStand(_:for:)`, so that `i` is never taken for `l`.
    @inline(__always)
    static func skeleton(_ character: UInt32) -> UInt32 {
        if character < 0x80 {
            switch UInt8(truncatingIfNeeded: character) {
            case UInt8(ascii: "4"), UInt8(ascii: "@"): return letter("a")
            case UInt8(ascii: "8"): return letter("b")
            case UInt8(ascii: "3"): return letter("e")
            case UInt8(ascii: "6"), UInt8(ascii: "9"): return letter("g")
            case UInt8(ascii: "1"), UInt8(ascii: "!"), UInt8(ascii: "|"), UInt8(ascii: "l"): return letter("i")
            case UInt8(ascii: "0"): return letter("o")
            case UInt8(ascii: "5"), UInt8(ascii: "$"): return letter("s")
            case UInt8(ascii: "7"), UInt8(ascii: "+"): return letter("t")
            default: return character
            }
        }
        switch character {
        case 0x0430, 0x0447: return letter("a")  // Cyrillic а; ч, for which 4 stands
        case 0x0435, 0x0437, 0x20AC: return letter("e")  // Cyrillic е; з, for which 3 stands; the sign of the euro
        case 0x0431: return letter("g")  // Cyrillic б, for which 6 stands
        case 0x043E: return letter("o")  // Cyrillic о
        default: return character
        }
    }

    /// Whether a sign that is no letter may stand for this one, which is folded.
    static func mayStand(_ sign: UInt32, for character: UInt32) -> Bool {
        switch sign {
        case letter("0"): character == letter("o") || character == 0x043E
        case letter("1"), letter("!"), letter("|"): character == letter("i") || character == letter("l")
        case letter("3"): character == letter("e") || character == 0x0435 || character == 0x0437
        case 0x20AC: character == letter("e")
        case letter("4"): character == letter("a") || character == 0x0430 || character == 0x0447
        case letter("@"): character == letter("a") || character == 0x0430
        case letter("5"), letter("$"): character == letter("s")
        case letter("6"): character == letter("g") || character == 0x0431
        case letter("7"), letter("+"): character == letter("t")
        case letter("8"): character == letter("b")
        case letter("9"): character == letter("g")
        default: false
        }
    }

    /// What a character of a folded text is to one who looks for disguises.
    enum Kind {
        /// A letter or mark.
        case letter
        /// A digit that may stand for a letter.
        case digit
        /// Another sign that may.
        case sign
        /// A sign that covers a letter, as in `f**k`.
        case mask
        /// Stands between letters that are drawn apart.
        case gap(isWhite: Bool)
        /// Ends every word.
        case other
    }

    @inline(__always)
    static func kind(of character: UInt32) -> Kind {
        if character >= 0x80 {
            if character == 0x20AC { return .sign }
            if WordBoundary.edge(character) != .none { return .letter }
            // The middle dot, bullets and dashes.
            let isGap = character == 0xB7 || character == 0x2022 || (0x2010...0x2015).contains(character)
            return isGap ? .gap(isWhite: false) : .other
        }
        switch UInt8(truncatingIfNeeded: character) {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): return .letter
        case UInt8(ascii: "2"): return .other
        case UInt8(ascii: "0")...UInt8(ascii: "9"): return .digit
        case UInt8(ascii: "@"), UInt8(ascii: "$"), UInt8(ascii: "!"), UInt8(ascii: "|"), UInt8(ascii: "+"):
            return .sign
        case UInt8(ascii: "*"), UInt8(ascii: "#"): return .mask
        case UInt8(ascii: " "), UInt8(ascii: "\t"): return .gap(isWhite: true)
        case UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "/"), UInt8(ascii: "\\"),
            UInt8(ascii: "~"), UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "`"), UInt8(ascii: "="),
            UInt8(ascii: "^"):
            return .gap(isWhite: false)
        default: return .other
        }
    }

    /// Whether a sign may also stand between letters, as in `c|a|s|i|n|o` or `c*a*s*i*n*o`.
    @inline(__always)
    static func maySeparate(_ kind: Kind) -> Bool {
        switch kind {
        case .gap, .mask, .sign: true
        default: false
        }
    }

    @inline(__always)
    private static func letter(_ scalar: Unicode.Scalar) -> UInt32 { scalar.value }
}
