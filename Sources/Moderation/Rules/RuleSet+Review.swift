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
        if case .matches(let group) = rule.trigger, groups[group].isEmpty {
            return "the list that it looks for is empty"
        }
        return nil
    }

    /// Categories that one rule alone has and whose name resembles another's.
    package var doubtfulCategories: [(rule: Int, other: String)] {
        var users = [[Int]](repeating: [], count: categories.count)
        for (number, rule) in rules.enumerated() { users[rule.category].append(number) }
        return users.indices.compactMap { index in
            guard users[index].count == 1 else { return nil }
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
}
