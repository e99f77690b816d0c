import ArgumentParser
import CommentFormats
import Glibc
import Moderation
import ModerationQueue

/// What is done with a queue's database: the blog's side and the moderators'.
struct QueueCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "queue",
        abstract: "List, decide and hand over the comments that a run with --queue keeps.",
        discussion: """
            A run with --queue keeps each comment with its verdict in a database. The blog takes accepted and rejected \
            comments from there and says when it is done; moderators decide about the rest.

            EXAMPLES
              modfilter --queue moderation.db < comments.jsonl > verdicts.jsonl
              modfilter queue list --outcome hold --queue moderation.db
              modfilter queue accept 17 --note "a regular" --queue moderation.db
              modfilter queue take accept --limit 50 --queue moderation.db
              modfilter queue done LEASE --queue moderation.db
            """,
        subcommands: [
            QueueListCommand.self, QueueShowCommand.self, QueueAcceptCommand.self, QueueRejectCommand.self,
            QueueUndoCommand.self, QueueTakeCommand.self, QueueDoneCommand.self, QueueStatsCommand.self,
            QueueExportCommand.self, QueueForgetCommand.self, QueuePruneCommand.self, QueueCheckCommand.self,
            QueueBackupCommand.self, QueueIndexCommand.self, QueueLoadCommand.self,
        ])
}

/// Which queue, and which blog's comments.
struct QueueOptions: ParsableArguments {
    @Option(
        name: .customLong("queue"),
        help: ArgumentHelp("The database that a run with --queue keeps.", valueName: "file.db"))
    var file: String

    /// Opens the queue, or says why it can't be used and ends.
    ///
    /// - Parameter creates: Whether to make it where it is missing.
    func open(creates: Bool = false) throws -> QueueDatabase {
        // A closed pipe and a file size limit are errors of the write that meets them.
        signal(SIGPIPE, SIG_IGN)
        signal(SIGXFSZ, SIG_IGN)
        var status = stat()
        if !creates, !file.isEmpty, stat(file, &status) != 0, errno == ENOENT {
            StandardError.write("modfilter: there is no queue \(file); a run with --queue \(file) makes it")
            throw ExitCode.usage
        }
        return try attempt("used") { () throws(OutputError) in
            try QueueDatabase(file, creates: creates, addresses: QueueEncoder.addresses())
        }
    }

    /// Takes what was removed out of the write-ahead log too, or says that it stays there.
    ///
    /// Others write to the queue all the time, so it waits no longer than they may. What they read is soon over.
    func overwriteLog(_ queue: QueueDatabase) throws {
        let patience = 0.5
        let isEmpty = try attempt { () throws(OutputError) in try queue.overwriteLog(patience: patience) }
        if !isEmpty { tellOfTraces("it is taken out with a later batch") }
    }

    func tellOfTraces(_ remedy: String) {
        StandardError.write(
            "modfilter: what was removed stays in \(file)-wal while another program reads from the queue; \(remedy)")
    }

    /// Does something with the queue, or says why that failed and ends.
    ///
    /// A reader of stdout that went away ends the command quietly.
    ///
    /// - Parameter what: What the queue can't be, where it is to blame; anything else can't be written.
    func attempt<Result>(
        _ what: String = "written", _ body: () throws(OutputError) -> Result
    ) throws -> Result {
        do {
            return try body()
        } catch {
            if error.isClosedPipe { throw ExitCode.success }
            let what = error.output == file ? what : "written"
            StandardError.write("modfilter: \(error.output) can't be \(what): \(error.message)")
            throw ExitCode.inputOutput
        }
    }
}

/// Who does what is written down.
struct QueueDecider: ParsableArguments {
    @Option(help: ArgumentHelp("Who decides; without it $USER.", valueName: "name"))
    var by: String?

    var who: String {
        if let by { return by }
        let user = Environment["USER"] ?? ""
        return user.isEmpty ? "moderator" : user
    }
}

/// Whose comments an id is looked for among.
struct QueueSourceOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Which blog's comments, where several share the queue; \"\" are those without a name.", valueName: "name"))
    var source: String?
}

/// The comments that a command is about.
struct QueueNames: ParsableArguments {
    @OptionGroup var sourceOption: QueueSourceOption

    @Argument(help: ArgumentHelp("The comment's id; its key where it has none (see list).", valueName: "id"))
    var ids: [String]

    var source: String? { sourceOption.source }

    /// The result, or a word about each name that stands for no comment, and the end.
    static func checked<Value>(_ result: Result<Value, QueueNameErrors>) throws -> Value {
        switch result {
        case .success(let value): return value
        case .failure(let errors):
            for error in errors.errors { StandardError.write("modfilter: " + sentence(error)) }
            throw ExitCode.someFailed
        }
    }

    private static func sentence(_ error: QueueNameError) -> String {
        let id = "\"\(error.name)\""
        if error.isPruned { return "the comment \(id) was pruned, so that there is nothing left of it to publish" }
        if error.sources.isEmpty { return "no comment of the queue has the id \(id)" }
        let sources = error.sources.map { "\"\($0)\"" }.joined(separator: " and ")
        let unnamed = error.sources.contains("") ? "; --source \"\" is the one without a name" : ""
        return "the id \(id) is in the sources \(sources); say which with --source\(unnamed)"
    }
}

/// A stretch of time such as `90s`, `10m`, `2h` or `1d`.
struct TimeSpan: ExpressibleByArgument {
    var seconds: Int64

    init?(argument: String) {
        let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3600, "d": 86_400]
        // 10,000 days at most, which nothing overflows.
        guard let unit = argument.last.flatMap({ units[$0] }), let count = Int64(argument.dropLast()), count > 0,
            count <= 864_000_000 / unit
        else { return nil }
        seconds = count * unit
    }
}
