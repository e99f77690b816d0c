import Moderation

/// Where readers bring the comments that they find, and what was wrong.
///
/// Comments go through the filter to the output. An output that fails is noted and looked at by the run after each
/// piece: readers are called by parsers that can't be left in the middle.
final class ImportSink {
    /// Written at once where so much has come together.
    private static let block = 64 << 10

    var report = ImportReport()
    private(set) var failure: OutputError?
    /// The name of the input that is read.
    var input = ""

    private let filter: ImportFilter
    private let encoder: ImportedCommentJSON
    private let output: OutputFile
    private let onProblem: (ImportProblem) -> Void
    private var buffer = ByteBuffer(capacity: 2 * block)

    init(
        filter: ImportFilter, encoder: ImportedCommentJSON, output: OutputFile,
        onProblem: @escaping (ImportProblem) -> Void
    ) {
        self.filter = filter
        self.encoder = encoder
        self.output = output
        self.onProblem = onProblem
    }

    func take(_ comment: ImportedComment) {
        guard failure == nil else { return }
        if comment.isTooLong {
            let limit = ImportedComment.longest >> 20
            return add("the comment has more than \(limit) MiB; it is left out", comment.entry.line)
        }
        guard comment.hasContent || comment.emptyIfDeleted() else {
            report.empty += 1
            return
        }
        for date in comment.wrongDates { add("\(date.name) is no date; the comment is taken without", date.line) }
        guard filter.admits(comment) else {
            report.leftOut += 1
            return
        }
        encoder.append(comment, to: &buffer)
        report.comments += 1
        if comment.hasLocalTime { report.localTimes += 1 }
        if buffer.count >= Self.block { flush() }
    }

    /// Notes what was wrong.
    func add(_ message: String, _ line: Int?, isUsage: Bool = false) {
        report.problems += 1
        onProblem(ImportProblem(input: input, line: line, message: message, isUsage: isUsage))
    }

    /// Writes what is left.
    func flush() {
        guard failure == nil, buffer.count > 0 else { return }
        do throws(OutputError) {
            try output.write(buffer.storage)
        } catch {
            failure = error
        }
        buffer.removeAll()
    }
}

/// Reads the comments of one input of one format.
protocol CommentImporter: AnyObject {
    /// What the input holds in place of comments, as a sentence; `nil` where it may well hold none. Asked when nothing
    /// came of an input.
    var foundInstead: String? { get }

    /// Takes the next piece of the input, which may end anywhere, and brings the comments in it to `sink`. The first
    /// piece is `FormatDetection.length` bytes long where the input is.
    ///
    /// - Throws: `ImportFault` where there is no going on. What was whole before has been brought by then.
    func read(_ bytes: UnsafeRawBufferPointer, isEnd: Bool, into sink: ImportSink) throws(ImportFault)
}
