import ArgumentParser
import CommentFormats
import Glibc
import Moderation
import ModerationQueue
import SystemPackage

/// What a filter writes to stdout.
enum Emission: String, ExpressibleByArgument, CaseIterable {
    case verdicts, comments
}

/// The main job: comments in, verdicts out, each comment into its queue.
struct FilterCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "filter",
        abstract: "Judge comments (what modfilter does without a command).",
        discussion: """
            Reads JSON Lines from the files, or from stdin, and writes one verdict a line. A verdict is written only \
            after its comment is in its queue.

            EXAMPLES
              modfilter < comments.jsonl > verdicts.jsonl
              modfilter --accept ok.jsonl --hold later.jsonl --reject bad.jsonl --malformed broken.jsonl < comments.jsonl
              modfilter --queue moderation.db < comments.jsonl     # then: modfilter queue --help
              tail -f new.jsonl | modfilter --emit comments | publish
              kill -HUP PID     # a running filter loads changed rules, and keeps the old ones if they are broken
            """)

    @OptionGroup var rulesOptions: RulesOptions

    @Option(help: ArgumentHelp("Worker threads; the output is the same for any number.", valueName: "n"))
    var jobs: Int?

    @Option(help: ArgumentHelp("Append accepted comments to this file.", valueName: "file"))
    var accept: String?

    @Option(help: ArgumentHelp("Append held comments to this file.", valueName: "file"))
    var hold: String?

    @Option(help: ArgumentHelp("Append rejected comments to this file.", valueName: "file"))
    var reject: String?

    @Option(help: ArgumentHelp("Append lines that are no comments to this file, as they came.", valueName: "file"))
    var malformed: String?

    @Option(
        help: ArgumentHelp(
            "Keep all comments with their verdicts in this database until the blog has taken them. Made where missing.",
            valueName: "file.db"))
    var queue: String?

    @Option(help: ArgumentHelp("Which blog the comments are of, where several share a --queue.", valueName: "name"))
    var source: String?

    @Flag(
        help: """
            Don't wait for the disk after each block that goes into --queue. Faster; a power cut may take the last \
            blocks, though their verdicts were written. If only the program dies, nothing is lost.
            """)
    var fastQueue = false

    @Flag(help: "Make each block safe in the queue files before its verdicts are written; else once, at the end.")
    var sync = false

    @Option(help: "What goes to stdout: verdicts, or the comments themselves with their verdict under \"moderation\".")
    var emit = Emission.verdicts

    @Flag(help: "Write JSON even to a terminal.")
    var json = false

    @Option(help: ArgumentHelp("The longest line that is read as a comment, in bytes.", valueName: "bytes"))
    var maxLine = JSONLinesSource.defaultMaxLine

    @Option(
        help: ArgumentHelp(
            "What rules see as the present, such as 2026-01-31T12:00:00Z; else the time of reading.", valueName: "time")
    )
    var now: String?

    @Flag(
        help:
            "Count a rule's instructions in place of its time: slower, and a rule that does too much always ends at the same place."
    )
    var strictBudget = false

    @Option(
        help: ArgumentHelp(
            "About how much memory `history` may take, such as 64MB or 2GB; the oldest comments make room.",
            valueName: "size"))
    var historyMemory = MemorySize(bytes: 64 << 20)

    @Flag(name: .shortAndLong, help: "No summary and no progress bar.")
    var quiet = false

    @Argument(help: ArgumentHelp("Files of comments, one JSON object a line; - is stdin.", valueName: "file"))
    var files: [String] = []

    func validate() throws {
        if let jobs, !(1...1024).contains(jobs) { throw ValidationError("--jobs takes a number from 1 to 1024") }
        guard (1...JSONLinesSource.highestMaxLine).contains(maxLine) else {
            throw ValidationError("--max-line takes a number of bytes from 1 to \(JSONLinesSource.highestMaxLine)")
        }
        if let now, Self.seconds(now) == nil {
            throw ValidationError("--now takes a time such as 2026-01-31T12:00:00Z, not \"\(now)\"")
        }
        if queue == nil, source != nil || fastQueue {
            let flag = fastQueue ? "--fast-queue" : "--source"
            throw ValidationError("\(flag) is about a database; name one with --queue")
        }
    }

    func run() throws {
        // One that comes while the rules load waits until they have.
        StopSignals.holdHangup()
        if files.isEmpty, Terminal.isTerminal(STDIN_FILENO) {
            StandardError.write(
                lines: """
                    modfilter reads comments from stdin or from files, one JSON object a line:
                      modfilter < comments.jsonl
                      modfilter --accept ok.jsonl --hold later.jsonl --reject bad.jsonl comments.jsonl
                      echo '{"author":"Ann","body":"Hello"}' | modfilter
                    More: modfilter --help
                    """)
            throw ExitCode.usage
        }
        let inputs = try InputFiles(files, mayBeCommands: true).checked()
        let ruleSet = try rulesOptions.load()
        let stop = StopSignals()
        let run = try FilterRun(self, inputs: inputs, ruleSet: ruleSet, stop: stop)
        throw try run.run()
    }

    static func seconds(_ text: String) -> Int64? {
        var text = text
        guard case .seconds(let time) = text.withUTF8({ Timestamp(text: UnsafeRawBufferPointer($0)) }) else {
            return nil
        }
        return time
    }
}
