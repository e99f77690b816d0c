import CText

/// A regular expression on its way into a matcher.
///
/// The dialect is RE2's (https://github.com/google/re2/wiki/Syntax), with `\w`, `\d` and `\s` over all of Unicode
/// and with `\b` at the pattern's ends for our own word boundary. RE2 gets the expression without that `\b`.
struct PatternDialect {
    struct Failure: Error {
        var what: String
        var advice: String
    }

    /// The expression for RE2, which decides.
    private(set) var expression = ""
    private(set) var boundaryAtStart = false
    private(set) var boundaryAtEnd = false
    /// Whether a match may begin or end with punctuation or in a script without spaces, where boundaries are free.
    private(set) var mayTouchFreeEdge = false

    private let source: [Unicode.Scalar]
    private let form: TextForm
    private var position = 0
    private var depth = 0
    private var hasOpenAlternative = false
    /// The counted repeat that counts furthest, such as `{1,200}`.
    private(set) var greatestCount: (text: String, limit: Int)?
    /// Whether (?i) stands in it.
    private(set) var ignoresCase = false

    init(_ pattern: String, form: TextForm) throws(Failure) {
        source = Array(pattern.unicodeScalars)
        self.form = form
        if source.isEmpty { throw Failure(what: "the pattern is empty", advice: "write what to look for") }
        while position < source.count { try readToken() }
        if hasOpenAlternative, boundaryAtStart || boundaryAtEnd {
            throw Failure(
                what: #"\b beside a | that stands outside of parentheses holds for one alternative only"#,
                advice: #"put the alternatives in parentheses: \b(one|other)\b"#)
        }
    }

    private func peek(_ offset: Int) -> Unicode.Scalar? {
        position + offset < source.count ? source[position + offset] : nil
    }

    private mutating func take(_ count: Int) {
        for _ in 0..<count where position < source.count {
            expression.unicodeScalars.append(source[position])
            position += 1
        }
    }

    private mutating func readToken() throws(Failure) {
        switch source[position] {
        case "\\": try readEscape(inClass: false)
        case "[": try readClass()
        case "(": try readGroup()
        case ")":
            depth -= 1
            take(1)
            try readQuantifier()
        case "|":
            if depth == 0 { hasOpenAlternative = true }
            take(1)
        case ".":
            mayTouchFreeEdge = true
            take(1)
            try readQuantifier()
        case "^", "$": try readAnchor()
        default:
            try readLiteral()
            try readQuantifier()
        }
    }

    /// Refuses `a^` and `$a`, which nothing matches unless lines count.
    private mutating func readAnchor() throws(Failure) {
        let before = position > 0 ? source[position - 1] : nil
        let after = peek(1)
        if source[position] == "^", let before, before.properties.isAlphabetic || before.value > 0x7F, !takesLines {
            let isEscaped = position > 1 && source[position - 2] == "\\"
            if !isEscaped {
                throw Failure(
                    what: "^ behind \(before) can't match: it is the start of the text",
                    advice: #"put ^ at the start, or write \^ for the sign itself"#)
            }
        }
        if source[position] == "$", let after, after.properties.isAlphabetic || after.value > 0x7F, !takesLines {
            throw Failure(
                what: "$ before \(after) can't match: it is the end of the text",
                advice: #"put $ at the end, or write \$ for the sign itself"#)
        }
        take(1)
    }

    /// Whether `^` and `$` are the ends of lines, as (?m) says; looked for anywhere, since one too many is no harm.
    private var takesLines: Bool {
        let text = String(String.UnicodeScalarView(source))
        return text.contains("(?")
            && text.split(separator: "(?").dropFirst().contains { group in
                group.prefix { $0.isASCII && $0.isLowercase }.contains("m")
            }
    }

    /// Refuses possessive quantifiers, which give nothing in linear time.
    private mutating func readQuantifier() throws(Failure) {
        guard let first = peek(0) else { return }
        switch first {
        case "*", "+", "?": take(1)
        case "{":
            let digits = source[(position + 1)...].prefix { $0 != "}" }
            let isCount = !digits.isEmpty && digits.allSatisfy { ("0"..."9").contains($0) || $0 == "," }
            guard isCount, digits.first != ",", peek(digits.count + 1) == "}" else { return }
            note(count: digits)
            take(digits.count + 2)
        default: return
        }
        if peek(0) == "+" {
            throw Failure(
                what: "possessive quantifier \(first)+",
                advice: "leave out the second +; matching never backtracks here, so it gains nothing")
        }
        if peek(0) == "?" { take(1) }
    }

    private mutating func note(count digits: ArraySlice<Unicode.Scalar>) {
        let text = String(String.UnicodeScalarView(digits))
        // The last number is the greater one; {3,} has none.
        guard let limit = text.split(separator: ",").last.flatMap({ Int($0) }), limit > greatestCount?.limit ?? 0 else {
            return
        }
        greatestCount = ("{" + text + "}", limit)
    }

    private mutating func readLiteral() throws(Failure) {
        let scalar = source[position]
        try check(literal: scalar)
        take(1)
    }

    /// Refuses what can't stand in folded text, and notes what has free edges.
    private mutating func check(literal scalar: Unicode.Scalar) throws(Failure) {
        if WordBoundary.edge(scalar.value) != .word, scalar != " " { mayTouchFreeEdge = true }
        guard form == .folded, !ignoresCase else { return }
        let bytes = Folding.fold(String(scalar))
        let folded = String(decoding: bytes, as: UTF8.self)
        if folded.unicodeScalars.elementsEqual(CollectionOfOne(scalar)) { return }
        if scalar.properties.isUppercase {
            throw Failure(
                what: "the capital \(scalar) can't match: folded text has no capitals",
                advice: "write it small or use form = \"raw\"")
        }
        if scalar == "\u{8}" {
            throw Failure(
                what: #"a backspace can't match: in "…" Lua reads \b as one"#,
                advice: #"write the pattern in double brackets: [[\b…\b]]"#)
        }
        throw Failure(
            what: "\(scalar) can't match: folded text has \(folded.isEmpty ? "nothing" : folded) in its place",
            advice: "write that or use form = \"raw\"")
    }

    private mutating func readGroup() throws(Failure) {
        depth += 1
        guard peek(1) == "?" else { return take(1) }
        let third = peek(2)
        let fourth = peek(3)
        switch (third, fourth) {
        case ("=", _), ("!", _):
            throw Failure(
                what: "look-ahead (?\(third ?? "=")…)",
                advice: "match what follows too, or test for it in check with a second pattern")
        case ("<", "="), ("<", "!"):
            throw Failure(
                what: "look-behind (?<\(fourth ?? "=")…)",
                advice: "match what stands before too, or test for it in check with a second pattern")
        case (">", _):
            throw Failure(what: "atomic group (?>…)", advice: "use (?:…); matching never backtracks here")
        case ("P", "="), ("P", ">"), ("&", _), ("R", _):
            throw Failure(
                what: "back-reference or recursion (?\(third ?? "P")…)",
                advice: "write the group out, or compare the parts in check")
        case ("(", _):
            throw Failure(what: "conditional group (?(…)…)", advice: "write each case as an alternative")
        case ("#", _):
            throw Failure(what: "comment (?#…)", advice: "put the comment into the rule, after --")
        case ("<", _), ("P", _):
            // A named group: its name is no literal.
            while let scalar = peek(0), scalar != ">" {
                // RE2 of this age spells it (?P<name>…) only.
                if scalar == "<", source[position - 1] == "?" { expression += "P" }
                take(1)
            }
            take(1)
        default:
            // Flags, perhaps for a group: (?i) or (?i:…).
            while let scalar = peek(0), scalar != ")", scalar != ":" {
                if scalar == "i" { ignoresCase = true }
                take(1)
            }
            if peek(0) == ")" { depth -= 1 }
            take(1)
        }
    }

    private mutating func readClass() throws(Failure) {
        take(1)
        if peek(0) == "^" {
            mayTouchFreeEdge = true
            take(1)
        }
        // A bracket that comes first is a member.
        if peek(0) == "]" { take(1) }
        while let scalar = peek(0), scalar != "]" {
            if scalar == "\\" {
                try readEscape(inClass: true)
            } else if scalar == "[", peek(1) == ":" {
                if form == .folded, !ignoresCase, source[position...].starts(with: "[:upper:]".unicodeScalars) {
                    throw noCapitals("[:upper:]")
                }
                while position < source.count, source[position] != "]" || source[position - 1] != ":" { take(1) }
                take(1)
            } else {
                if scalar == "-" { take(1) } else { try readLiteral() }
            }
        }
        take(1)
        try readQuantifier()
    }
}

extension PatternDialect {
    /// Unicode's letters, marks and numbers, as in Unicode Technical Standard 18, annex C, without connectors but `_`.
    private static let word = #"\p{L}\p{M}\p{N}_"#
    private static let space = #"\s\x{85}\p{Z}"#

    private var isOnlyFlagsBefore: Bool {
        // Flags such as (?i) may stand before the first \b.
        var index = 0
        while index + 2 < position, source[index] == "(", source[index + 1] == "?" {
            guard let close = source[index...].firstIndex(of: ")"), close < position else { return false }
            if source[index..<close].contains(":") { return false }
            index = close + 1
        }
        return index == position
    }

    private mutating func readEscape(inClass: Bool) throws(Failure) {
        guard let letter = peek(1) else {
            throw Failure(what: #"a \ at the end"#, advice: #"write \\ for the character itself"#)
        }
        switch letter {
        case "b" where !inClass: return try readBoundary()
        case "B" where !inClass:
            throw Failure(what: #"\B, a place inside a word"#, advice: #"write the letter beside it, as in \w"#)
        case "1"..."9", "k", "g":
            throw Failure(
                what: "back-reference \\\(letter)", advice: "write the group out, or compare the parts in check")
        case "K", "G", "X", "R", "h", "H", "N":
            throw Failure(what: "\\\(letter) is not supported", advice: #"say it with a class, such as [ \t]"#)
        case "w", "s", "W", "S", "d", "D": try readClassEscape(letter, inClass: inClass)
        case "Q": try readQuoted()
        case "p", "P", "x": try readLongEscape()
        case "a", "f", "n", "r", "t", "v", "A", "z", "C", "0", "E":
            mayTouchFreeEdge = true
            take(2)
        default:
            position += 1
            if ("a"..."z").contains(letter) || ("A"..."Z").contains(letter) {
                throw Failure(
                    what: "\\\(letter) is not supported", advice: "leave out the \\ to mean the letter itself")
            }
            try check(literal: letter)
            if letter.value < 0x80 { expression += "\\" }
            take(1)
        }
        if !inClass { try readQuantifier() }
    }

    private mutating func readBoundary() throws(Failure) {
        if isOnlyFlagsBefore {
            boundaryAtStart = true
        } else if position + 2 == source.count, depth == 0 {
            boundaryAtEnd = true
        } else {
            throw Failure(
                what: #"\b inside of the pattern"#,
                advice: #"\b stands at the pattern's start and end only; there it means the edge of a word"#)
        }
        position += 2
    }

    private mutating func readClassEscape(_ letter: Unicode.Scalar, inClass: Bool) throws(Failure) {
        mayTouchFreeEdge = true
        position += 2
        if letter == "d" || letter == "D" {
            expression += letter == "d" ? #"\p{Nd}"# : #"\P{Nd}"#
            return
        }
        let members = letter == "w" || letter == "W" ? Self.word : Self.space
        let isNegative = letter == "W" || letter == "S"
        if inClass, isNegative {
            throw Failure(
                what: "\\\(letter) inside of a class", advice: "turn the class round: [^…] with the small letter")
        }
        expression += inClass ? members : "[" + (isNegative ? "^" : "") + members + "]"
    }

    private mutating func readQuoted() throws(Failure) {
        take(2)
        while position < source.count, !(source[position] == "\\" && peek(1) == "E") { try readLiteral() }
        take(2)
    }

    /// Refuses what names capitals only, as a literal capital is refused.
    private mutating func checkLongEscape(isHexadecimal: Bool) throws(Failure) {
        let isBraced = peek(2) == "{"
        let text =
            isBraced
            ? source[(position + 3)...].prefix { $0 != "}" } : source[(position + 2)...].prefix(isHexadecimal ? 2 : 1)
        let name = String(String.UnicodeScalarView(text))
        if isHexadecimal {
            guard let code = UInt32(name, radix: 16), let scalar = Unicode.Scalar(code) else { return }
            return try check(literal: scalar)
        }
        if form == .folded, !ignoresCase, peek(1) == "p", name == "Lu" || name == "Lt" {
            throw noCapitals("\\p{\(name)}")
        }
    }

    private func noCapitals(_ what: String) -> Failure {
        Failure(
            what: "\(what) can't match: folded text has no capitals", advice: "use form = \"raw\" or form = \"text\"")
    }

    /// `\p{Greek}`, `\pL`, `\x41` or `\x{41}`: what follows is no literal.
    private mutating func readLongEscape() throws(Failure) {
        mayTouchFreeEdge = true
        let isHexadecimal = peek(1) == "x"
        try checkLongEscape(isHexadecimal: isHexadecimal)
        take(2)
        if peek(0) == "{" {
            while position < source.count, source[position] != "}" { take(1) }
            take(1)
        } else {
            take(isHexadecimal ? 2 : 1)
        }
    }
}
