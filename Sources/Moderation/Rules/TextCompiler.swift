import LuaRuntime
import TextAnalysis

/// Gathers the words and patterns of all rules and handles, and compiles one matcher for each text form.
struct TextCompiler {
    private(set) var problems: [Problem] = []
    private(set) var entries: [RuleSet.Entry] = []
    private(set) var groups: [TextGroup] = []

    private var phrases: [TextForm: [TextMatcher.Phrase]] = [:]
    /// Where each entry stands, for messages.
    private var places: [(file: String, line: Int, subject: String)] = []

    /// Reads `words` and returns the number of its group.
    mutating func words(
        _ reader: inout TableReader, lists: ScriptLoading, fields: [Field]?, form: TextForm?, isTrigger: Bool = true
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
        let group = beginGroup(fields: fields, form: form, isTrigger: isTrigger)
        let line = reader.file.line(of: "words", inTableAt: reader.line)
        for item in items {
            switch item {
            case .string(let text):
                let entry = RuleSet.Entry(text: text, file: nil, line: line, weight: 1)
                add(entry, .words, group, at: (reader.file.name, line, reader.subject + ": "))
            case .handle(let handle):
                guard let list = lists.list(handle) else { fallthrough }
                for item in list.items {
                    let entry = RuleSet.Entry(text: item.text, file: list.name, line: item.line, weight: item.weight)
                    add(entry, .words, group, at: (list.place, item.line, ""))
                }
            default:
                reader.reportType(of: "words", item, wanted: "words or a list", example: "list \"lists/spam.txt\"")
                return nil
            }
        }
        return group
    }

    /// Reads `pattern` and returns the number of its group.
    mutating func pattern(
        _ reader: inout TableReader, fields: [Field]?, form: TextForm?, isTrigger: Bool = true
    ) -> Int? {
        guard let text = reader.string("pattern", example: "[[\\bgiveaway\\b]]") else { return nil }
        let group = beginGroup(fields: fields, form: form, isTrigger: isTrigger)
        let line = reader.file.line(of: "pattern", inTableAt: reader.line)
        let entry = RuleSet.Entry(text: text, file: nil, line: line, weight: 1)
        add(entry, .pattern, group, at: (reader.file.name, line, reader.subject + ": "))
        return group
    }

    private mutating func beginGroup(fields: [Field]?, form: TextForm?, isTrigger: Bool) -> Int {
        groups.append(
            TextGroup(form: form ?? .folded, fields: TextGroup.mask(fields ?? [.body]), isTrigger: isTrigger))
        return groups.count - 1
    }

    private mutating func add(
        _ entry: RuleSet.Entry, _ kind: TextMatcher.Phrase.Kind, _ group: Int,
        at place: (file: String, line: Int, subject: String)
    ) {
        phrases[groups[group].form, default: []].append(
            TextMatcher.Phrase(kind: kind, text: entry.text, group: Int32(group), entry: Int32(entries.count)))
        entries.append(entry)
        places.append(place)
        if groups[group].words == nil { groups[group].words = kind == .words }
    }

    /// Leaves a group's words out of the search of every comment: its rule is switched off.
    mutating func switchOff(group: Int) {
        groups[group].isTrigger = false
    }

    /// One matcher for each form, or `nil` where there were problems.
    mutating func compile() -> [TextMatcher]? {
        var matchers: [TextMatcher] = []
        for form in TextForm.allCases {
            do throws(TextMatcherProblems) {
                matchers.append(try TextMatcher(phrases[form] ?? [], form: form))
            } catch {
                for problem in error.problems {
                    let place = places[Int(problem.entry)]
                    problems.append(
                        Problem(
                            file: place.file, line: place.line, what: place.subject + problem.what,
                            advice: problem.advice))
                }
            }
        }
        return matchers.count == TextForm.allCases.count ? matchers : nil
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
