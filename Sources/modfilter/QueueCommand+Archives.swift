import ArgumentParser
import CommentFormats
import Glibc
import Moderation
import ModerationQueue

/// Prints all of the queue.
struct QueueExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Print every comment of the queue as JSON Lines, the oldest first.",
        discussion: """
            With --labelled it prints training data: the comments that a moderator accepted or rejected, without their \
            e-mail and IP fields; what their names and texts say, an address too, stays. "label" is ham for what was accepted, and for what was rejected the category in which its rules \
            gave most points, or what --as says where none did; "labels" says the same as train and evaluate take it.

            EXAMPLES
              modfilter queue export --queue moderation.db > all.jsonl
              modfilter queue export --labelled --as spam --queue moderation.db > training.jsonl
            """)

    @OptionGroup var options: QueueOptions
    @OptionGroup var sourceOption: QueueSourceOption

    @Flag(help: "Print training data: what moderators decided, each comment with its label.") var labelled = false
    @Flag(help: "With --labelled, also what the rules decided and nobody looked at.") var all = false
    @Option(
        name: .customLong("as"),
        help: ArgumentHelp("With --labelled, the label of what was rejected and no rule fired on.", valueName: "label"))
    var fallback: String?

    func validate() throws {
        if !labelled, all || fallback != nil {
            throw ValidationError("\(all ? "--all" : "--as") goes with --labelled")
        }
        if fallback?.isEmpty == true { throw ValidationError("--as takes a label such as spam, tone or ham") }
    }

    func run() throws {
        let queue = try options.open()
        defer { queue.close() }
        if labelled { return try exportLabelled(queue) }
        var filter = QueueFilter()
        filter.source = sourceOption.source
        let now = SystemClock.now()
        try options.attempt("read") { () throws(OutputError) in
            try queue.list(filter) { entry in
                try OutputFile.standardOutput.write(line: QueueEntryJSON.whole(entry, now: now).text)
                return true
            }
        }
    }

    private func exportLabelled(_ queue: QueueDatabase) throws {
        let decisions = LabelledDecisions(
            options: options, source: sourceOption.source, takesAll: all, fallback: fallback)
        try decisions.forEach(in: queue) { comment throws(OutputError) in
            try OutputFile.standardOutput.write(line: comment.json.text)
        }
    }
}

/// Takes old comments in.
struct QueueLoadCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "load",
        abstract: "Take old comments into the queue, with the decisions about them.",
        discussion: """
            Reads comments as the filter does, as JSON Lines. Each says what was decided, in the first of "decision", \
            "status", "verdict" and "comment_approved" that is there:
              accepted  accepted, accept, approved, approve, ham, published, publish, 1, true
              rejected  rejected, reject, spam, trash, deleted, removed, false
              held      held, hold, pending, unapproved, 0
            What was accepted or rejected is done, and its addresses are kept as hashes only; what was held waits for a \
            moderator. What is in the queue already stays as it is. Makes the queue where there is none. Status 1 when \
            lines were no comments or had no decision.

            EXAMPLES
              modfilter queue load archive.jsonl --queue moderation.db
              modfilter queue export --queue old.db | jq -c '.comment + {decision: .outcome}' |
                modfilter queue load --queue new.db
            """)

    enum Decider: String, ExpressibleByArgument, CaseIterable {
        case moderator, rule
    }

    @OptionGroup var options: QueueOptions
    @OptionGroup var sourceOption: QueueSourceOption
    @Option(help: "Who decided about them: moderator or rule.") var decidedBy = Decider.moderator
    @Flag(help: "Write JSON.") var json = false
    @Argument(help: ArgumentHelp("Files of comments, one JSON object a line; - is stdin.", valueName: "file"))
    var files: [String] = []

    func run() throws {
        if files.isEmpty, Terminal.isTerminal(STDIN_FILENO) {
            StandardError.write(
                "modfilter queue load reads comments from files or stdin: modfilter queue load old.jsonl …")
            throw ExitCode.usage
        }
        let inputs = try InputFiles(files).checked()
        let queue = try options.open(creates: true)
        defer { queue.close() }
        let source = JSONLinesSource(inputs: inputs)
        let loader = try options.attempt { () throws(OutputError) in
            try QueueLoader(
                queue, source: sourceOption.source ?? "", decidedBy: decidedBy == .moderator ? .moderator : .rule,
                now: SystemClock.now(), encoder: QueueEncoder(encoder: CommentJSON()))
        }
        let history = HistoryReader(QueueMemory(queue, source: sourceOption.source ?? ""))
        let problems = try load(source, names: inputs.map(\.name), loader, history)
        let count = loader.count
        let object = JSONValue.object([
            ("loaded", .integer(count.loaded)), ("held", .integer(count.held)),
            ("there_already", .integer(count.thereAlready)), ("left_out", .integer(problems)),
        ])
        let sentence =
            "\(Numbers.count(count.loaded, "comment")) loaded, \(Numbers.grouped(count.held)) of them held; "
            + "\(Numbers.grouped(count.thereAlready)) there already"
        try options.attempt { () throws(OutputError) in
            try OutputFile.standardOutput.write(line: json ? object.text : sentence)
        }
        if problems > 0 { throw ExitCode.someFailed }
    }

    /// Returns how many lines were left out.
    private func load(
        _ source: JSONLinesSource, names: [String], _ loader: QueueLoader, _ history: HistoryReader
    ) throws -> Int {
        let bar = Terminal.isTerminal(STDERR_FILENO) ? ProgressBar(input: source.progress) : nil
        defer { bar?.clear() }
        let decoder = source.makeDecoder()
        let block = CommentBlock()
        var extra = ValueTape()
        var report = LoadReport(names: names)
        do {
            while try source.fill(block) {
                decoder.decode(block)
                let events = history.events(of: block, arrival: SystemClock.now())
                var comment = -1
                for entry in block.entries where !entry.isContinuation {
                    if let malformation = entry.malformation {
                        let message = OldDecision.exported(block.raw(entry)) ?? malformation.message
                        report.add(message, at: entry.line, of: block.source, bar)
                        continue
                    }
                    comment += 1
                    decoder.readExtra(of: entry, in: block, into: &extra)
                    switch OldDecision.outcome(in: extra) {
                    case .success(let outcome):
                        loader.add(entry, outcome, in: block, decoder: decoder, event: events[comment])
                    case .failure(let problem): report.add(problem.message, at: entry.line, of: block.source, bar)
                    }
                }
                try options.attempt { () throws(OutputError) in try loader.write() }
                bar?.update(comments: loader.count.loaded + loader.count.thereAlready)
            }
        } catch let error as InputError {
            bar?.clear()
            StandardError.write(error)
            throw ExitCode.inputOutput
        }
        report.finish()
        return report.count
    }
}

