import ArgumentParser
import CommentFormats
import Glibc
import Moderation
import ModerationQueue
import Workbench

extension Verdict.Outcome: ExpressibleByArgument {
    public init?(argument: String) {
        guard let outcome = Self.allCases.first(where: { $0.name == argument }) else { return nil }
        self = outcome
    }

    public static var allValueStrings: [String] { allCases.map(\.name) }
    public var defaultValueDescription: String { name }
}

extension QueueEntry.State: ExpressibleByArgument {}

/// Lists comments of the queue.
struct QueueListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List comments of the queue, the oldest first.",
        discussion: """
            EXAMPLES
              modfilter queue list --outcome hold --queue moderation.db
              modfilter queue list --rule spam_words --author Ann --json --queue moderation.db
              modfilter queue list --search "casino 赌博" --queue moderation.db
            """)

    @OptionGroup var options: QueueOptions
    @OptionGroup var sourceOption: QueueSourceOption

    @Option(help: "Only these: accept, hold or reject.") var outcome: Verdict.Outcome?
    @Option(help: "Only these: queued, leased (the blog has them) or done.") var state: QueueEntry.State?
    @Option(help: ArgumentHelp("Only those on which this rule fired.", valueName: "name")) var rule: String?
    @Option(help: ArgumentHelp("Only those of this author.", valueName: "name")) var author: String?
    @Option(help: ArgumentHelp("Only those under this post.", valueName: "post")) var post: String?
    @Option(
        help: ArgumentHelp("Only those with these words, whatever their case, in name or text.", valueName: "text"))
    var search: String?
    @Option(help: ArgumentHelp("How many at most.", valueName: "n")) var limit = 50
    @Flag(help: "Write JSON Lines.") var json = false

    func validate() throws {
        if limit < 1 { throw ValidationError("--limit takes a number from 1") }
        _ = try query()
    }

    private func query() throws -> QueueSearch? {
        guard let search else { return nil }
        do throws(QueueSearch.Problem) {
            return try QueueSearch(search)
        } catch {
            switch error {
            case .noWord: throw ValidationError("--search takes words, and there is none in this text")
            case .tooMany(let most): throw ValidationError("--search takes \(most) words at most; leave some out")
            }
        }
    }

    func run() throws {
        let queue = try options.open()
        defer { queue.close() }
        let now = SystemClock.now()
        var filter = QueueFilter()
        filter.outcome = outcome
        filter.state = state
        filter.rule = rule
        filter.author = author
        filter.post = post
        filter.source = sourceOption.source
        filter.now = now
        filter.search = try query()
        filter.limit = limit
        if search != nil { _ = try QueueIndexing.run(queue, options) }
        if json {
            return try options.attempt("read") { () throws(OutputError) in
                try queue.list(filter) { entry in
                    try OutputFile.standardOutput.write(line: QueueEntryJSON.whole(entry, now: now).text)
                    return true
                }
            }
        }
        // One more, to know whether there are more.
        filter.limit = min(limit, .max - 1) + 1
        let style = Terminal.style(STDOUT_FILENO)
        try options.attempt("read") { () throws(OutputError) in
            var entries: [QueueEntry] = []
            try queue.list(filter) { entry in
                entries.append(entry)
                return true
            }
            for entry in entries.prefix(limit) {
                let line = QueueEntryText.line(entry, reasons: try queue.reasons(of: entry), now: now)
                try OutputFile.standardOutput.write(line: style.line(line))
            }
            if entries.count > limit { StandardError.write("modfilter: there are more; --limit N shows so many") }
        }
    }
}

/// Shows one comment of the queue.
struct QueueShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show one comment: its text, why it is where it is, and what was decided.",
        discussion: """
            EXAMPLE
              modfilter queue show 17 --queue moderation.db
            """)

    @OptionGroup var options: QueueOptions
    @OptionGroup var sourceOption: QueueSourceOption
    @Flag(help: "Write JSON.") var json = false
    @Argument(help: ArgumentHelp("The comment's id; its key where it has none (see list).", valueName: "id"))
    var id: String

    func run() throws {
        let queue = try options.open()
        defer { queue.close() }
        let entry = try QueueNames.checked(
            options.attempt("read") { () throws(OutputError) in try queue.entry(id, source: sourceOption.source) })
        try options.attempt("read") { () throws(OutputError) in
            let now = SystemClock.now()
            let decisions = try queue.decisions(on: entry)
            if json {
                return try OutputFile.standardOutput.write(
                    line: QueueEntryJSON.whole(entry, decisions: decisions, now: now).text)
            }
            let reasons = try queue.reasons(of: entry)
            for line in QueueEntryText.page(entry, reasons: reasons, decisions: decisions, now: now) {
                try OutputFile.standardOutput.write(line: line)
            }
        }
    }
}

/// Brings the index of words up to date.
struct QueueIndexCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "index",
        abstract: "Take new comments into the index of words that list --search uses.",
        discussion: """
            A search does so by itself; after a large run it is quicker when this was done before. With --rebuild the \
            index is made anew, where a check finds it damaged. That also takes out the words of texts that have changed \
            since, which else leave it with the next forget or prune.

            EXAMPLES
              modfilter queue index --queue moderation.db
              modfilter queue index --rebuild --queue moderation.db
            """)

    @OptionGroup var options: QueueOptions
    @Flag(help: "Make the index anew.") var rebuild = false
    @Flag(help: "Write JSON.") var json = false

    func run() throws {
        let queue = try options.open()
        defer { queue.close() }
        if rebuild { try options.attempt { () throws(OutputError) in try queue.emptyIndex() } }
        let count = try QueueIndexing.run(queue, options)
        if rebuild { try options.overwriteLog(queue) }
        let line = json ? JSONValue.object([("indexed", .integer(count))]).text : "\(Numbers.grouped(count)) indexed"
        try options.attempt { () throws(OutputError) in try OutputFile.standardOutput.write(line: line) }
    }
}

/// Indexes with a bar where it takes long.
enum QueueIndexing {
    /// From so many on, some seconds, something is said.
    private static let many = 50_000

    static func run(_ queue: QueueDatabase, _ options: QueueOptions) throws -> Int {
        let bar = Terminal.isTerminal(STDERR_FILENO) ? ProgressBar() : nil
        defer { bar?.clear() }
        return try options.attempt { () throws(OutputError) in
            try queue.index { done, all in
                if done == 0 && all >= many {
                    StandardError.write(
                        "modfilter: \(Numbers.grouped(all)) comments are taken into the index; the next search is quick"
                    )
                }
                bar?.update(comments: done, of: all)
            }
        }
    }
}

/// Counts the comments of the queue.
struct QueueStatsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stats",
        abstract: "Count the comments of the queue by outcome and state.",
        discussion: """
            EXAMPLE
              modfilter queue stats --queue moderation.db
            """)

    @OptionGroup var options: QueueOptions
    @OptionGroup var sourceOption: QueueSourceOption
    @Flag(help: "Write JSON.") var json = false

    func run() throws {
        let queue = try options.open()
        defer { queue.close() }
        let counts = try options.attempt("read") { () throws(OutputError) in
            try queue.counts(source: sourceOption.source, now: SystemClock.now())
        }
        try options.attempt { () throws(OutputError) in
            let lines = json ? [QueueEntryJSON.stats(counts).text] : QueueEntryText.stats(counts)
            for line in lines { try OutputFile.standardOutput.write(line: line) }
        }
    }
}
