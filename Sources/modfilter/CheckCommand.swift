import ArgumentParser
import Moderation
import Workbench

/// Loads everything and reports every problem.
struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Report every problem of the rules as file:line: what; what to do.",
        discussion: """
            Loads the rules and their tests, then runs each rule on probe comments, so that a misspelt method is found \
            before it goes live. Status 0 without problems, 2 with.

            EXAMPLE
              modfilter check --rules rules
            """)

    @OptionGroup var rulesOptions: RulesOptions

    func run() throws {
        let folder = try rulesOptions.folder
        var problems: [Problem] = []
        var loaded: RuleSet?
        var testCount = 0
        do {
            let ruleSet = try RuleSet.load(folder: folder, pack: InstalledPack.folder)
            loaded = ruleSet
            problems += try RuleProbe(ruleSet: ruleSet, folder: folder).run()
        } catch {
            problems += error.problems
        }
        do {
            let tests = try RuleTestLoader.load(folder: folder)
            testCount = tests.count
            if let loaded { problems += tests.flatMap(RuleTestRunner(ruleSet: loaded).unknownRules) }
        } catch {
            problems += error.problems.filter { !problems.contains($0) }
        }
        let notes = try loaded.map { try RuleProbe(ruleSet: $0, folder: folder).notes() } ?? []
        for problem in problems + notes { print(problem) }
        if problems.isEmpty {
            print(
                "\(Numbers.count(loaded?.rules.count ?? 0, "rule")) and \(Numbers.count(testCount, "test")) in \(folder): no problem found"
            )
            return
        }
        StandardError.write("modfilter: \(Numbers.count(problems.count, "problem")) in \(folder)")
        throw ExitCode.badRules
    }
}
