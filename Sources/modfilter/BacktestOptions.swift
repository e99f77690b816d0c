import ArgumentParser
import CommentFormats
import Moderation

/// What commands that judge many comments anew have in common.
struct BacktestOptions: ParsableArguments {
    @Flag(help: "Write JSON.")
    var json = false

    @Option(
        help: ArgumentHelp(
            "What rules see as the present, such as 2026-01-31T12:00:00Z; else now.", valueName: "time"))
    var now: String?

    @Argument(help: ArgumentHelp("Files of comments, one JSON object a line; - is stdin.", valueName: "file"))
    var files: [String] = []

    func validate() throws {
        if let now, FilterCommand.seconds(now) == nil {
            throw ValidationError("--now takes a time such as 2026-01-31T12:00:00Z, not \"\(now)\"")
        }
    }

    func open(_ command: String) throws -> CommentInput { try CommentInput.open(files, for: command) }

    /// Says that records were no comments, and gives the status for that.
    func status(malformed: Int, first: String?) -> ExitCode {
        if malformed == 0 { return .success }
        StandardError.write(
            "modfilter: \(Numbers.count(malformed, "line")) \(malformed == 1 ? "is" : "are") no comment, the first: \(first ?? "")"
        )
        return .someFailed
    }

    /// Runs what judges; says what went wrong and ends with its status.
    func run<Result>(_ input: CommentInput, _ body: (Replay.Options) throws -> Result) throws -> Result {
        var options = Replay.Options()
        options.now = now.flatMap(FilterCommand.seconds)
        do {
            return try input.attempt { try body(options) }
        } catch let error as RuleLoadError {
            for problem in error.problems { StandardError.write(problem.description) }
            throw ExitCode.badRules
        }
    }
}
