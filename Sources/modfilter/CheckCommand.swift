import ArgumentParser
import CommentFormats
import Moderation
import Workbench

/// Loads everything and reports every problem.
struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Report every problem of the rules as file:line: what; what to do.",
        discussion: """
            Loads the rules and their tests, then runs each rule on probe comments, so that a misspelt method is found \
            before it goes live. Notes say what may not be meant: a rule that can never fire, that has no test, that asks \
            for the present time. Status 0 without problems, 2 with; notes change nothing.

            EXAMPLE
              modfilter check --rules rules
            """)

    @OptionGroup var rulesOptions: RulesOptions

    @Flag(help: "Write JSON.")
    var json = false

    func run() throws {
        let folder = try rulesOptions.folder
        var problems: [Problem] = []
        var loaded: RuleSet?
        var tests: [RuleTest]?
        do {
            let ruleSet = try RuleSet.load(folder: folder, pack: InstalledPack.folder, cache: CacheFolder.path)
            loaded = ruleSet
            problems += try RuleProbe(ruleSet: ruleSet, folder: folder).run()
        } catch {
            problems += error.problems
        }
        do {
            let found = try RuleTestLoader.load(folder: folder)
            tests = found
            if let loaded { problems += found.flatMap(RuleTestRunner(ruleSet: loaded).unknownRules) }
        } catch {
            problems += error.problems.filter { !problems.contains($0) }
        }
        let notes = try loaded.map { try RuleNotes(ruleSet: $0, folder: folder).all(tests: tests) } ?? []
        if json {
            print(report(problems, notes, loaded, tests))
        } else {
            show(problems, notes, loaded, tests?.count ?? 0, folder)
        }
        if !problems.isEmpty { throw ExitCode.badRules }
    }

    private func show(_ problems: [Problem], _ notes: [Problem], _ ruleSet: RuleSet?, _ tests: Int, _ folder: String) {
        for problem in problems { print(SafeText.clean(problem.description, limit: 4000)) }
        for note in notes {
            var shown = note
            shown.what = "note: " + note.what
            print(SafeText.clean(shown.description, limit: 4000))
        }
        if !problems.isEmpty {
            return StandardError.write("modfilter: \(Numbers.count(problems.count, "problem")) in \(folder)")
        }
        let found = notes.isEmpty ? "no problem found" : "no problem found, \(Numbers.count(notes.count, "note"))"
        let rules = Numbers.count(ruleSet?.rules.count { $0.isOn } ?? 0, "rule")
        print(SafeText.clean("\(rules) and \(Numbers.count(tests, "test")) in \(folder): \(found)", limit: 4000))
        if let ruleSet { print(RulesOptions.description(of: ruleSet, in: folder)) }
    }

    private func report(_ problems: [Problem], _ notes: [Problem], _ ruleSet: RuleSet?, _ tests: [RuleTest]?) -> String
    {
        func list(_ problems: [Problem]) -> JSONValue {
            .array(
                problems.map {
                    .object([
                        ("file", .string($0.file)), ("line", $0.line > 0 ? .integer($0.line) : .null),
                        ("what", .string($0.what)), ("advice", .string($0.advice)),
                    ])
                })
        }
        return JSONValue.object([
            ("problems", list(problems)), ("notes", list(notes)),
            ("rules", ruleSet.map { .integer($0.rules.count) } ?? .null),
            ("tests", tests.map { .integer($0.count) } ?? .null), ("ruleset", .optional(ruleSet?.shortHash)),
        ]).text
    }
}
