import ArgumentParser
import CommentFormats
import Moderation
import ModerationQueue

/// Removes a person.
struct QueueForgetCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "forget",
        abstract: "Remove all comments of a person, and all that is remembered of the person.",
        discussion: """
            The comments go in whatever state they are, with the decisions about them and the events of history. History \
            remembers a comment as it first came: with a comment without an id, which has changed its address since, \
            only the first address finds that. The \
            database keeps that something was removed, when and by whom, and nothing of what. Copies elsewhere, such as \
            queue files and backups, are not touched. Status 1 when another program reads from the queue and so keeps \
            what was removed in the write-ahead log: say it again when that has ended.

            EXAMPLES
              modfilter queue forget --email ann@example.org --dry-run --queue moderation.db
              modfilter queue forget --author "Ann Example" --queue moderation.db
            """)

    @OptionGroup var options: QueueOptions
    @OptionGroup var decider: QueueDecider

    @Option(help: ArgumentHelp("The person's e-mail address, however it is spelled.", valueName: "address"))
    var email: String?
    @Option(help: ArgumentHelp("The person's name, exactly as it stands in the comments.", valueName: "name"))
    var author: String?
    @Option(help: ArgumentHelp("The person's IP address.", valueName: "address"))
    var ip: String?
    @Flag(help: "Only say how much it would be.") var dryRun = false
    @Flag(help: "Write JSON.") var json = false

    private var person: QueuePerson? {
        switch (email, author, ip) {
        case (let email?, nil, nil): email.isBlank ? nil : .email(email)
        case (nil, let author?, nil): author.isBlank ? nil : .author(author)
        case (nil, nil, let ip?): ip.isBlank ? nil : .ip(ip)
        default: nil
        }
    }

    func validate() throws {
        if person == nil { throw ValidationError("Say who: one of --email, --author and --ip, and not a blank one") }
        if let ip, !FieldHash.isAddress(ip) {
            throw ValidationError("--ip takes one address such as 192.0.2.1 or 2001:db8::1, not \"\(ip)\"")
        }
    }

    func run() throws {
        guard let person else { return }
        let queue = try options.open()
        defer { queue.close() }
        let removal = try options.attempt { () throws(OutputError) in
            try queue.forget(person, who: decider.who, now: SystemClock.now(), isTrial: dryRun)
        }
        try QueueRemovalText.report(removal, "forgotten", isTrial: dryRun, json: json, options)
    }
}

extension String {
    fileprivate var isBlank: Bool { allSatisfy(\.isWhitespace) }
}

/// Removes what is old.
struct QueuePruneCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prune",
        abstract: "Remove comments that the blog is done with and to which nothing has happened for long.",
        discussion: """
            What waits for the blog is never removed, and what waits for a moderator only with --held. With \
            --keep-decisions the comments lose what they say and keep their ids, decisions and hashes, so that the same \
            input again does not bring them back; else what history remembers of all comments from before that time goes \
            too, also of those that stay. The file keeps its size and uses the room again. Status 1 as of forget.

            EXAMPLES
              modfilter queue prune --older-than 90d --dry-run --queue moderation.db
              modfilter queue prune --older-than 365d --keep-decisions --queue moderation.db
            """)

    @OptionGroup var options: QueueOptions
    @OptionGroup var decider: QueueDecider

    @Option(help: ArgumentHelp("For how long nothing has happened to them, such as 90d or 12h.", valueName: "time"))
    var olderThan: TimeSpan
    @Flag(help: "Keep ids, decisions and hashes, and remove what the comments say.") var keepDecisions = false
    @Flag(help: "Remove held comments too, which nobody has decided about.") var held = false
    @Flag(help: "Only say how much it would be.") var dryRun = false
    @Flag(help: "Write JSON.") var json = false

    func validate() throws {
        if held && keepDecisions {
            throw ValidationError("--held removes what nobody decided: there is no decision for --keep-decisions")
        }
    }

    func run() throws {
        let queue = try options.open()
        defer { queue.close() }
        let now = SystemClock.now()
        var pruning = QueuePruning(before: now - olderThan.seconds)
        pruning.keepsDecisions = keepDecisions
        pruning.takesHeld = held
        let removal = try options.attempt { () throws(OutputError) in
            try queue.prune(pruning, who: decider.who, now: now, isTrial: dryRun)
        }
        try QueueRemovalText.report(
            removal, keepDecisions ? "emptied" : "removed", isTrial: dryRun, json: json, options)
    }
}

private enum QueueRemovalText {
    static func report(
        _ removal: QueueRemoval, _ verb: String, isTrial: Bool, json: Bool, _ options: QueueOptions
    ) throws {
        let counts = [
            Numbers.count(removal.entries, "comment"), Numbers.count(removal.decisions, "decision"),
            Numbers.count(removal.events, "event") + " of history",
        ]
        let sentence = "\(counts.joined(separator: ", ")) \(isTrial ? "would be " : "")\(verb)"
        let object = JSONValue.object([
            ("comments", .integer(removal.entries)), ("decisions", .integer(removal.decisions)),
            ("events", .integer(removal.events)), ("dry_run", .bool(isTrial)),
        ])
        try options.attempt { () throws(OutputError) in
            try OutputFile.standardOutput.write(line: json ? object.text : sentence)
        }
        if removal.leavesTraces {
            options.tellOfTraces("do this again when that has ended")
            throw ExitCode.someFailed
        }
    }
}

/// Looks for damage.
struct QueueCheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Look for damage in the whole database.",
        discussion: """
            Reads every page, and looks at what must hold between the tables. Status 0 when all is well, 74 when not. \
            Runs may go on meanwhile.

            EXAMPLE
              modfilter queue check --queue moderation.db
            """)

    @OptionGroup var options: QueueOptions
    @Flag(help: "Write JSON.") var json = false

    func run() throws {
        let queue = try options.open()
        defer { queue.close() }
        let problems = try options.attempt("read") { () throws(OutputError) in try queue.check() }
        try options.attempt { () throws(OutputError) in
            if json {
                try OutputFile.standardOutput.write(
                    line: JSONValue.object([("problems", .strings(problems))]).text)
            } else if problems.isEmpty {
                try OutputFile.standardOutput.write(line: "\(options.file) is whole")
            }
        }
        if problems.isEmpty { return }
        for problem in problems {
            StandardError.write("modfilter: \(options.file): \(SafeText.clean(problem, limit: 1000))")
        }
        StandardError.write(
            "modfilter: \(options.file) is damaged; go back to a backup, or see what "
                + "`sqlite3 \(options.file) .recover` gives")
        throw ExitCode.inputOutput
    }
}

/// Copies the database.
struct QueueBackupCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Copy the database and its key, while runs go on.",
        discussion: """
            The copy is a queue like the first, with its key beside it as FILE.key. It has its name only when it is \
            whole. To copy the database's files by hand while a program uses them gives a damaged copy.

            EXAMPLE
              modfilter queue backup monday.db --queue moderation.db
            """)

    @OptionGroup var options: QueueOptions

    @Argument(help: ArgumentHelp("The copy; there must be no such file yet.", valueName: "file"))
    var copy: String

    func run() throws {
        let queue = try options.open()
        defer { queue.close() }
        try options.attempt { () throws(OutputError) in try queue.backup(to: copy) }
    }
}
