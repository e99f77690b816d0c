import ArgumentParser
import CommentFormats
import Glibc
import Moderation

/// Turns verdicts into what other systems take.
struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Turn verdicts into what the blog can take: a WP-CLI script, a table, or ids.",
        discussion: """
            Reads what modfilter writes: verdicts, or comments with their verdict (--emit comments, queue files).

            FORMATS
              wordpress  a shell script of wp comment approve, spam and trash; with --verdict hold also unapprove
              csv        a table; with the comments' fields where the input has them, without addresses
              ids        an id a line

            Rejected comments become spam where the category spam has most points, else trash; --rejected says one for \
            all. Of an id that comes twice the last verdict counts. Ids that \
            are no whole numbers stay out of the script. Status 1 when something was left out.

            EXAMPLES
              modfilter comments.jsonl --json | modfilter export wordpress > decisions.sh
              modfilter --emit comments comments.jsonl | modfilter export csv > verdicts.csv
              modfilter export ids --verdict reject verdicts.jsonl
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case wordpress, csv, ids
    }

    enum Rejected: String, ExpressibleByArgument, CaseIterable {
        case spam, trash
    }

    @Option(help: ArgumentHelp("Only these: accept, hold, reject or several with commas.", valueName: "verdicts"))
    var verdict: [String] = []
    @Option(help: "Of wordpress: what all rejected comments become.") var rejected: Rejected?
    @Argument(help: "wordpress, csv or ids.") var format: Format
    @Argument(help: ArgumentHelp("Files of verdicts; - is stdin.", valueName: "file")) var files: [String] = []

    func validate() throws {
        let outcomes = try outcomes()
        if format == .ids, outcomes == nil { throw ValidationError("ids takes --verdict accept, hold or reject") }
        if rejected != nil, format != .wordpress { throw ValidationError("--rejected goes with wordpress") }
    }

    /// Which verdicts are asked for; `nil` where that is left open.
    private func outcomes() throws -> Set<Verdict.Outcome>? {
        let words = verdict.flatMap { $0.split(separator: ",").map(String.init) }
        if words.isEmpty { return nil }
        return Set(
            try words.map { word in
                guard let outcome = Verdict.Outcome(argument: word) else {
                    throw ValidationError("--verdict takes accept, hold or reject, not \"\(word)\"")
                }
                return outcome
            })
    }

    func run() throws {
        if files.isEmpty, Terminal.isTerminal(STDIN_FILENO) {
            StandardError.write(
                "modfilter export reads verdicts from files or stdin: modfilter export \(format.rawValue) verdicts.jsonl"
            )
            throw ExitCode.usage
        }
        // A closed pipe and a file size limit are errors of the write that meets them.
        signal(SIGPIPE, SIG_IGN)
        signal(SIGXFSZ, SIG_IGN)
        let report = ExportReport()
        let records = VerdictRecords(inputs: try InputFiles(files).checked()) { report.show($0) }
        let wanted =
            try outcomes() ?? (format == .wordpress ? [.accept, .reject] : Set(Verdict.Outcome.allCases))
        try ImportRun.attempt { try write(records, wanted, report) }
        try report.finish()
    }

    private func write(_ records: VerdictRecords, _ wanted: Set<Verdict.Outcome>, _ report: ExportReport) throws {
        let output = LineOutput()
        switch format {
        case .wordpress:
            var script = WordPressScript(
                verdicts: wanted, rejected: rejected.flatMap { .init(rawValue: $0.rawValue) })
            try records.read { script.take($0) }
            try script.write { try output.write($0) }
            report.refuse(script.refused, "no id that is a whole number")
        case .csv:
            let table = VerdictTable()
            try output.write(VerdictTable.header)
            try records.read { if wanted.contains($0.verdict) { try output.write(table.row($0)) } }
        case .ids:
            var ids = VerdictIDs(verdicts: wanted)
            try records.read { ids.take($0) }
            try ids.write { try output.write($0) }
            report.refuse(ids.refused, "no id on one line")
        }
        try output.flush()
    }
}

/// Lines that go to stdout some thousand at a time.
private final class LineOutput {
    private static let block = 64 << 10
    private var buffer = ByteBuffer(capacity: block)

    func write(_ text: String) throws(OutputError) {
        buffer.append(text)
        if buffer.count >= Self.block { try flush() }
    }

    func flush() throws(OutputError) {
        try OutputFile.standardOutput.write(buffer.storage)
        buffer.removeAll()
    }
}

/// What an export left out.
private final class ExportReport {
    private static let shown = 20
    private var problems = 0
    private var refused = 0

    func show(_ problem: ImportProblem) {
        problems += 1
        if problems > Self.shown { return }
        let place = problem.line.map { "\(problem.input):\($0)" } ?? problem.input
        StandardError.write("modfilter: \(place): \(problem.message)")
    }

    func refuse(_ count: Int, _ reason: String) {
        refused += count
        if count == 0 { return }
        StandardError.write("modfilter: \(Numbers.count(count, "comment")) left out, with \(reason)")
    }

    func finish() throws {
        if problems > Self.shown {
            StandardError.write("modfilter: and \(Numbers.grouped(problems - Self.shown)) more problems")
        }
        if problems + refused > 0 { throw ExitCode.someFailed }
    }
}
