import Moderation

/// One worker's hand in `FileQueues`: for each file, the bytes that a block adds to it.
final class FileQueuesCollector: VerdictCollector {
    /// For each outcome and the malformed, an index into `FileQueues.files`.
    private let routes: [Int?]
    private let encoder: any CommentEncoder
    /// One for each file. Four: no more files than outcomes and the malformed.
    private var buffers: InlineArray<4, ByteBuffer> = InlineArray { _ in ByteBuffer() }

    init(routes: [Int?], encoder: any CommentEncoder) {
        self.routes = routes
        self.encoder = encoder
    }

    /// What the block adds to a file, by the index in `FileQueues.files`. Valid until the next block.
    func bytes(forFile index: Int) -> UnsafeRawBufferPointer {
        buffers[index].storage
    }

    func removeAll() {
        for index in buffers.indices { buffers[index].removeAll() }
    }

    func collect(
        _ verdict: borrowing Verdict, _ entry: borrowing CommentEntry, in block: CommentBlock,
        decoder: any CommentDecoder
    ) {
        guard let file = routes[Int(verdict.outcome.rawValue)] else { return }
        encoder.append(verdict, entry, in: block, decoder: decoder, to: &buffers[file])
    }

    func collect(malformed entry: borrowing CommentEntry, in block: CommentBlock) {
        // The malformed come after the outcomes, as in `FileQueues.Paths.inOrder`.
        guard let file = routes[Verdict.Outcome.allCases.count] else { return }
        buffers[file].append(block.raw(entry))
        // A record that is too long to keep comes in pieces; only the last one ends the line.
        if !entry.continues { buffers[file].append(UInt8(ascii: "\n")) }
    }
}
