import Moderation

/// What is no mistake that stops the rules, and yet may not be meant.
public struct RuleNotes {
    private let ruleSet: RuleSet
    private let folder: String

    public init(ruleSet: RuleSet, folder: String) {
        self.ruleSet = ruleSet
        self.folder = folder
    }

    /// In the order of files and lines. Those about the installed pack's own rules are not given.
    ///
    /// - Parameter tests: The tests of the folder; `nil` where they did not load.
    public func all(tests: [RuleTest]?) throws(RuleLoadError) -> [Problem] {
        var notes: [Problem] = []
        for (rule, why) in ruleSet.rulesThatNeverFire {
            notes += note(rule, "can never fire: \(why)", "mend its conditions, or remove it")
        }
        for (rule, other) in ruleSet.doubtfulCategories {
            let name = ruleSet.categories[ruleSet.rules[rule].category].name
            notes += note(
                rule, "is the only one with the category \"\(name)\", and there is \"\(other)\"",
                "write \"\(other)\" if that is meant")
        }
        for entry in ruleSet.repeatedEntries {
            notes.append(
                Problem(
                    file: entry.list, line: entry.line,
                    what: "\"\(entry.text)\" stands in line \(entry.first) already", advice: "remove one of them")
            )
        }
        notes += doubtfulEntries
        for rule in ruleSet.rules {
            guard let override = rule.override, let line = override.overruledLine else { continue }
            notes.append(
                Problem(
                    file: folder + "/scores.lua", line: line,
                    what: "scores: \(rule.name) does nothing here, for \(override.file):\(override.line) has it too",
                    advice: "remove one of them"))
        }
        for kept in try Moderator(ruleSet: ruleSet).rulesThatKeepState {
            notes += note(
                kept.rule,
                "changes the local \"\(kept.local)\" of its file, so that a verdict depends on the comments before it",
                "use history to count, or keep nothing from comment to comment")
        }
        for rule in try RuleProbe(ruleSet: ruleSet, folder: folder).rulesThatAskTime() {
            notes += note(
                rule, "asks for the present time, so that old comments get other verdicts when they are judged again",
                "use comment.created_at")
        }
        if let tests { notes += untested(tests) }
        return notes.sorted { ($0.file, $0.line) < ($1.file, $1.line) }
    }

    private var doubtfulEntries: [Problem] {
        ruleSet.doubtfulEntries.map { entry in
            let (what, advice) =
                switch entry.doubt {
                case .weight: ("ends in a number behind blanks", "a weight stands behind a tab")
                case .star:
                    (
                        "holds a * that stands for itself",
                        "write a pattern for what may stand there, such as re:\\bfree.{0,10}shipping\\b"
                    )
                }
            return Problem(
                file: entry.list, line: entry.line, what: "\"\(entry.text)\" \(what)", advice: advice)
        }
    }

    private func untested(_ tests: [RuleTest]) -> [Problem] {
        let fires = Set(tests.flatMap(\.fires))
        return ruleSet.rules.indices.flatMap { rule in
            let name = ruleSet.rules[rule].name
            if !ruleSet.rules[rule].isOn || fires.contains(name) { return [Problem]() }
            return note(
                rule, "has no test that it fires",
                "write one in \(folder)/tests: test \"…\" { comment = { … }, fires = { \"\(name)\" } }")
        }
    }

    private func note(_ number: Int, _ what: String, _ advice: String) -> [Problem] {
        let rule = ruleSet.rules[number]
        if rule.file.hasPrefix("pack/") { return [] }
        return [
            Problem(
                file: folder + "/" + rule.file, line: rule.line, what: "rule \"\(rule.name)\" \(what)",
                advice: advice)
        ]
    }
}
