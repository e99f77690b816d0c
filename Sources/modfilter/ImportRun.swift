import ArgumentParser
import CommentFormats
import Glibc
import Moderation

/// One import, with its messages.
final class ImportRun {
    /// So many problems are shown; the others are counted.
    private static let shownProblems = 20

    private let inputs: [InputFile]
    private let format: ImportFormat
    private let options: CommentImport.Options
    private let quiet: Bool
    private let stop = StopSignals()
    private var problems = 0
    private var usageProblems = 0
    private var bar: ProgressBar?

    init(_ inputs: [InputFile], _ format: ImportFormat, _ options: CommentImport.Options, quiet: Bool) {
        self.inputs = inputs
        self.format = format
        self.options = options
        self.quiet = quiet
    }

    func run() throws {
        stop.start(onHangup: { exit(128 + SIGHUP) })
        let importing = CommentImport(
            format, inputs: inputs, options: options, output: .standardOutput,
            shouldStop: { [stop] in stop.endsReading }, onProblem: { self.show($0) })
        let showsBar = !quiet && Terminal.isTerminal(STDERR_FILENO) && !Terminal.isTerminal(STDOUT_FILENO)
        bar = showsBar ? ProgressBar(input: importing.progress) : nil
        defer { bar?.clear() }
        try Self.attempt {
            try importing.run { [bar] in bar?.update(comments: $0.comments) }
        }
        bar?.clear()
        if problems > Self.shownProblems {
            StandardError.write("modfilter: and \(Numbers.grouped(problems - Self.shownProblems)) more problems")
        }
        let isRefused = usageProblems == problems && problems > 0 && importing.report.comments == 0
        let report = importing.report
        if !quiet, !isRefused { showSummary(report) }
        if quiet, report.empty > 0 { StandardError.write("modfilter: " + Self.empty(report)) }
        if let signal = stop.signal { throw ExitCode.signal(signal) }
        if isRefused { throw ExitCode.usage }
        if problems + report.empty > 0 { throw ExitCode.someFailed }
    }

    private func show(_ problem: ImportProblem) {
        problems += 1
        if problem.isUsage { usageProblems += 1 }
        if problems > Self.shownProblems { return }
        bar?.clear()
        let place = problem.line.map { "\(problem.input):\($0)" } ?? problem.input
        StandardError.write("modfilter: \(place): \(problem.message)")
    }

    private func showSummary(_ report: ImportReport) {
        StandardError.write(Self.summary(report))
        if report.localTimes == 0 { return }
        StandardError.write(
            "\(Numbers.count(report.localTimes, "date")) in the blog's own time taken as UTC; --time-zone +08:00 says what it is"
        )
    }

    private static func empty(_ report: ImportReport) -> String {
        "\(Numbers.grouped(report.empty)) left out without text, name and address"
    }

    private static func summary(_ report: ImportReport) -> String {
        var parts = ["\(Numbers.count(report.comments, "comment")) imported"]
        if report.leftOut > 0 { parts.append("\(Numbers.grouped(report.leftOut)) left out by the filters") }
        if report.empty > 0 { parts.append(empty(report)) }
        if report.controls > 0 { parts.append("\(Numbers.count(report.controls, "forbidden character")) dropped") }
        if report.ampersands > 0 { parts.append("\(Numbers.count(report.ampersands, "stray ampersand")) mended") }
        if report.problems > 0 { parts.append(Numbers.count(report.problems, "problem")) }
        return parts.joined(separator: "; ")
    }

    /// Does something with inputs and stdout, or says why that failed and ends.
    static func attempt<Result>(_ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let error as OutputError {
            if error.isClosedPipe { throw ExitCode.success }
            StandardError.write("modfilter: \(error.output) can't be written: \(error.message)")
            throw ExitCode.inputOutput
        } catch let error as InputError {
            StandardError.write(error)
            throw ExitCode.inputOutput
        }
    }
}
