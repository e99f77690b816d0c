import Glibc
import Moderation

/// Reads the comments of other systems and writes them as JSON Lines.
///
/// Inputs are read piece by piece: memory stays bounded however long they are.
public final class CommentImport {
    /// How much is read at once, in bytes.
    private static let piece = 128 << 10

    /// How comments are read and which are written.
    public struct Options: Sendable {
        public var filter = ImportFilter()
        /// Whether what the other system thought of a comment is written as training data: `"labels":{"spam":true}`.
        public var isLabelled = false
        /// Columns of tables that stand for fields under another name.
        public var map: [ImportMapping] = []
        /// In place of what an input says of its encoding, or UTF-8.
        public var encoding: String?
        /// How many seconds the blog's own time is ahead of UTC, for dates that are given in it; `nil` takes them as UTC and
        /// counts them.
        public var timeZone: Int64?

        public init() {}
    }

    /// How far the reading has come.
    public let progress: InputProgress

    private let format: ImportFormat
    private let inputs: [InputFile]
    private let options: Options
    private let sink: ImportSink
    private let shouldStop: @Sendable () -> Bool

    /// - Parameters:
    ///   - inputs: Read one after the other.
    ///   - output: Gets a line for each comment.
    ///   - shouldStop: Asked before each piece; `true` ends the import.
    ///   - onProblem: Called for each thing that is wrong, in order.
    public init(
        _ format: ImportFormat, inputs: [InputFile], options: Options, output: OutputFile,
        shouldStop: @escaping @Sendable () -> Bool = { false }, onProblem: @escaping (ImportProblem) -> Void
    ) {
        self.format = format
        self.inputs = inputs
        self.options = options
        self.shouldStop = shouldStop
        sink = ImportSink(
            filter: options.filter, encoder: ImportedCommentJSON(isLabelled: options.isLabelled), output: output,
            onProblem: onProblem)
        var total: Int? = 0
        for input in inputs { total = input.size.flatMap { size in total.map { $0 + size } } }
        progress = InputProgress(totalBytes: total)
    }

    /// What has come of it so far.
    public var report: ImportReport { sink.report }

    /// Reads all inputs. One that is broken is read up to where it is, and does not keep the others from being read.
    ///
    /// - Parameter onPiece: Called after each piece.
    /// - Throws: `InputError` where an input can't be read, `OutputError` where the output can't be written.
    public func run(onPiece: (ImportReport) -> Void = { _ in }) throws {
        for input in inputs where !shouldStop() {
            sink.input = input.name
            do {
                try read(input, onPiece)
            } catch let fault as ImportFault {
                sink.add(fault.message, fault.line, isUsage: fault.isUsage)
            }
            sink.flush()
            if let failure = sink.failure { throw failure }
        }
    }

    /// What an input seems to hold.
    public static func detect(_ input: InputFile) throws -> DetectedFormat {
        let reader = try InputReader(opening: input, shouldStop: { false })
        let head = try head(of: reader, shouldStop: { false })
        return FormatDetection.format(of: head.storage)
    }

    private static func head(of reader: borrowing InputReader, shouldStop: () -> Bool) throws(InputError) -> ByteBuffer
    {
        var head = ByteBuffer(capacity: FormatDetection.length)
        while head.count < FormatDetection.length {
            let room = FormatDetection.length - head.count
            guard try reader.read(into: &head, room: room, shouldStop: shouldStop) == .bytes else { break }
        }
        return head
    }

    private func read(_ input: InputFile, _ onPiece: (ImportReport) -> Void) throws {
        let reader = try InputReader(opening: input, shouldStop: shouldStop)
        var buffer = try Self.head(of: reader, shouldStop: shouldStop)
        let detected = FormatDetection.format(of: buffer.storage)
        guard detected.allows(format) else { throw mismatch(detected, input) }
        progress.add(buffer.count)
        // A byte order mark, which readers of text look at themselves.
        if !format.hasEncoding, buffer.storage.starts(with: [0xEF, 0xBB, 0xBF]) { buffer.removeFirst(3) }
        if format == .isso, buffer.storage.starts(with: IssoDatabase.head) {
            return try readDatabase(input, onPiece)
        }
        let importer = Self.importer(format, options)
        let before = sink.report
        var isEnd = false
        while !isEnd {
            try importer.read(buffer.storage, isEnd: false, into: sink)
            if let failure = sink.failure { throw failure }
            onPiece(sink.report)
            buffer.removeAll()
            let outcome = try reader.read(into: &buffer, room: Self.piece, shouldStop: shouldStop)
            if outcome == .stopped { return }
            progress.add(buffer.count)
            isEnd = outcome == .end
        }
        try importer.read(buffer.storage, isEnd: true, into: sink)
        Self.close(importer, sink, since: before)
    }

    /// Says what an input held of which nothing came.
    static func close(_ importer: any CommentImporter, _ sink: ImportSink, since before: ImportReport) {
        let report = sink.report
        let hasCome =
            report.comments + report.leftOut + report.problems > before.comments + before.leftOut + before.problems
        if !hasCome, let sentence = importer.foundInstead { sink.add(sentence, nil) }
    }

    private func readDatabase(_ input: InputFile, _ onPiece: (ImportReport) -> Void) throws {
        guard case .path(let path) = input else {
            throw ImportFault(message: "a database can't be read from a pipe; name its file", isUsage: true)
        }
        let size = input.size ?? 0
        // Some thousand comments are a piece.
        try IssoDatabase(path: path).read(into: sink) { row, all in
            guard row % 1000 == 0 else { return }
            progress.add(all > 0 ? size / all * 1000 : 0)
            onPiece(sink.report)
        }
    }

    /// What reads an input of a format, but Isso's database.
    static func importer(_ format: ImportFormat, _ options: Options) -> any CommentImporter {
        switch format {
        case .wordpress: XMLReader(WordPressExport(timeZone: options.timeZone), encoding: options.encoding)
        case .disqus: XMLReader(DisqusExport(), encoding: options.encoding)
        case .wpJSON: WordPressJSON(options)
        case .isso: IssoJSON(options)
        case .remark42: Remark42Backup(options)
        case .akismet: AkismetForms(options)
        case .csv: DelimitedText(separator: nil, options)
        case .tsv: DelimitedText(separator: 0x09, options)
        }
    }

    private func mismatch(_ detected: DetectedFormat, _ input: InputFile) -> ImportFault {
        var message = "it is \(detected.title), not \(format.title)"
        if case .format(let right) = detected {
            message += "; modfilter import \(right.rawValue) \(input.name) reads it"
        }
        return ImportFault(message: message, isUsage: true)
    }
}
