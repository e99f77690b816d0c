/// Where verdicts go. Workers collect side by side; blocks are written one at a time, in input order.
public protocol VerdictSink: AnyObject {
    /// A collector for one worker.
    func makeCollector() -> any VerdictCollector

    /// Writes what `collector`, one of its own, gathered for a block. All of the block or, on an error, nothing of it.
    func write(_ collector: any VerdictCollector) throws(OutputError)

    /// Makes what was written last, such as with `fsync`. Called once, after the last block.
    func finish() throws(OutputError)
}

/// One worker's hand in a sink: turns a block's verdicts into what the sink writes.
public protocol VerdictCollector: AnyObject {
    /// Forgets the block before.
    func removeAll()

    /// Takes in one comment and its verdict.
    func collect(
        _ verdict: borrowing Verdict, _ entry: borrowing CommentEntry, in block: CommentBlock,
        decoder: any CommentDecoder)

    /// Takes in a record that is no comment (`entry.malformation` is set).
    func collect(malformed entry: borrowing CommentEntry, in block: CommentBlock)

    /// Takes in what is to be remembered of the comment that was collected last.
    func collect(_ event: HistoryEvent)
}

extension VerdictCollector {
    /// Most remember nothing.
    public func collect(_ event: HistoryEvent) {}
}

/// An output or a queue that can't be written.
public struct OutputError: Error, Equatable {
    /// The name as the user gave it, or `stdout`.
    public var output: String
    /// A sentence, such as "No space left on device".
    public var message: String
    /// Whether the reader went away (a closed pipe), which ends a filter quietly.
    public var isClosedPipe: Bool

    public init(output: String, message: String, isClosedPipe: Bool = false) {
        self.output = output
        self.message = message
        self.isClosedPipe = isClosedPipe
    }
}
