import ArgumentParser
import CommentFormats
import Moderation
import ModerationQueue

/// What decisions by hand have in common.
struct QueueDecisionOptions: ParsableArguments {
    @OptionGroup var queue: QueueOptions
    @OptionGroup var names: QueueNames

    @Option(help: ArgumentHelp("Why; kept beside the decision.", valueName: "text"))
    var note: String?

    @OptionGroup var decider: QueueDecider

    @Flag(help: "Write JSON.")
    var json = false

    var who: String { decider.who }

    func report(_ verb: String, _ count: Int) throws {
        let sentence = "\(Numbers.count(count, "comment")) \(verb)"
        let line = json ? JSONValue.object([(verb, .integer(count))]).text : sentence
        try queue.attempt { () throws(OutputError) in try OutputFile.standardOutput.write(line: line) }
    }

    func decide(_ outcome: Verdict.Outcome, _ verb: String) throws {
        let database = try queue.open()
        defer { database.close() }
        let result = try queue.attempt { () throws(OutputError) in
            try database.decide(
                names.ids, outcome, source: names.source, who: who, note: note, now: SystemClock.now())
        }
        let (decided, already) = try QueueNames.checked(result)
        try report(verb, decided)
        for name in already {
            StandardError.write("modfilter: \"\(name)\" is \(verb) by hand already; nothing is added")
        }
    }
}

/// Accepts by hand.
struct QueueAcceptCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "accept",
        abstract: "Accept comments by hand.",
        discussion: """
            The blog gets them with its next take. Rules don't overturn what is decided by hand, unless the comment \
            changes. What was pruned with --keep-decisions can't be accepted: there is nothing left of it to publish.

            EXAMPLE
              modfilter queue accept 17 18 --note "regulars" --queue moderation.db
            """)

    @OptionGroup var options: QueueDecisionOptions

    func run() throws { try options.decide(.accept, "accepted") }
}

/// Rejects by hand.
struct QueueRejectCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reject",
        abstract: "Reject comments by hand.",
        discussion: """
            The blog gets them with its next take. Rules don't overturn what is decided by hand, unless the comment \
            changes.

            EXAMPLE
              modfilter queue reject 19 --note "advertises" --queue moderation.db
            """)

    @OptionGroup var options: QueueDecisionOptions

    func run() throws { try options.decide(.reject, "rejected") }
}

/// Takes a decision by hand back.
struct QueueUndoCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "undo",
        abstract: "Take back the last decision by hand on comments.",
        discussion: """
            The comment is what it was before. Where the blog has taken it meanwhile, it gets it again; addresses that \
            left the comment when it was done don't come back. Status 1 when there is nothing to take back.

            EXAMPLE
              modfilter queue undo 17 --queue moderation.db
            """)

    @OptionGroup var options: QueueDecisionOptions

    func run() throws {
        let database = try options.queue.open()
        defer { database.close() }
        let result = try QueueNames.checked(
            options.queue.attempt { () throws(OutputError) in
                try database.undo(
                    options.names.ids, source: options.names.source, who: options.who, note: options.note,
                    now: SystemClock.now())
            })
        try options.report("undone", result.undone)
        for name in result.without {
            StandardError.write("modfilter: there is no decision by hand on \"\(name)\" to take back")
        }
        if !result.without.isEmpty { throw ExitCode.someFailed }
    }
}
