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
            Status 1 when something was wrong with an input: what was whole is written, and messages name each line.

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
    @Option(help: ArgumentHelp("Only those from this day or time on, UTC.", valueName: "date")) var since: String?
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
            "Of wordpress, disqus, csv and tsv: the encoding, such as GBK, in place of what the file says.",
            valueName: "name"))
    var encoding: String?
    @Flag(help: "No summary and no progress bar.") var quiet = false
    @Argument(help: ArgumentHelp("The format, then files of it; - is stdin.", valueName: "format|file"))
    var words: [String] = []

    func validate() throws {
        if let since, FilterCommand.seconds(since) == nil {
            throw ValidationError("--since takes a date such as 2026-01-31, not \"\(since)\"")
        }
        _ = try mappings()
        if detect { return }
        let format = try format()
        if !map.isEmpty, !format.isTable { throw ValidationError("--map goes with csv and tsv") }
        if encoding != nil, !format.hasEncoding {
            throw ValidationError("--encoding goes with wordpress, disqus, csv and tsv; \(format.rawValue) is UTF-8")
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

    private func mappings() throws -> [ImportMapping] {
        try map.flatMap { $0.split(separator: ",") }.map { pair in
            let parts = pair.split(separator: "=", maxSplits: 1).map(String.init)
            guard parts.count == 2 else { throw ValidationError("--map takes field=Column, not \"\(pair)\"") }
            guard ImportMapping.fields.contains(parts[0]) else {
                let advice = Suggestion.advice(
                    for: parts[0], in: ImportMapping.fields,
                    otherwise: "there are \(ImportMapping.fields.joined(separator: ", "))")
                throw ValidationError("--map knows no field \"\(parts[0])\"; \(advice)")
            }
            return ImportMapping(field: parts[0], column: parts[1])
        }
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
        func words(_ lists: [String]) -> Set<String> {
            Set(lists.flatMap { $0.split(separator: ",").map(String.init) })
        }
        var options = CommentImport.Options()
        options.filter.posts = Set(post)
        options.filter.types = words(type)
        options.filter.statuses = words(status)
        options.filter.since = since.flatMap(FilterCommand.seconds)
        options.isLabelled = labelled
        options.map = try mappings()
        options.encoding = encoding
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

/// One import, with its messages.
final class ImportRun {
    /// So many problems are shown; the others are counted.
    private static let shownProblems = 20

    private let inputs: [InputFile]
    private let format: ImportFormat
    private let options: CommentImport.Options
    private let quiet: Bool
    private let stop = StopSignals()
    private var problems = 0
    private var usageProblems = 0
    private var bar: ProgressBar?

    init(_ inputs: [InputFile], _ format: ImportFormat, _ options: CommentImport.Options, quiet: Bool) {
        self.inputs = inputs
        self.format = format
        self.options = options
        self.quiet = quiet
    }

    func run() throws {
        stop.start(onHangup: { exit(128 + SIGHUP) })
        let importing = CommentImport(
            format, inputs: inputs, options: options, output: .standardOutput,
            shouldStop: { [stop] in stop.endsReading }, onProblem: { self.show($0) })
        let showsBar = !quiet && Terminal.isTerminal(STDERR_FILENO) && !Terminal.isTerminal(STDOUT_FILENO)
        bar = showsBar ? ProgressBar(input: importing.progress) : nil
        defer { bar?.clear() }
        try Self.attempt {
            try importing.run { [bar] in bar?.update(comments: $0.comments) }
        }
        bar?.clear()
        if problems > Self.shownProblems {
            StandardError.write("modfilter: and \(Numbers.grouped(problems - Self.shownProblems)) more problems")
        }
        let isRefused = usageProblems == problems && problems > 0 && importing.report.comments == 0
        if !quiet, !isRefused { StandardError.write(Self.summary(importing.report)) }
        if let signal = stop.signal { throw ExitCode.signal(signal) }
        if isRefused { throw ExitCode.usage }
        if problems > 0 { throw ExitCode.someFailed }
    }

    private func show(_ problem: ImportProblem) {
        problems += 1
        if problem.isUsage { usageProblems += 1 }
        if problems > Self.shownProblems { return }
        bar?.clear()
        let place = problem.line.map { "\(problem.input):\($0)" } ?? problem.input
        StandardError.write("modfilter: \(place): \(problem.message)")
    }

    private static func summary(_ report: ImportReport) -> String {
        var parts = ["\(Numbers.count(report.comments, "comment")) imported"]
        if report.leftOut > 0 { parts.append("\(Numbers.grouped(report.leftOut)) left out by the filters") }
        if report.empty > 0 { parts.append("\(Numbers.grouped(report.empty)) left out without text, name and address") }
        if report.controls > 0 { parts.append("\(Numbers.count(report.controls, "forbidden character")) dropped") }
        if report.ampersands > 0 { parts.append("\(Numbers.count(report.ampersands, "stray ampersand")) mended") }
        if report.problems > 0 { parts.append(Numbers.count(report.problems, "problem")) }
        return parts.joined(separator: "; ")
    }

    /// Does something with inputs and stdout, or says why that failed and ends.
    static func attempt<Result>(_ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let error as OutputError {
            if error.isClosedPipe { throw ExitCode.success }
            StandardError.write("modfilter: \(error.output) can't be written: \(error.message)")
            throw ExitCode.inputOutput
        } catch let error as InputError {
            StandardError.write("modfilter: \(error.input) can't be read: \(error.message)")
            throw ExitCode.inputOutput
        }
    }
}
