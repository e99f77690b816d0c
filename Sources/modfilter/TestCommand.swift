import ArgumentParser
import CommentFormats
import Moderation
import Workbench

/// How the results of tests are written.
enum TestFormat: String, ExpressibleByArgument, CaseIterable {
    case text, tap
}

/// Runs the tests of the rules folder.
struct TestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Run the tests of the rules folder (tests/*.lua).",
        discussion: """
            Each test gives a comment and says which rules fire, which stay silent, the verdict, the score or the reason. A \
            test that fails shows why its comment got the verdict. Status 0 when all pass, 1 when one fails, 2 when rules \
            or tests don't load.

            EXAMPLES
              modfilter test --rules rules
              modfilter test links               # the tests with "links" in their name or file
              modfilter test --format tap > rules.tap    # for programs that read TAP
            """)

    @OptionGroup var rulesOptions: RulesOptions

    @Option(help: "text for people, or tap: the Test Anything Protocol, version 13.")
    var format = TestFormat.text

    @Argument(help: ArgumentHelp("Run the tests with this in their name or file.", valueName: "filter"))
    var filter: String?

    func run() throws {
        let ruleSet = try rulesOptions.load()
        let all: [RuleTest]
        do {
            all = try RuleTestLoader.load(folder: rulesOptions.folder)
        } catch let error as RuleLoadError {
            for problem in error.problems { StandardError.write(problem.description) }
            throw ExitCode.badRules
        }
        let tests = all.filter { test in filter.map { test.name.contains($0) || test.file.contains($0) } ?? true }
        if tests.isEmpty { try sayNone(all.count) }
        let runner = RuleTestRunner(ruleSet: ruleSet)
        if format == .tap { print("TAP version 13\n1..\(tests.count)") }
        var failed = 0
        for (number, test) in tests.enumerated() {
            let result = try runner.run(test)
            if !result.hasPassed { failed += 1 }
            switch format {
            case .text: show(result)
            case .tap: showTAP(result, number: number + 1)
            }
        }
        if format == .text { print("\(Numbers.count(tests.count - failed, "test")) passed, \(failed) failed") }
        if failed > 0 { throw ExitCode.someFailed }
    }

    private func sayNone(_ all: Int) throws {
        if let filter, all > 0 {
            StandardError.write(
                "modfilter: none of \(Numbers.count(all, "test")) has \"\(filter)\" in its name or file")
            throw ExitCode.usage
        }
        if format == .text {
            print(
                "no tests in \(try rulesOptions.folder)/tests; write one: test \"…\" { comment = { … }, fires = { … } }"
            )
            throw ExitCode.success
        }
    }

    private func show(_ result: RuleTestResult) {
        if result.hasPassed { return }
        let style = Terminal.style(1)
        print("\(result.test.file):\(result.test.line): \(style.paint("FAILED", .red)) \(result.test.name)")
        for difference in result.differences { print("    \(SafeText.clean(difference, limit: 2000))") }
        print("")
        for line in AccountText.lines(result.account, style: style) { print(line.isEmpty ? "" : "    | " + line) }
        print("")
    }

    private func showTAP(_ result: RuleTestResult, number: Int) {
        // A # would begin a directive.
        var name = ""
        for character in SafeText.clean(result.test.name, limit: 200) {
            name += character == "#" || character == "\\" ? "\\\(character)" : String(character)
        }
        print("\(result.hasPassed ? "ok" : "not ok") \(number) - \(name)")
        if result.hasPassed { return }
        print("  ---")
        print("  at: \(JSONValue.string("\(result.test.file):\(result.test.line)").text)")
        print("  differences:")
        for difference in result.differences { print("    - \(JSONValue.string(difference).text)") }
        print("  ...")
    }
}