/// What was decided about a comment elsewhere, as it says itself.
enum OldDecision {
    struct Problem: Error {
        var message: String
    }

    /// The first of these that is there counts. The last is WordPress's.
    private static let keys = ["decision", "status", "verdict", "comment_approved"]
    private static let words: [String: Verdict.Outcome] = [
        "accepted": .accept, "accept": .accept, "approved": .accept, "approve": .accept, "ham": .accept,
        "published": .accept, "publish": .accept, "1": .accept, "true": .accept, "rejected": .reject,
        "reject": .reject, "spam": .reject, "trash": .reject, "deleted": .reject, "removed": .reject,
        "false": .reject, "held": .hold, "hold": .hold, "pending": .hold, "unapproved": .hold, "0": .hold,
    ]

    /// What to do with a line that `queue export` has printed; `nil` for another one.
    static func exported(_ line: UnsafeRawBufferPointer) -> String? {
        // The members of such a line come in this order.
        guard line.starts(with: #"{"key":""#.utf8), line.contains(#"","decided_by":""#.utf8) else { return nil }
        return "is a line of queue export; give its comment and decision: jq -c '.comment + {decision: .outcome}'"
    }

    /// - Parameter extra: What the comment holds beside its fields.
    static func outcome(in extra: ValueTape) -> Result<Verdict.Outcome, Problem> {
        for key in keys {
            guard let place = extra.value(of: key, inObjectAt: 0) else { continue }
            let word: String
            switch extra.nodes[place] {
            case .null: continue
            case .string(let range): word = extra.text(range)
            case .integer(let integer): word = String(integer)
            case .boolean(let flag): word = String(flag)
            default: return .failure(Problem(message: "its \(key) is no word; give accepted, rejected or held"))
            }
            if let outcome = words[word.lowercased()] { return .success(outcome) }
            let shown = SafeText.clean(word, limit: 80)
            return .failure(Problem(message: "its \(key) is \"\(shown)\"; give accepted, rejected or held"))
        }
        return .failure(Problem(message: "it says no decision; give accepted, rejected or held as \"decision\""))
    }
}

/// Lines that were left out: the first are named, the rest counted.
private struct LoadReport {
    private static let most = 20

    let names: [String]
    private(set) var count = 0

    init(names: [String]) { self.names = names }

    mutating func add(_ message: String, at line: Int, of input: Int, _ bar: ProgressBar?) {
        count += 1
        if count > Self.most { return }
        bar?.clear()
        StandardError.write("modfilter: \(names[input]):\(line): \(message)")
    }

    func finish() {
        if count > Self.most {
            StandardError.write("modfilter: and \(Numbers.grouped(count - Self.most)) more lines that were left out")
        }
    }
}
