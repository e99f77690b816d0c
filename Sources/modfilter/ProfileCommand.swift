import ArgumentParser
import Glibc
import Workbench

/// What each rule costs.
struct ProfileCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "profile",
        abstract: "Show what each rule does and costs: fired, share, time, the slowest comment, errors, memory.",
        discussion: """
            Judges the comments with one thread and takes the time of each rule. The first rule that asks for a text's \
            links or words pays for them. Beside the rules stand the program's own stages.

            EXAMPLE
              modfilter profile comments.jsonl
            """)

    @OptionGroup var rulesOptions: RulesOptions
    @OptionGroup var options: BacktestOptions

    func run() throws {
        let input = try options.open("profile")
        let ruleSet = try rulesOptions.load()
        let profile = try options.run(input) {
            try RuleProfile(
                ruleSet: ruleSet, source: input.source, inputs: input.names, options: $0,
                progress: { input.bar?.update(comments: $0) })
        }
        if options.json {
            print(profile.json.text)
        } else {
            for line in ProfileText.lines(profile, style: Terminal.style(STDOUT_FILENO)) { print(line) }
            print("")
            print(try rulesOptions.description(of: ruleSet))
        }
        throw options.status(malformed: profile.malformed, first: profile.firstMalformed)
    }
}
