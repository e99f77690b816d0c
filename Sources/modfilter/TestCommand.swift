import ArgumentParser
import Moderation
import Workbench

/// Runs the tests of the rules folder.
struct TestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Run the tests of the rules folder (tests/*.lua).",
        discussion: """
            Each test gives a comment and says which rules fire, which stay silent, the verdict or the score. Status 0 \
            when all pass, 1 when one fails, 2 when rules or tests don't load.

            EXAMPLE
              modfilter test --rules rules
            """)

    @OptionGroup var rulesOptions: RulesOptions

    func run() throws {
        let ruleSet = try rulesOptions.load()
        let tests: [RuleTest]
        do {
            tests = try RuleTestLoader.load(folder: rulesOptions.folder)
        } catch let error as RuleLoadError {
            for problem in error.problems { StandardError.write(problem.description) }
            throw ExitCode.badRules
        }
        let runner = RuleTestRunner(ruleSet: ruleSet)
        var failed = 0
        for test in tests {
            let result = try runner.run(test)
            if result.hasPassed { continue }
            failed += 1
            print("\(test.file):\(test.line): FAILED \(test.name)")
            for difference in result.differences { print("    \(difference)") }
        }
        if tests.isEmpty {
            print(
                "no tests in \(try rulesOptions.folder)/tests; write one: test \"…\" { comment = { … }, fires = { … } }"
            )
            return
        }
        print("\(Numbers.count(tests.count - failed, "test")) passed, \(failed) failed")
        if failed > 0 { throw ExitCode.someFailed }
    }
}
