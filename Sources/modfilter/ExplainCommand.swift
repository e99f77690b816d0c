import ArgumentParser
import CommentFormats
import Glibc
import Moderation
import TextAnalysis
import Workbench

/// A comment in, a readable account out.
struct ExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Say why a comment gets its verdict: each rule, each word, the arithmetic, and what would change it.",
        discussion: """
            Takes a comment as JSON (an argument that begins with {, a file, or stdin), or by its fields. With --id it \
            looks for the comment in a file; those before it count for history.

            EXAMPLES
              modfilter explain --body "Buy cheap meds now" --author Bob
              modfilter explain '{"author":"Ann","body":"Hello"}'
              modfilter explain --id 17 comments.jsonl
              modfilter explain --watch          # try comments at a prompt while you change the rules
            """)

    @OptionGroup var rulesOptions: RulesOptions
    @OptionGroup var fields: FieldOptions

    @Option(help: ArgumentHelp("Explain the comment with this id in the file.", valueName: "id"))
    var id: String?

    @Flag(help: "Write one page of HTML that needs nothing else.")
    var html = false

    @Flag(help: "Write JSON, one object a comment.")
    var json = false

    @Flag(help: "Read comments at a prompt; explain the last one again whenever the rules change.")
    var watch = false

    @Option(
        help: ArgumentHelp(
            "What rules see as the present, such as 2026-01-31T12:00:00Z; else now.", valueName: "time"))
    var now: String?

    @Argument(help: ArgumentHelp("A file of comments, or a comment as JSON; - is stdin.", valueName: "comment"))
    var input: String?

    func validate() throws {
        if let now, FilterCommand.seconds(now) == nil {
            throw ValidationError("--now takes a time such as 2026-01-31T12:00:00Z, not \"\(now)\"")
        }
        if html, json { throw ValidationError("--html and --json are two ways to write it; choose one") }
        if fields.isGiven, input != nil || id != nil {
            throw ValidationError("give a comment by its fields, or in a file, not both")
        }
        if watch, html || id != nil {
            throw ValidationError("--watch reads comments at its prompt; leave --html and --id out")
        }
    }

    func run() throws {
        if watch { return try ExplainPrompt(self).run() }
        let source = try source()
        let ruleSet = try rulesOptions.load()
        let accounts = try self.accounts(from: source, ruleSet: ruleSet)
        if accounts.isEmpty {
            StandardError.write(
                id.map { "modfilter: no comment has the id \"\($0)\"" } ?? "modfilter: there is no comment to explain")
            throw ExitCode.someFailed
        }
        show(accounts, ruleSet)
    }

    /// What the rules make of each comment; of the one that is asked for, after those before it.
    func accounts(from source: any CommentSource, ruleSet: RuleSet) throws -> [CommentAccount] {
        var options = Replay.Options()
        options.now = now.flatMap(FilterCommand.seconds)
        options.shownHits = 1000
        options.log = { file, line, text in StandardError.write("\(file):\(line): \(text)") }
        var accounts: [CommentAccount] = []
        var problem: CommentEntry.Malformation?
        do {
            let replay = try Replay(ruleSets: [ruleSet], source: source, options: options)
            _ = try replay.run { entry, _ in
                problem = problem ?? entry.malformation
            } visit: { visit in
                if let id, visit.text(of: .id) != id { return true }
                accounts.append(CommentAccount(visit))
                return id == nil
            }
        } catch let error as InputError {
            StandardError.write(error)
            throw ExitCode.inputOutput
        } catch let error as RuleLoadError {
            for problem in error.problems { StandardError.write(problem.description) }
            throw ExitCode.badRules
        }
        if let problem, id == nil { StandardError.write("modfilter: a line is no comment: \(problem.message)") }
        return accounts
    }

    private func source() throws -> any CommentSource {
        if fields.isGiven { return RecordSource([fields.record]) }
        if let input, input.trimmed.hasPrefix("{") { return RecordSource(text: Array(input.utf8)) }
        if input == nil, Terminal.isTerminal(STDIN_FILENO) {
            StandardError.write(
                lines: """
                    modfilter explain takes a comment by its fields, as JSON, or from a file:
                      modfilter explain --body "Buy cheap meds now"
                      modfilter explain '{"author":"Ann","body":"Hello"}'
                      modfilter explain --id 17 comments.jsonl
                    """)
            throw ExitCode.usage
        }
        let inputs = try InputFiles(input.map { [$0] } ?? []).checked()
        if id != nil { return JSONLinesSource(inputs: inputs) }
        do {
            return RecordSource(text: try inputs[0].contents(limit: Self.longestInput))
        } catch {
            StandardError.write(
                "modfilter: \(error.input) can't be explained: \(error.message); use --id, which reads files of any size"
            )
            throw ExitCode.usage
        }
    }

    /// Bytes that are explained at once; more is for `--id`.
    private static let longestInput = 16 << 20

    func show(_ accounts: [CommentAccount], _ ruleSet: RuleSet) {
        let rules = (try? rulesOptions.description(of: ruleSet)) ?? ""
        if html { return print(AccountPage.html(accounts, rules: rules), terminator: "") }
        if json {
            for account in accounts { print(account.json(ruleSet: ruleSet.shortHash).text) }
            return
        }
        let style = Terminal.style(STDOUT_FILENO)
        for (number, account) in accounts.enumerated() {
            if number > 0 { print("") }
            for line in AccountText.lines(account, style: style) { print(line) }
        }
        print("")
        print(style.paint(rules, .faint))
    }
}

/// A comment by its fields.
struct FieldOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The text of the comment.", valueName: "text")) var body: String?
    @Option(help: ArgumentHelp("The author's name.", valueName: "name")) var author: String?
    @Option(help: ArgumentHelp("The author's e-mail address.", valueName: "address")) var email: String?
    @Option(help: ArgumentHelp("The author's web address.", valueName: "url")) var url: String?
    @Option(help: ArgumentHelp("The author's IP address.", valueName: "ip")) var ip: String?
    @Option(help: ArgumentHelp("comment, pingback, trackback, review, …", valueName: "type")) var type: String?
    @Option(help: ArgumentHelp("The post that it stands under.", valueName: "post")) var post: String?
    @Option(help: ArgumentHelp("The comment that it answers.", valueName: "id")) var parent: String?
    @Option(help: ArgumentHelp("The section of the blog.", valueName: "section")) var section: String?
    @Option(help: ArgumentHelp("The author's role, such as editor.", valueName: "role")) var role: String?

    private var members: [(String, String)] {
        [
            ("body", body), ("author", author), ("email", email), ("url", url), ("ip", ip), ("type", type),
            ("post", post), ("parent", parent), ("section", section), ("role", role),
        ].compactMap { name, value in value.map { (name, $0) } }
    }

    var isGiven: Bool { !members.isEmpty }

    /// The comment as JSON. A comment has a body, if an empty one.
    var record: [UInt8] {
        let all = body == nil ? members + [("body", "")] : members
        return Array(JSONValue.object(all.map { ($0, .string($1)) }).text.utf8)
    }
}
