import ArgumentParser
import Moderation
import ModerationQueue
import Workbench

/// Shows held comments one at a time, and decides as the moderator says.
struct ReviewCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "review",
        abstract: "Go through the held comments, one at a time: accept, reject or skip each with one key.",
        discussion: """
            Shows each comment with what the rules found in it, why it is held, what became of the author's others, and \
            what it answers. Every decision is in the queue at once, and nobody else's is overwritten unasked.

            \(ReviewKeys.help)

            Without a terminal the keys are read from stdin, one a line; the text for A, R and / and the answer to f may \
            follow on the same line.

            EXAMPLES
              modfilter review --queue moderation.db
              modfilter review --rule many_links --limit 20 --queue moderation.db
              printf 'a\\nR advertises\\n' | modfilter review --queue moderation.db
            """)

    @OptionGroup var options: QueueOptions
    @OptionGroup var sourceOption: QueueSourceOption
    @OptionGroup var rulesOptions: RulesOptions

    @Option(help: ArgumentHelp("Only comments on which this rule fired.", valueName: "name")) var rule: String?
    @Option(help: ArgumentHelp("Only comments of this author.", valueName: "name")) var author: String?
    @Option(help: ArgumentHelp("Only comments under this post.", valueName: "id")) var post: String?
    @Option(help: ArgumentHelp("How many at most.", valueName: "n")) var limit: Int?
    @OptionGroup var decider: QueueDecider

    func validate() throws {
        if let limit, limit < 1 { throw ValidationError("--limit takes a number from 1") }
    }

    func run() throws {
        // First of all: signals are held back before the database starts threads.
        let input: any ReviewInput = TerminalKeys() ?? KeyLines()
        let queue = try options.open()
        defer { queue.close() }
        var filter = QueueFilter()
        (filter.rule, filter.author, filter.post) = (rule, author, post)
        (filter.source, filter.limit) = (sourceOption.source, limit)
        let moderator = decider.who
        let desk = ReviewDesk(queue, filter: filter, who: moderator, now: SystemClock.now)
        let tests = ReviewTestFiles(rulesOptions: rulesOptions, who: moderator)
        let ending = try options.attempt("used") { () throws(OutputError) in
            try ReviewConversation(input: input, tests: tests).run(ReviewSession(desk))
        }
        if let ending { throw ending }
    }
}

/// What the keys do.
enum ReviewKeys {
    static let help = """
        KEYS
          a  accept        A  with a note; Escape leaves it
          r  reject        R  with a note
          s  skip: it stays held
          u  take the last step back
          m  more of a long text
          /  go to the next one with a text
          f  wrong rule: write a test for it
          ?  these keys
          q  quit
        """
}
