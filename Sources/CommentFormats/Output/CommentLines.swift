import Moderation

/// Comments as JSON Lines with their verdict under `moderation`, so that filters can be chained.
///
/// A record that is no comment is replaced by its error record.
public final class CommentLines: VerdictSink {
    private let output: OutputFile
    private let inputs: [String]

    /// - Parameter inputs: The names of the run's inputs; with more than one each error record names its file.
    public init(output: OutputFile, inputs: [String] = []) {
        self.output = output
        self.inputs = inputs
    }

    public func makeCollector() -> any VerdictCollector {
        CommentLinesCollector(head: RecordHead(inputs: inputs), encoder: CommentJSON())
    }

    public func write(_ collector: any VerdictCollector) throws(OutputError) {
        guard let lines = collector as? any LineCollector else { return }
        try output.write(lines.storage)
    }

    /// Nothing is left to do: each block is written at once.
    public func finish() throws(OutputError) {}
}

final class CommentLinesCollector: LineCollector {
    private let head: RecordHead
    private let encoder: CommentJSON
    // One thread owns the collector: no run-time check is needed.
    @exclusivity(unchecked) private var buffer = ByteBuffer()

    init(head: RecordHead, encoder: CommentJSON) {
        self.head = head
        self.encoder = encoder
    }

    var storage: UnsafeRawBufferPointer { buffer.storage }

    func removeAll() { buffer.removeAll() }

    func collect(
        _ verdict: borrowing Verdict, _ entry: borrowing CommentEntry, in block: CommentBlock,
        decoder: any CommentDecoder
    ) {
        encoder.append(verdict, entry, in: block, decoder: decoder, to: &buffer)
    }

    func collect(malformed entry: borrowing CommentEntry, in block: CommentBlock) {
        head.appendError(entry, in: block, to: &buffer)
    }
}
