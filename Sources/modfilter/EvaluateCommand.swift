import ArgumentParser
import CommentFormats
import Glibc
import Moderation
import Workbench

/// How well the rules do on comments that people have labelled.
struct EvaluateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evaluate",
        abstract: "Measure the rules on labelled comments: by category, by file and by rule.",
        discussion: """
            Labelled comments are comments with "labels", such as {"body": "…", "labels": {"spam": true, "tone": false}}; \
            rules never see them. queue export --labelled writes such. A label is compared with the category of its name: \
            a comment's score is the sum of that category's points, without a cap.

            AUC, average precision and the recall at 1 and 5 % false positives depend on the order of the scores alone. F1 \
            and the verdicts depend on the policy's thresholds: F1 takes for caught what the rules of the category alone, \
            with nothing else, would hold or reject; the verdicts marked * are those as well. Intervals hold 95 of 100 \
            figures of samples drawn from the comments, the same each time. Loss is what the AUC loses without the rule's \
            points; rules with conditions on it are taken to fire all the same.

            Several files are measured each by itself, then together. Comments without a label are counted and left out. \
            Status 1 when lines are no comments, or a label is neither true nor false.

            EXAMPLES
              modfilter evaluate --rules rules labelled.jsonl
              modfilter evaluate --html report.html youtube.jsonl sms.jsonl
              modfilter evaluate --without required --json labelled.jsonl   # a set that has no e-mail addresses
            """)

    @OptionGroup var rulesOptions: RulesOptions

    @Option(
        help: ArgumentHelp(
            "Leave the rules of a category out, as if there were none; may be given again.", valueName: "category"))
    var without: [String] = []

    @Option(help: ArgumentHelp("Also write a page with curves and histograms.", valueName: "file"))
    var html: String?

    @OptionGroup var options: BacktestOptions

    func run() throws {
        let input = try options.open("evaluate")
        let ruleSet = try rulesOptions.load()
        try LabelledInput.check(without, of: ruleSet)
        let page = try html.map(ReportFile.init)
        let verdicts = try options.run(input) {
            try LabelledVerdicts(
                ruleSet: ruleSet, source: input.source, inputs: input.names, without: Set(without), options: $0,
                progress: { input.bar?.update(comments: $0) })
        }
        let evaluation = Evaluation(verdicts)
        let rules = try rulesOptions.description(of: ruleSet)
        if options.json {
            print(evaluation.json.text)
        } else {
            for line in EvaluationText.lines(evaluation, style: Terminal.style(STDOUT_FILENO)) { print(line) }
            print(rules)
        }
        try page?.write(EvaluationPage.html(evaluation, rules: rules))
        throw options.status(malformed: verdicts.malformed, first: verdicts.firstMalformed)
    }
}

enum LabelledInput {
    /// Says which category is none of the rules' and ends with status 64.
    static func check(_ categories: [String], of ruleSet: RuleSet) throws {
        let known = ruleSet.categories.map(\.name)
        guard let unknown = categories.first(where: { !known.contains($0) }) else { return }
        let advice = Suggestion.advice(
            for: unknown, in: known, otherwise: "the categories are \(known.joined(separator: ", "))")
        StandardError.write("modfilter: --without names \"\(unknown)\", and no rule has that category; \(advice)")
        throw ExitCode.usage
    }
}

/// A file for a report, known to take one before the work begins; what it held stays until the report is there.
struct ReportFile {
    private let output: OutputFile

    init(_ path: String) throws {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o666)
        if descriptor < 0 {
            StandardError.write("modfilter: \(path) can't be written: \(String(cString: strerror(errno)))")
            throw ExitCode.inputOutput
        }
        output = OutputFile(descriptor: descriptor, name: path)
    }

    func write(_ text: String) throws {
        // Pipes and terminals have no length to cut.
        _ = ftruncate(output.descriptor, 0)
        defer { close(output.descriptor) }
        do throws(OutputError) {
            try output.write(text: text)
        } catch {
            StandardError.write("modfilter: \(error.output) can't be written: \(error.message)")
            throw ExitCode.inputOutput
        }
    }
}
