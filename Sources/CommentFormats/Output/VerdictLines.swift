import Moderation

/// Verdicts as JSON Lines: one line for each input record, in input order.
public final class VerdictLines: VerdictSink {
    private let output: OutputFile
    private let inputs: [String]

    /// - Parameter inputs: The names of the run's inputs; with more than one each verdict names its file.
    public init(output: OutputFile, inputs: [String] = []) {
        self.output = output
        self.inputs = inputs
    }

    public func makeCollector() -> any VerdictCollector {
        VerdictLinesCollector(head: RecordHead(inputs: inputs), encoder: VerdictJSON())
    }

    public func write(_ collector: any VerdictCollector) throws(OutputError) {
        guard let lines = collector as? any LineCollector else { return }
        try output.write(lines.storage)
    }

    /// Nothing is left to do: each block is written at once.
    public func finish() throws(OutputError) {}
}

final class VerdictLinesCollector: LineCollector {
    private let head: RecordHead
    private let encoder: VerdictJSON
    // One thread owns the collector: no run-time check is needed.
    @exclusivity(unchecked) private var buffer = ByteBuffer()

    init(head: RecordHead, encoder: VerdictJSON) {
        self.head = head
        self.encoder = encoder
    }

    var storage: UnsafeRawBufferPointer { buffer.storage }

    func removeAll() { buffer.removeAll() }

    func collect(
        _ verdict: borrowing Verdict, _ entry: borrowing CommentEntry, in block: CommentBlock,
        decoder: any CommentDecoder
    ) {
        buffer.append(UInt8(ascii: "{"))
        head.append(entry, in: block, to: &buffer)
        if let id = block.value(of: .id, in: entry) {
            buffer.append(",\"id\":" as StaticString)
            if entry.isInteger(.id) { buffer.append(id) } else { buffer.append(quoted: id) }
        }
        buffer.append(UInt8(ascii: ","))
        encoder.appendMembers(verdict, entry, in: block, decoder: decoder, to: &buffer)
        buffer.append("}\n" as StaticString)
    }

    func collect(malformed entry: borrowing CommentEntry, in block: CommentBlock) {
        head.appendError(entry, in: block, to: &buffer)
    }
}
