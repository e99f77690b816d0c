import CText

/// The phrases of a matcher while they are read, checked and numbered.
struct MatcherDraft: ~Copyable {
    let words: WordTables
    private(set) var patterns: [MatcherTables.Pattern] = []
    private(set) var disguises = DisguiseIndex()
    /// In the order of the phrases.
    var problems: [TextMatcher.Problem] { placedProblems.sorted { $0.place < $1.place }.map(\.problem) }
    /// What one pass over a text looks for: literals, then atoms.
    private var scannedCount: Int { words.literalCount + atoms.count }
    var expressionCount: Int { scannedCount + (untriggered?.count ?? 0) }
    private(set) var untriggered: PatternSet?

    /// What the patterns' matches must hold, pattern by pattern.
    private var atoms: [[UInt8]] = []
    /// The patterns without atoms, and the places of their expressions among `patterns`.
    private var free: [(expression: String, places: Range<Int>)] = []
    private var placedProblems: [(place: Int, problem: TextMatcher.Problem)]
    private let form: TextForm

    init(_ phrases: [TextMatcher.Phrase], form: TextForm, cache: DatabaseCache?) {
        self.form = form
        (words, placedProblems) = Self.words(phrases, form: form, cache: cache)
        addDisguises(phrases)
        addPatterns(phrases, cache: cache)
        gatherUntriggered()
    }

    /// Compiles the patterns, or puts that off where the same ones were compiled before.
    private mutating func addPatterns(_ phrases: [TextMatcher.Phrase], cache: DatabaseCache?) {
        let places = phrases.indices.filter { phrases[$0].kind == .pattern }
        // Even one may take a millisecond to compile, many times what reading a file takes.
        let isKept = cache != nil && !places.isEmpty
        let key = isKept ? Digest(of: phrases, kind: .pattern, form: form) : nil
        let known = key.flatMap { cache?.content(of: $0) }.flatMap { PatternAtoms($0.bytes, count: places.count) }
        var found = PatternAtoms()
        for (number, place) in places.enumerated() {
            guard let compiled = compile(phrases[place], at: place, known: known?.patterns[number]) else { continue }
            found.patterns.append(compiled.atoms)
            add(compiled, phrases[place])
        }
        guard let key, known == nil, found.patterns.count == places.count else { return }
        found.content.withUnsafeBytes { cache?.keep($0, of: key) }
    }

    /// Reads the words, or takes what was read of the same ones from the cache.
    private static func words(
        _ phrases: [TextMatcher.Phrase], form: TextForm, cache: DatabaseCache?
    ) -> (WordTables, [(place: Int, problem: TextMatcher.Problem)]) {
        let count = phrases.count { $0.kind == .words }
        let key = cache != nil && count > WordDraft.mostLiterals ? Digest(of: phrases, kind: .words, form: form) : nil
        if let key, let content = cache?.content(of: key) {
            let groups = phrases.lazy.map(\.group).max() ?? 0
            let entries = phrases.lazy.map(\.entry).max() ?? 0
            if let known = WordTables.checked(content, groups: groups + 1, entries: entries + 1) { return (known, []) }
        }
        let draft = WordDraft(phrases, form: form, wordCount: count)
        let problems = draft.problems
        let tables = draft.tables()
        if let key, problems.isEmpty { cache?.keep(tables.content.bytes, of: key) }
        return (tables, problems)
    }

    private mutating func addDisguises(_ phrases: [TextMatcher.Phrase]) {
        let reader = WordPhraseReader(form: form)
        for place in phrases.indices where phrases[place].isDisguised && phrases[place].kind == .words {
            phrases[place].text.withUnsafeBytes {
                if reader.read($0) {
                    disguises.add(reader, group: phrases[place].group, entry: phrases[place].entry)
                }
            }
        }
    }

    /// `nil` with a problem where it can't be.
    private mutating func compile(
        _ phrase: TextMatcher.Phrase, at place: Int, known: [[UInt8]]?
    ) -> CompiledPattern? {
        do {
            return try CompiledPattern(String(decoding: phrase.text, as: UTF8.self), form: form, known: known)
        } catch {
            let problem = TextMatcher.Problem(
                entry: phrase.entry, group: phrase.group, what: error.what, advice: error.advice)
            placedProblems.append((place, problem))
            return nil
        }
    }

    private mutating func add(_ compiled: CompiledPattern, _ phrase: TextMatcher.Phrase) {
        // Literals come first in the database, so that a number tells what was found.
        let firstTrigger = Int32(scannedCount)
        atoms += compiled.atoms
        let first = patterns.count
        for expression in compiled.expressions {
            patterns.append(
                .init(
                    regex: expression.regex, capture: expression.capture,
                    checksStart: compiled.dialect.boundaryAtStart, checksEnd: compiled.dialect.boundaryAtEnd,
                    group: phrase.group, entry: phrase.entry,
                    firstTrigger: firstTrigger, endTrigger: Int32(scannedCount), isSecond: patterns.count > first))
        }
        if compiled.atoms.isEmpty { free.append((compiled.dialect.expression, first..<patterns.count)) }
    }

    /// Has all patterns that no atom tells of looked for in one pass, where there are several.
    private mutating func gatherUntriggered() {
        if free.count < 2 { return }
        untriggered = PatternSet(free.map(\.expression))
        for (number, item) in free.enumerated() {
            for place in item.places {
                patterns[place].firstTrigger = Int32(scannedCount + number)
                patterns[place].endTrigger = Int32(scannedCount + number + 1)
            }
        }
    }

    /// Fewer expressions than this compile in about a millisecond, which is what a file takes; 16 take five.
    private static let fewExpressions = 4

    /// Compiles what is looked for in one pass, or takes it from the cache; `nil` where that is nothing.
    func compileDatabase(cache: DatabaseCache?) throws(PatternDialect.Failure) -> OpaquePointer? {
        if scannedCount == 0 { return nil }
        let expressions = DatabaseExpressions(literals: words.literals, atoms: atoms)
        guard let cache, scannedCount >= Self.fewExpressions, let key = expressions.digest else {
            return try expressions.compile()
        }
        if let known = cache.content(of: key).flatMap({ DatabaseExpressions.database($0.bytes) }) { return known }
        let database = try expressions.compile()
        if let content = DatabaseExpressions.content(of: database) {
            content.withUnsafeBytes { cache.keep($0, of: key) }
        }
        return database
    }
}
