import CText

/// A pattern compiled for RE2: one or two expressions, and the strings by which a search knows that they are worth
/// running.
struct CompiledPattern {
    struct Expression {
        var regex: OpaquePointer
        /// The group that is the match: 1 where the context around it is matched too.
        var capture: Int32
    }

    let dialect: PatternDialect
    /// Who takes them frees them. Of two the second finds nothing new where all matches of the first are free at both
    /// ends.
    private(set) var expressions: [Expression] = []
    /// Strings of which every match holds one, without regard to the case of ASCII letters; none where there are no
    /// such strings, and the pattern must always be run.
    private(set) var atoms: [[UInt8]] = []

    /// RE2 takes two thirds of this for a pattern's program while it compiles, 32 bytes an instruction, and one or two
    /// microseconds each: no pattern takes 200 ms. `\w` has 720 of them, so that `\w{1,100}` fits.
    private static let memory = 4 << 20

    /// A longer pattern is a list; the time for its atoms grows with the square of the length, to 15 ms at this one.
    private static let longest = 16_384

    /// - Parameter known: The atoms of the same pattern, where it was compiled before: then that is put off until the
    ///   pattern is looked for.
    init(_ pattern: String, form: TextForm, known: [[UInt8]]? = nil) throws(PatternDialect.Failure) {
        if pattern.utf8.count > Self.longest {
            throw .init(
                what: "the pattern is longer than \(Self.longest) bytes",
                advice: "write it as several, or as a list with an entry a line")
        }
        dialect = try PatternDialect(pattern, form: form)
        let hasBoundary = dialect.boundaryAtStart || dialect.boundaryAtEnd
        // With a boundary, the framed expression misses matches that have a free edge of their own: the plain one
        // finds those, and they are checked one by one. The plain one prefers an alternative that ends at no boundary
        // to one that does: then the framed one is needed.
        let needsBoth = hasBoundary && dialect.mayTouchFreeEdge
        let memory = needsBoth ? Self.memory / 2 : Self.memory
        let defers = known != nil
        if !hasBoundary || needsBoth {
            expressions.append(.init(regex: try compile(framed: false, memory, defers: defers), capture: 0))
        }
        if hasBoundary {
            do {
                expressions.append(.init(regex: try compile(framed: true, memory, defers: defers), capture: 1))
            } catch {
                for expression in expressions { ctext_regex_free(expression.regex) }
                throw error
            }
        }
        atoms = known ?? findAtoms(form)
    }

    /// What may stand beside a word that ends: no letter, mark or number, or one of a script without spaces. It is
    /// `WordBoundary` in RE2's terms, for the ends of patterns.
    private static let beside =
        #"[^\p{L}\p{M}\p{N}]|[\p{Han}\p{Hiragana}\p{Katakana}\p{Bopomofo}\p{Hangul}\p{Thai}\p{Lao}\p{Khmer}"#
        + #"\p{Myanmar}\x{30FC}\x{FF70}]"#

    /// - Parameter framed: The context as part of the expression lets RE2 choose the alternative that ends at a
    ///   boundary.
    private func compile(
        framed: Bool, _ memory: Int, defers: Bool = false
    ) throws(PatternDialect.Failure) -> OpaquePointer {
        let before = framed && dialect.boundaryAtStart ? #"(?:\A|"# + Self.beside + ")" : ""
        let after = framed && dialect.boundaryAtEnd ? #"(?:\z|"# + Self.beside + ")" : ""
        var expression = framed ? before + "(" + dialect.expression + ")" + after : dialect.expression
        var message = [CChar](repeating: 0, count: 256)
        let regex = expression.withUTF8 { source in
            source.withMemoryRebound(to: CChar.self) {
                defers
                    ? ctext_regex_defer($0.baseAddress, $0.count, memory)
                    : ctext_regex_compile($0.baseAddress, $0.count, memory, &message, message.count)
            }
        }
        if let regex { return regex }
        let text = String(message: message)
        if text.contains("too large") { throw tooLarge }
        // What is wrong with the pattern is told in its own terms.
        if framed { ctext_regex_free(try compile(framed: false, memory)) }
        let isCount = text.contains("repetition size")
        throw .init(
            what: "the pattern can't be read: \(text)",
            advice: isCount
                ? "count to 1,000 at most, counts within counts multiplied, or write + or * in place of the count"
                : "the syntax is RE2's, without look-around")
    }

    private var tooLarge: PatternDialect.Failure {
        guard let count = dialect.greatestCount else {
            return .init(what: "the pattern is too large", advice: "write it as several patterns")
        }
        return .init(
            what: "the count \(count.text) makes the pattern too large",
            advice: "count less, or write + or * in place of the count")
    }

    /// A pattern's matches hold one of more strings than this only where it says little; it is then always run.
    private static let mostAtoms = 64

    /// With more alternatives than this there are hardly ever so few atoms, and the time for finding out grows with
    /// the square of their number.
    private static let mostAlternatives = 256

    private static func hasOneCaseBeyondASCII(_ atom: [UInt8]) -> Bool {
        String(decoding: atom, as: UTF8.self).unicodeScalars.allSatisfy {
            $0.isASCII || !$0.properties.isCased && !$0.properties.changesWhenCaseMapped
        }
    }

    private func findAtoms(_ form: TextForm) -> [[UInt8]] {
        let alternatives = dialect.expression.utf8.reduce(0) { $1 == UInt8(ascii: "|") ? $0 + 1 : $0 }
        guard let regex = expressions.first?.regex, alternatives <= Self.mostAlternatives else { return [] }
        var atoms: [[UInt8]] = []
        withUnsafeMutablePointer(to: &atoms) { atoms in
            ctext_regex_atoms(
                regex,
                { context, bytes, length in
                    context?.assumingMemoryBound(to: [[UInt8]].self).pointee.append(
                        Array(UnsafeRawBufferPointer(start: bytes, count: length)))
                }, atoms)
        }
        if atoms.count > Self.mostAtoms || atoms.contains(where: \.isEmpty) { return [] }
        if form == .folded { return atoms }
        // Outside of folded text a letter beyond ASCII may stand in another case.
        if !atoms.allSatisfy(Self.hasOneCaseBeyondASCII) { return [] }
        // Where case is ignored the Kelvin sign is a k, and the long s an s.
        return dialect.ignoresCase ? atoms + ["\u{212A}", "\u{17F}"].map { Array($0.utf8) } : atoms
    }
}
