import LuaRuntime
import TextAnalysis

/// Gathers the words and patterns of all rules and handles, and compiles one matcher for each text form.
struct TextCompiler {
    private(set) var problems: [Problem] = []
    private(set) var entries = RuleSet.Entries()
    private(set) var groups: [TextGroup] = []

    private var phrases: [TextForm: [TextMatcher.Phrase]] = [:]
    /// Where each entry that is of no list stands, for messages.
    private var places: [Int: (file: String, subject: String)] = [:]

    /// Adds what something else than words and patterns looks for, and gives its number.
    mutating func add(_ entry: RuleSet.Entry) -> Int {
        entries.append(entry)
        return entries.count - 1
    }

    /// Reads `words` and returns the number of its group.
    mutating func words(
        _ reader: inout TableReader, lists: ScriptLoading, _ scope: SearchScope, isTrigger: Bool = true
    ) -> Int? {
        guard let value = reader.value("words") else { return nil }
        var items: [LuaValue]
        switch value {
        case .string, .handle: items = [value]
        case .table(let table) where table.members.isEmpty && table.otherKeys == 0: items = table.items
        default:
            reader.reportType(of: "words", value, wanted: "a list of words", example: "{ \"casino\", \"赌博\" }")
            return nil
        }
        if items.isEmpty {
            reader.report("words is empty", at: "words", advice: "give at least one word, or a list file")
        }
        if scope.isDisguised, scope.form != .folded {
            reader.report(
                "disguised words are looked for in the folded form only", at: "form", advice: "leave the form out")
        }
        let group = beginGroup(scope, isTrigger: isTrigger, words: true)
        let line = reader.file.line(of: "words", inTableAt: reader.line)
        for item in items {
            switch item {
            case .string(let text):
                let entry = RuleSet.Entry(text: text, file: nil, line: line, isPattern: false, weight: 1)
                add(entry, group, reader)
            case .handle(let handle):
                guard let list = lists.list(handle) else { fallthrough }
                add(list, group)
            default:
                reader.reportType(of: "words", item, wanted: "words or a list", example: "list \"lists/spam.txt\"")
                return nil
            }
        }
        return group
    }

    /// Reads `pattern` and returns the number of its group.
    mutating func pattern(
        _ reader: inout TableReader, _ scope: SearchScope, isTrigger: Bool = true
    ) -> Int? {
        guard let text = reader.string("pattern", example: "[[\\bgiveaway\\b]]") else { return nil }
        if scope.isDisguised {
            reader.report(
                "disguised belongs to words", at: "disguised",
                advice: "list the words, or say in the pattern what varies")
        }
        let group = beginGroup(scope, isTrigger: isTrigger, words: false)
        let line = reader.file.line(of: "pattern", inTableAt: reader.line)
        add(RuleSet.Entry(text: text, file: nil, line: line, isPattern: true, weight: 1), group, reader)
        return group
    }

    private mutating func beginGroup(_ scope: SearchScope, isTrigger: Bool, words: Bool) -> Int {
        groups.append(
            TextGroup(
                form: scope.form, fields: TextGroup.mask(scope.fields), isTrigger: isTrigger, words: words,
                isDisguised: scope.isDisguised, skipsQuotations: !scope.isQuoted))
        return groups.count - 1
    }

    /// Adds an entry that stands in a rule.
    private mutating func add(_ entry: RuleSet.Entry, _ group: Int, _ reader: TableReader) {
        groups[group].firstEntry = groups[group].firstEntry ?? entries.count
        places[entries.count] = (reader.file.name, reader.subject + ": ")
        phrases[groups[group].form, default: []].append(
            TextMatcher.Phrase(
                kind: entry.isPattern ? .pattern : .words, text: entry.text, group: Int32(group),
                entry: Int32(entries.count), isDisguised: groups[group].isDisguised))
        entries.append(entry)
    }

    private mutating func add(_ list: WordList, _ group: Int) {
        let first = entries.count
        if !list.items.isEmpty { groups[group].firstEntry = groups[group].firstEntry ?? first }
        let isDisguised = groups[group].isDisguised
        // Taken out, or adding to it would copy it.
        var known = phrases.removeValue(forKey: groups[group].form) ?? []
        if known.isEmpty { known.reserveCapacity(list.items.count) }
        for (offset, item) in list.items.enumerated() {
            known.append(
                TextMatcher.Phrase(
                    kind: item.isPattern ? .pattern : .words, text: list.text(of: item), group: Int32(group),
                    entry: Int32(first + offset), isDisguised: isDisguised))
        }
        phrases[groups[group].form] = known
        entries.append(list)
    }

    /// Leaves a group's words out of the search of every comment: its rule is switched off.
    mutating func switchOff(group: Int) {
        groups[group].isTrigger = false
    }

    /// A matcher for each form, and one of their own for fields that few phrases look at; `nil` where there were
    /// problems.
    mutating func compile(cache: DatabaseCache?) -> FieldMatchers? {
        var result = FieldMatchers()
        for form in TextForm.allCases {
            let phrases = phrases[form] ?? []
            guard let whole = matcher(phrases, form, cache) else { continue }
            result.add(whole, form)
            var counts = [Int](repeating: 0, count: groups.count)
            for phrase in phrases { counts[Int(phrase.group)] += 1 }
            var known: [[Int32]: Int] = [:]
            for field in Field.allCases {
                let mask = TextGroup.mask([field])
                let count = counts.indices.reduce(0) { groups[$1].fields & mask != 0 ? $0 + counts[$1] : $0 }
                if count == 0 || count == phrases.count || count > Self.mostOfField { continue }
                let own = phrases.filter { groups[Int($0.group)].fields & mask != 0 }
                let entries = own.map(\.entry)
                if known[entries] == nil, let matcher = matcher(own, form, cache) {
                    known[entries] = result.add(matcher)
                }
                if let number = known[entries] { result.use(number, for: field, form) }
            }
        }
        return problems.isEmpty ? result : nil
    }

    /// A matcher of this many phrases is much faster than one of thousands, and compiled in no time.
    private static let mostOfField = 64

    private mutating func matcher(
        _ phrases: [TextMatcher.Phrase], _ form: TextForm, _ cache: DatabaseCache?
    ) -> TextMatcher? {
        do throws(TextMatcherProblems) {
            return try TextMatcher(phrases, form: form, cache: cache)
        } catch {
            for problem in error.problems { report(problem) }
            return nil
        }
    }

    private mutating func report(_ problem: TextMatcher.Problem) {
        let number = Int(problem.entry)
        if let (list, line) = entries.list(of: number) {
            problems.append(Problem(file: list.place, line: line, what: problem.what, advice: problem.advice))
        } else if let place = places[number] {
            problems.append(
                Problem(
                    file: place.file, line: entries[number].line, what: place.subject + problem.what,
                    advice: problem.advice))
        }
    }
}

extension ScriptLoading {
    /// The list that a handle stands for.
    func list(_ handle: LuaHandle) -> WordList? {
        guard handle.kind == HandleKind.list.rawValue, handles.indices.contains(Int(handle.id)),
            case .integer(let number) = handles[Int(handle.id)].value
        else { return nil }
        return lists[Int(number)]
    }
}
