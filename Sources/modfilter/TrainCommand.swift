import ArgumentParser
import CommentFormats
import Glibc
import Moderation
import TextAnalysis
import Workbench

/// Trains a model.
struct TrainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "train",
        abstract: "Train a model on labelled comments: spam, tone, or author.",
        discussion: """
            Reads comments with labels as JSON Lines, such as {"body": "…", "labels": {"spam": true}}. spam and tone \
            look at the body, author looks at the name, web address and e-mail address of the author and learns from the \
            label spam. Each file is a source: all weigh the same, and the first figures say how good a model of the \
            other files is on each one, which is what to expect of comments from elsewhere. Equal texts are taken once. \
            The same files and the same seed give the same model. Status 1 when lines were no labelled comments.

            EXAMPLE
              modfilter train spam labelled.jsonl --write rules/models/spam.model
              modfilter train spam --from moderation.db --update rules/models/spam.model \
                --write rules/models/spam.model
            """)

    @Argument(help: ArgumentHelp("What to tell: spam, tone or author.", valueName: "kind"))
    var kind: TrainedKind

    @Argument(help: ArgumentHelp("Files of labelled comments; - is stdin.", valueName: "file"))
    var files: [String] = []

    @Option(help: ArgumentHelp("Where the model goes; without it only figures are shown.", valueName: "file"))
    var write: String?

    @Option(help: ArgumentHelp("A model to improve: its weights are where the new ones begin.", valueName: "model"))
    var update: String?

    @Option(
        help: ArgumentHelp(
            "Takes in what moderators decided about a queue's comments, as queue export --labelled prints it.",
            valueName: "file.db"))
    var from: String?

    @Option(
        help: ArgumentHelp(
            "Writes how sure a model that has not seen it is of each comment, as JSON Lines: where the labels may be wrong.",
            valueName: "file"))
    var predictions: String?

    @Option(help: "The greater, the more closely the model follows the comments.")
    var cost: Float = ModelTrainer.Options().cost

    @Option(help: "Another seed divides the comments in another way.")
    var seed: UInt64 = ModelTrainer.Options().seed

    @Option(help: ArgumentHelp("A line for the model's account, such as a licence.", valueName: "text"))
    var note: [String] = []

    func validate() throws {
        if predictions != nil, update != nil { throw ValidationError("--predictions goes with training, not --update") }
        if !(cost > 0 && cost <= 1000) { throw ValidationError("--cost takes a number above 0, up to 1000") }
        if note.contains(where: { $0.contains(where: \.isNewline) }) {
            throw ValidationError("--note takes one line; give it several times")
        }
    }

    func run() throws {
        let page = try predictions.map(ReportFile.init)
        let reader = try read()
        let set = reader.set
        if set.labels.allSatisfy({ $0 }) || !set.labels.contains(true) {
            StandardError.write(
                "modfilter: there are \(Numbers.count(set.count, "comment")) with the label \"\(kind.category)\", all of "
                    + "one kind; give some of both, such as \"labels\": {\"\(kind.category)\": false}")
            throw ExitCode.usage
        }
        var options = ModelTrainer.Options()
        (options.cost, options.seed) = (cost, seed)
        let trainer = ModelTrainer(set, options: options)
        let bar = Terminal.isTerminal(STDERR_FILENO) ? ProgressBar(noun: "trainings", hasRate: false) : nil
        let account = ModelAccount(
            kind: kind.rawValue, category: kind.category, set: set, options: options, notes: note)
        let style = Terminal.style(STDOUT_FILENO)
        let model: TextModel
        if let update {
            let old = try ModelFile.read(update, of: kind.input)
            let result = trainer.update(old, account: account.text, progress: { bar?.update(comments: $0, of: $1) })
            bar?.clear()
            for line in TrainingText.lines(result, style: style) { print(line) }
            model = result.model
        } else {
            let result = trainer.train(
                kind.input, account: account.text, progress: { bar?.update(comments: $0, of: $1) })
            bar?.clear()
            for line in TrainingText.lines(result, style: style) { print(line) }
            try page?.write(reader.lines(result.probabilities).joined(separator: "\n") + "\n")
            model = result.model
        }
        if let write {
            try ModelFile.write(model, to: write)
            print("\nWritten to \(write).")
        }
        throw status(reader.counts)
    }

    private func read() throws -> TrainingReader {
        let reader = TrainingReader(kind.input, category: kind.category)
        if let from {
            let options = try QueueOptions.parse(["--queue=\(from)"])
            let queue = try options.open()
            defer { queue.close() }
            var records: [[UInt8]] = []
            try LabelledDecisions(options: options).forEach(in: queue) { records.append(Array($0.json.text.utf8)) }
            try reader.read(RecordSource(records), names: [from])
            if files.isEmpty { return reader }
        }
        let input = try CommentInput.open(files, for: "train \(kind.rawValue)")
        try input.attempt {
            try reader.read(input.source, names: input.names) { input.bar?.update(comments: $0) }
        }
        return reader
    }

    private func status(_ counts: TrainingReader.Counts) -> ExitCode {
        if counts.unlabelled > 0 {
            StandardError.write(
                "modfilter: \(Numbers.count(counts.unlabelled, "comment")) left out, without the label \"\(kind.category)\""
            )
        }
        if counts.malformed == 0 { return .success }
        StandardError.write(
            "modfilter: \(Numbers.count(counts.malformed, "line")) left out, the first: \(counts.firstMalformed ?? "")")
        return .someFailed
    }
}

/// What can be trained.
enum TrainedKind: String, ExpressibleByArgument, CaseIterable {
    case spam, tone, author

    var input: ModelInput { self == .author ? .author : .body }
    var category: String { self == .tone ? "tone" : "spam" }
}

/// Shows what a model is.
struct ModelCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "model", abstract: "Look into a model's file.", subcommands: [ModelShowCommand.self])
}

struct ModelShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show where a model comes from and what it reached.",
        discussion: """
            EXAMPLE
              modfilter model show rules/models/spam.model
            """)

    @Argument(help: ArgumentHelp("The model's file.", valueName: "file"))
    var file: String

    func run() throws {
        let model = try ModelFile.read(file, of: nil)
        print("looks at: \(model.input == .body ? "body" : "author, url, email")")
        for line in model.account.split(separator: "\n") { print(SafeText.clean(line, limit: 1000)) }
    }
}

/// Models on disk.
enum ModelFile {
    /// Says what is wrong and ends, where there is no such model.
    static func read(_ path: String, of input: ModelInput?) throws -> TextModel {
        let bytes: [UInt8]
        do throws(InputError) {
            bytes = try InputFile.path(path).contents(limit: TextModel.greatestFile)
        } catch {
            StandardError.write("modfilter: \(path) can't be read: \(error.message)")
            throw ExitCode.inputOutput
        }
        do {
            let model = try TextModel(file: bytes)
            if let input, model.input != input {
                StandardError.write(
                    "modfilter: \(path) looks at \(model.input == .body ? "bodies" : "authors"); update it with the kind that it "
                        + "was trained for")
                throw ExitCode.usage
            }
            return model
        } catch let error as TextModel.FormatError {
            StandardError.write("modfilter: \(path) \(error.what); \(error.advice)")
            throw ExitCode.usage
        }
    }

    /// In a folder that is made where it is missing.
    static func write(_ model: TextModel, to path: String) throws {
        if let slash = path.lastIndex(of: "/") { try NewFiles.makeFolders(String(path[..<slash])) }
        try ReplacedFile.write(model.file, to: path)
    }
}
