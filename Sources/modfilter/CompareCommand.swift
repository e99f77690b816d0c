import ArgumentParser
import Glibc
import Moderation
import Workbench

/// What a change of the rules changes.
struct CompareCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare",
        abstract: "Judge comments by two versions of the rules, and show every verdict that changes and why.",
        discussion: """
            Status 0 when no verdict changes, 3 when one does, so that a script which puts rules to work can stop; 1 when \
            none does and lines were no comments.

            EXAMPLES
              modfilter compare --against /srv/blog/rules --rules rules last-month.jsonl
              modfilter compare --against old-rules --sample 20 --json comments.jsonl
            """)

    @OptionGroup var rulesOptions: RulesOptions

    @Option(help: ArgumentHelp("The folder of the old rules.", valueName: "folder"))
    var against: String

    @Option(help: ArgumentHelp("Show so many of the changed verdicts, taken by chance.", valueName: "n"))
    var sample: Int?

    @OptionGroup var options: BacktestOptions

    func validate() throws {
        if let sample, sample < 0 { throw ValidationError("--sample takes a number from 0") }
    }

    func run() throws {
        let input = try options.open("compare --against OLD_RULES")
        let old = try RulesOptions.load(against)
        let new = try rulesOptions.load()
        let comparison = try options.run(input) {
            try RuleComparison(
                old: old, new: new, source: input.source, inputs: input.names, sample: sample, options: $0,
                progress: { input.bar?.update(comments: $0) })
        }
        if options.json {
            print(comparison.json.text)
        } else {
            for line in ComparisonText.lines(comparison, style: Terminal.style(STDOUT_FILENO)) { print(line) }
            print("old \(RulesOptions.description(of: old, in: against))")
            print("new \(try rulesOptions.description(of: new))")
        }
        let status = options.status(malformed: comparison.malformed, first: comparison.firstMalformed)
        throw comparison.changed > 0 ? ExitCode.hasChanges : status
    }
}
