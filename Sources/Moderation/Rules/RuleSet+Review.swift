import TextAnalysis

/// What a look at the rules alone can tell: what is no mistake that stops them, and yet may not be meant.
extension RuleSet {
    /// The rules that no comment can make fire, each with the reason.
    package var rulesThatNeverFire: [(rule: Int, why: String)] {
        var why: [Int: String] = [:]
        // In the order of evaluation, so that what a rule needs is known before the rule is looked at.
        for number in order where rules[number].isOn {
            why[number] = reasonNeverToFire(rules[number], known: why)
        }
        return why.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    private func reasonNeverToFire(_ rule: Rule, known: [Int: String]) -> String? {
        func isDead(_ other: Int) -> Bool { !rules[other].isOn || known[other] != nil }
        func sharesType(_ other: Int) -> Bool { rules[other].types & rule.types != 0 }
        for other in rule.conditions.all {
            let name = rules[other].name
            if isDead(other) { return "it needs \"\(name)\", which never fires" }
            if !sharesType(other) { return "it needs \"\(name)\", which judges other types of comment" }
            if rule.conditions.none.contains(other) { return "it needs \"\(name)\" and excludes it" }
        }
        if !rule.conditions.any.isEmpty, rule.conditions.any.allSatisfy({ isDead($0) || !sharesType($0) }) {
            return "none of the rules in its any can fire with it"
        }
        if case .matches(let group) = rule.trigger, groups[group].firstEntry == nil {
            return "the list that it looks for is empty"
        }
        return nil
    }

    /// A word that each rule with words looks for, so that a comment which has them all makes them look further.
    package var wordOfEachRule: [String] {
        groups.compactMap { group in
            guard let entry = group.firstEntry, !entries.isPattern(entry) else { return nil }
            return entries[entry].text.split(separator: "*").joined()
        }
    }

    private static let usualCategories = ["spam", "tone", "required"]

    /// Categories that one rule alone has and whose name resembles another's.
    package var doubtfulCategories: [(rule: Int, other: String)] {
        var users = [[Int]](repeating: [], count: categories.count)
        for (number, rule) in rules.enumerated() { users[rule.category].append(number) }
        return users.indices.compactMap { index in
            guard users[index].count == 1, !Self.usualCategories.contains(categories[index].name) else { return nil }
            let others = categories.indices.filter { $0 != index && users[$0].count > 0 }.map { categories[$0].name }
            return Suggestion.nearest(to: categories[index].name, in: others).map { (users[index][0], $0) }
        }
    }

    /// Entries that a list has twice, each with the line where it stands first. Words are the same where folding makes
    /// them so.
    package var repeatedEntries: [(list: String, line: Int, text: String, first: Int)] {
        let forms = TextForms()
        let folded = Set(entries.lists.map(ObjectIdentifier.init))
        var repeated: [(list: String, line: Int, text: String, first: Int)] = []
        for list in lists where !list.name.hasPrefix("pack/") {
            var seen: [[UInt8]: Int] = [:]
            for item in list.items {
                let text = list.text(of: item)
                var key = Array(text)
                if folded.contains(ObjectIdentifier(list)), !item.isPattern {
                    key = text.withUnsafeBytes { bytes in
                        forms.reset(bytes)
                        return Array(forms.bytes(.folded))
                    }
                }
                if let first = seen[key] {
                    repeated.append((list.place, item.line, String(decoding: text, as: UTF8.self), first))
                } else {
                    seen[key] = item.line
                }
            }
        }
        return repeated
    }

    /// What an entry of a list may have been meant for.
    package enum Doubt: Sendable {
        /// It ends in blanks and a number, as if that were its weight.
        case weight
        /// It holds a `*` that is not at its start or end, as if that stood for other text.
        case star
    }

    /// Entries of lists that mean something else than they look like.
    package var doubtfulEntries: [(list: String, line: Int, text: String, doubt: Doubt)] {
        let words = Set(entries.lists.map(ObjectIdentifier.init))
        return lists.filter { !$0.name.hasPrefix("pack/") }.flatMap { list in
            list.items.flatMap { item in
                let bytes = list.text(of: item)
                var doubts: [Doubt] = item.weight == 1 && Self.endsInWeight(bytes) ? [.weight] : []
                let isWord = !item.isPattern && words.contains(ObjectIdentifier(list))
                if isWord, bytes.dropFirst().dropLast().contains(UInt8(ascii: "*")) { doubts.append(.star) }
                return doubts.map { (list.place, item.line, String(decoding: bytes, as: UTF8.self), $0) }
            }
        }
    }

    /// Whether a text ends in a number behind two blanks or more: behind a single one it belongs to it, as in `web 2.0`.
    private static func endsInWeight(_ text: ArraySlice<UInt8>) -> Bool {
        let blank = UInt8(ascii: " ")
        // Any number that is a weight can be written shorter than this.
        let number = text.suffix(16).reversed().prefix { $0 != blank }.reversed()
        let rest = text.dropLast(number.count)
        guard rest.suffix(2).elementsEqual([blank, blank]) else { return false }
        return Double(String(decoding: number, as: UTF8.self)).map { (0...WordList.greatestWeight).contains($0) }
            ?? false
    }
}
