import ArgumentParser
import CommentFormats
import Glibc
import Moderation
import ModerationQueue

/// Lends comments to the blog.
struct QueueTakeCommand: ParsableCommand {
    /// What a blog can act upon; what is held waits for a moderator.
    enum Taken: String, ExpressibleByArgument, CaseIterable {
        case accept, reject

        var outcome: Verdict.Outcome { self == .accept ? .accept : .reject }
    }

    static let configuration = CommandConfiguration(
        commandName: "take",
        abstract: "Take accepted or rejected comments as JSON Lines, the oldest first.",
        discussion: """
            Each line has the lease, the comment, and what was decided. Nobody else gets them until the lease is over; \
            what is not done by then comes back. Nothing is printed when nothing waits. Where several blogs share the \
            queue, each takes its own with --source.

            EXAMPLE
              modfilter queue take accept --limit 50 --queue moderation.db > batch.jsonl
              lease=$(head -n 1 batch.jsonl | cut -d '"' -f 4)
              publish < batch.jsonl && modfilter queue done "$lease" --queue moderation.db
            """)

    @OptionGroup var options: QueueOptions
    @OptionGroup var sourceOption: QueueSourceOption

    @Option(help: ArgumentHelp("How many at most.", valueName: "n"))
    var limit = 100

    @Option(help: ArgumentHelp("How long they are yours, such as 90s, 10m or 2h.", valueName: "time"))
    var lease = TimeSpan(seconds: 600)

    @Argument(help: "accept or reject.")
    var outcome: Taken

    func validate() throws {
        if limit < 1 { throw ValidationError("--limit takes a number from 1") }
    }

    func run() throws {
        let queue = try options.open()
        defer { queue.close() }
        let entries = try options.attempt { () throws(OutputError) in
            try queue.take(
                outcome.outcome, source: sourceOption.source, limit: limit, lease: Self.newLease(),
                seconds: lease.seconds, now: SystemClock.now())
        }
        try options.attempt { () throws(OutputError) in
            for entry in entries { try OutputFile.standardOutput.write(line: QueueEntryJSON.taken(entry).text) }
        }
    }

    /// 128 random bits, in hexadecimal.
    private static func newLease() -> String {
        var generator = SystemRandomNumberGenerator()
        return (0..<2).map { _ in
            let digits = String(generator.next(), radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }
}

extension TimeSpan {
    init(seconds: Int64) { self.seconds = seconds }

    var defaultValueDescription: String { "\(seconds / 60)m" }
}

/// Takes the blog's word that it is done.
struct QueueDoneCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "done",
        abstract: "Say that what was taken is done, so that it does not come back.",
        discussion: """
            Finishes all comments of a lease or, without one, those whose ids stand on stdin, one a line. Status 1 when \
            some were not taken, or came back and were taken by another meanwhile.

            EXAMPLES
              modfilter queue done 0f3c… --queue moderation.db
              jq -r .id batch.jsonl | modfilter queue done --queue moderation.db
            """)

    @OptionGroup var options: QueueOptions
    @OptionGroup var sourceOption: QueueSourceOption

    @Flag(help: "Write JSON.")
    var json = false

    @Argument(
        help: ArgumentHelp("The lease, as take gave it; without one ids are read from stdin.", valueName: "lease"))
    var lease: String?

    func run() throws {
        if lease == nil, Terminal.isTerminal(STDIN_FILENO) {
            StandardError.write(
                "modfilter queue done takes a lease, or ids on stdin: modfilter queue done LEASE --queue F.db")
            throw ExitCode.usage
        }
        let queue = try options.open()
        defer { queue.close() }
        if let lease {
            let done = try options.attempt { () throws(OutputError) in try queue.finish(lease: lease) }
            try report(done, queue)
            if done > 0 { return }
            StandardError.write(
                "modfilter: nothing is taken under the lease \"\(lease)\"; it is unknown, or others took over")
        } else {
            var names: [String] = []
            while let line = readLine() { if !line.isEmpty { names.append(line) } }
            let result = try QueueNames.checked(
                options.attempt { () throws(OutputError) in try queue.finish(names, source: sourceOption.source) })
            try report(result.done, queue)
            if result.untaken.isEmpty { return }
            for name in result.untaken {
                StandardError.write("modfilter: nobody has taken \"\(name)\"; it stays in the queue")
            }
        }
        throw ExitCode.someFailed
    }

    private func report(_ done: Int, _ queue: QueueDatabase) throws {
        if done > 0 { try options.overwriteLog(queue) }
        let line = json ? JSONValue.object([("done", .integer(done))]).text : "\(Numbers.grouped(done)) done"
        try options.attempt { () throws(OutputError) in try OutputFile.standardOutput.write(line: line) }
    }
}
