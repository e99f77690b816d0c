import ArgumentParser
import CommentFormats
import Glibc
import Moderation
import Workbench

/// Fits the scores of rules to labelled comments.
struct TuneCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tune",
        abstract: "Fit the scores of the rules to labelled comments, and show what that would change.",
        discussion: """
            Labels are compared with the categories of their names, as by evaluate. A comment is taken for positive with \
            the probability σ(a (S - t)): S is the sum of the category's points, t where the policy begins to hold, a a \
            scale that is fitted too. What is made small is the mean logistic loss, each file counting the same, and the \
            change of the scores: the present ones are kept where comments say little. A score keeps its sign and is at most \
            three times the greatest of its category. Rules that fired on fewer comments than --min-hits, that decide \
            (verdict = …), are on trial, have a score of 0, or whose score you set with scores { … } are left alone.

            The figures come from comments that scores were not fitted to: each file in turn with three files or more, else \
            fifths by post, by author or by text. They choose how much a change costs as well, from a few values. Sets of \
            labelled comments hold more spam than blogs do: the comments are weighted so that --rate of them are positive, \
            or else the tuned rules would reject too much.

            Nothing is written but with --write, and then scores.lua in the rules folder alone: it goes before the scores \
            in the rules' own files and in an included pack; scores { … } in policy.lua or another file of yours goes before \
            it. Try it with compare and test before it goes live. Status 1 when lines are no comments, or a label is \
            neither true nor false.

            EXAMPLES
              modfilter tune --rules rules labelled.jsonl
              modfilter tune --rules rules --without required --write youtube.jsonl sms.jsonl ours.jsonl
            """)

    @OptionGroup var rulesOptions: RulesOptions

    @Flag(help: "Write the scores into scores.lua of the rules folder.") var write = false

    @Option(help: ArgumentHelp("Leave rules alone that fired on fewer comments.", valueName: "n"))
    var minHits = ScoreTuning.Options().minimumHits

    @Option(help: ArgumentHelp("The share of positive comments that the blog gets, such as 0.1.", valueName: "share"))
    var rate = ScoreTuning.Options().rate

    @Option(
        help: ArgumentHelp(
            "Leave the rules of a category out, as if there were none; may be given again.", valueName: "category"))
    var without: [String] = []

    @OptionGroup var options: BacktestOptions

    func validate() throws {
        if minHits < 1 { throw ValidationError("--min-hits takes a number from 1") }
        if !(rate > 0 && rate < 1) { throw ValidationError("--rate takes a share between 0 and 1, such as 0.1") }
    }

    func run() throws {
        let folder = try rulesOptions.folder
        let path = folder + "/" + ScoresFile.name
        if write { try checkPlace(folder, path) }
        let input = try options.open("tune")
        let ruleSet = try rulesOptions.load()
        try LabelledInput.check(without, of: ruleSet)
        let verdicts = try options.run(input) {
            try LabelledVerdicts(
                ruleSet: ruleSet, source: input.source, inputs: input.names, without: Set(without), options: $0,
                progress: { input.bar?.update(comments: $0) })
        }
        let bar = Terminal.isTerminal(STDERR_FILENO) ? ProgressBar(noun: "trials") : nil
        var choices = ScoreTuning.Options()
        choices.minimumHits = minHits
        choices.rate = rate
        let tuning = ScoreTuning(verdicts, options: choices) { bar?.update(comments: $0, of: $1) }
        bar?.clear()
        if options.json {
            print(tuning.json.text)
        } else {
            for line in TuningText.lines(tuning, style: Terminal.style(STDOUT_FILENO)) { print(line) }
            print(try rulesOptions.description(of: ruleSet))
        }
        if write { try write(tuning, to: path) }
        throw options.status(malformed: verdicts.malformed, first: verdicts.firstMalformed)
    }

    /// Says why the file can't be written and ends, before the work begins.
    private func checkPlace(_ folder: String, _ path: String) throws {
        if let refusal = rulesOptions.refusal(ofWritingTo: folder) {
            StandardError.write("modfilter: \(refusal)")
            throw ExitCode.usage
        }
        guard FileKind(of: path) != nil else { return }
        let content = (try? InputFile.path(path).contents(limit: 1 << 20)) ?? []
        if !content.starts(with: ScoresFile.mark.utf8) {
            StandardError.write(
                "modfilter: \(path) is not a file that tune wrote; move what it says to policy.lua, or rename it")
            throw ExitCode.usage
        }
    }

    private func write(_ tuning: ScoreTuning, to path: String) throws {
        if !tuning.hasProposals {
            StandardError.write("modfilter: no score would change; \(path) is left as it is")
            return
        }
        try ReplacedFile.write(Array(ScoresFile.text(tuning, now: SystemClock.now()).utf8), to: path)
        StandardError.write("wrote \(path)")
    }
}
