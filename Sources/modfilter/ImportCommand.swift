import ArgumentParser
import CommentFormats
import Glibc
import Moderation

extension ImportFormat: ExpressibleByArgument {}

/// Turns comments of another system into JSON Lines.
struct ImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Read the comments of another system and write them as JSON Lines.",
        discussion: """
            FORMATS
            \(formats)

            What a comment's state was there is kept as "status": approved, hold, spam, trash, post-trashed or deleted. \
            Status 1 when something was wrong with an input: what was whole is written, and messages name each line. \
            Dates in the blog's own time count as UTC unless --time-zone says how far it is from that. Of WP-CLI take \
            wp comment list --format=json: its CSV can't be read for certain where a text has \\".

            EXAMPLES
              modfilter import wordpress export.xml | modfilter
              modfilter import --detect export.xml
              modfilter import wordpress --labelled --status approved,spam export.xml > training.jsonl
              modfilter import wp-json page1.json page2.json > comments.jsonl
              modfilter import csv --map author=Name,body=Text table.csv > comments.jsonl
              gunzip -c disqus.xml.gz | modfilter import disqus - > comments.jsonl
            """)

    private static var formats: String {
        ImportFormat.allCases.map { format in
            "  " + format.rawValue + String(repeating: " ", count: 11 - format.rawValue.count) + format.title
        }.joined(separator: "\n")
    }

    @Flag(help: "Say which format each file seems to have, and read no further.") var detect = false
    @Option(help: ArgumentHelp("Only those under this post (its id or address).", valueName: "post"))
    var post: [String] = []
    @Option(help: ArgumentHelp("Only those from this year, month, day or time on, UTC.", valueName: "date"))
    var since: String?
    @Option(help: ArgumentHelp("Only those of these types, such as comment,pingback.", valueName: "types"))
    var type: [String] = []
    @Option(help: ArgumentHelp("Only those in these states, such as approved,spam.", valueName: "states"))
    var status: [String] = []
    @Flag(help: "Add what people decided as training data: \"labels\" with spam true or false.") var labelled = false
    @Option(
        help: ArgumentHelp(
            "Of csv and tsv: which column is which field, such as author=Name,body=Text.", valueName: "fields"))
    var map: [String] = []
    @Option(
        help: ArgumentHelp(
            "Of all but akismet: the encoding, such as GBK, in place of what the file says.", valueName: "name"))
    var encoding: String?
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Of wordpress, wp-json, akismet, csv and tsv: the blog's own time, such as +08:00 or Z.",
            valueName: "offset"))
    var timeZone: String?
    @Flag(help: "No summary and no progress bar.") var quiet = false
    @Argument(help: ArgumentHelp("The format, then files of it; - is stdin.", valueName: "format|file"))
    var words: [String] = []

    func validate() throws {
        if let since, ImportArguments.since(since) == nil {
            throw ValidationError("--since takes a date such as 2026-01-31, not \"\(since)\"")
        }
        if let timeZone, ImportArguments.timeZone(timeZone) == nil {
            throw ValidationError("--time-zone takes an offset such as +08:00, -05:00 or Z, not \"\(timeZone)\"")
        }
        if post.contains("") { throw ValidationError("--post takes the id or address of a post") }
        if encoding == "" { throw ValidationError("--encoding takes a name such as GBK") }
        _ = try ImportArguments.words(type, of: "--type")
        _ = try ImportArguments.statuses(status)
        _ = try ImportArguments.mappings(map)
        if detect { return }
        let format = try format()
        if !map.isEmpty, !format.isTable { throw ValidationError("--map goes with csv and tsv") }
        if encoding != nil, !format.hasEncoding {
            throw ValidationError("--encoding goes with all formats but akismet, whose requests say their own")
        }
        if timeZone != nil, !format.hasLocalTime {
            throw ValidationError("--time-zone goes with wordpress, wp-json, akismet, csv and tsv")
        }
    }

    private func format() throws -> ImportFormat {
        let names = ImportFormat.allCases.map(\.rawValue)
        guard let word = words.first else {
            throw ValidationError("import takes a format and a file: modfilter import wordpress export.xml")
        }
        if let format = ImportFormat(rawValue: word) { return format }
        let advice = Suggestion.advice(
            for: word, in: names, otherwise: "there are \(names.joined(separator: ", "))")
        throw ValidationError("there is no format \"\(word)\"; \(advice)")
    }

    func run() throws {
        if detect { return try printFormats() }
        let format = try format()
        let names = Array(words.dropFirst())
        if names.isEmpty, Terminal.isTerminal(STDIN_FILENO) {
            StandardError.write("modfilter import reads a file: modfilter import \(format.rawValue) FILE")
            throw ExitCode.usage
        }
        try ImportRun(try InputFiles(names).checked(), format, options(), quiet: quiet).run()
    }

    private func options() throws -> CommentImport.Options {
        var options = CommentImport.Options()
        options.filter.posts = Set(post)
        options.filter.types = Set(try ImportArguments.words(type, of: "--type"))
        options.filter.statuses = Set(try ImportArguments.statuses(status))
        options.filter.since = since.flatMap(ImportArguments.since)
        options.isLabelled = labelled
        options.map = try ImportArguments.mappings(map)
        options.encoding = encoding
        options.timeZone = timeZone.flatMap(ImportArguments.timeZone)
        return options
    }

    private func printFormats() throws {
        let inputs = try InputFiles(words).checked()
        var isKnown = true
        for input in inputs {
            let detected = try ImportRun.attempt { try CommentImport.detect(input) }
            let head = inputs.count > 1 ? "\(SafeText.clean(input.name, limit: 400)): " : ""
            if case .format(let format) = detected {
                print(head + format.rawValue)
            } else {
                isKnown = false
                StandardError.write("modfilter: \(input.name) is \(detected.title)")
            }
        }
        if !isKnown { throw ExitCode.someFailed }
    }
}
