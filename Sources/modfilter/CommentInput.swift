import ArgumentParser
import CommentFormats
import Glibc
import Moderation

/// The comments of an input that is read once, a bar for the wait, and the names of its files.
struct CommentInput {
    let source: JSONLinesSource
    let names: [String]
    let bar: ProgressBar?

    /// - Parameters:
    ///   - files: None for stdin.
    ///   - command: What to call the command in messages, such as `evaluate`.
    static func open(_ files: [String], for command: String) throws -> CommentInput {
        if files.isEmpty, Terminal.isTerminal(STDIN_FILENO) {
            StandardError.write(
                "modfilter \(command) reads comments from files or stdin: modfilter \(command) comments.jsonl")
            throw ExitCode.usage
        }
        let inputs = try InputFiles(files).checked()
        let source = JSONLinesSource(inputs: inputs)
        let bar = Terminal.isTerminal(STDERR_FILENO) ? ProgressBar(input: source.progress) : nil
        return CommentInput(source: source, names: inputs.map(\.name), bar: bar)
    }

    /// Runs what reads, under the bar; says what could not be read and ends with its status.
    func attempt<Result>(_ body: () throws -> Result) throws -> Result {
        defer { bar?.clear() }
        do {
            return try body()
        } catch let error as InputError {
            bar?.clear()
            StandardError.write(error)
            throw ExitCode.inputOutput
        }
    }
}
