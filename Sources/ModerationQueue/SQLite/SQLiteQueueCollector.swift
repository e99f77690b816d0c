import Moderation
import TextAnalysis

/// One worker's hand in `SQLiteQueue`: the rows that a block comes to.
final class SQLiteQueueCollector: VerdictCollector {
    /// One comment. Texts are ranges of the collector's bytes.
    struct Row {
        /// Which of the run's inputs it came from.
        var input: Int
        var id: Range<Int>?
        var author: Range<Int>?
        var post: Range<Int>?
        var parent: Range<Int>?
        var body: Range<Int>?
        /// The record with its verdict, without a line end.
        var comment: Range<Int>
        var createdAt: Int64?
        /// The keyed digest of all that came in.
        var content: [UInt8]
        /// The bits of keyed hashes.
        var emailHash: Int64?
        var ipHash: Int64?
        /// What leaves the comment when it is done, as `CutParts` has it; empty where nothing does.
        var addresses: [UInt8]
        var outcome: Verdict.Outcome
        /// What history remembers of it, where that is new.
        var event: Event?
    }

    struct Event {
        var time: Int64
        var id: UInt64
        /// As `StoredEvent` writes them.
        var keys: Range<Int>
    }

    private(set) var rows: [Row] = []
    /// Whether a digest could not be made, so that the rows can't be told apart.
    private(set) var isShortOfMemory = false
    private let encoder: any CommentEncoder
    private var buffer = ByteBuffer()
    private var digested = ByteBuffer()
    private var extra = ValueTape()

    private var parts: [Range<Int>] = []
    private let key: QueueKey
    private let hash: FieldHash

    init(encoder: any CommentEncoder, key: QueueKey, hash: FieldHash) {
        self.encoder = encoder
        self.key = key
        self.hash = hash
    }

    /// A text of a row. Valid until the next comment is taken in.
    func bytes(_ range: Range<Int>?) -> UnsafeRawBufferPointer? {
        range.map { UnsafeRawBufferPointer(rebasing: buffer.storage[$0]) }
    }

    func removeAll() {
        rows.removeAll(keepingCapacity: true)
        isShortOfMemory = false
        buffer.removeAll()
    }

    func collect(
        _ verdict: borrowing Verdict, _ entry: borrowing CommentEntry, in block: CommentBlock,
        decoder: any CommentDecoder
    ) {
        let start = buffer.count
        encoder.append(verdict, entry, in: block, decoder: decoder, to: &buffer)
        if buffer.storage.last == UInt8(ascii: "\n") { buffer.truncate(to: buffer.count - 1) }
        add(entry, from: start, verdict.outcome, forgetting: verdict.forgotten, in: block, decoder: decoder)
    }

    /// Takes in a comment as it came, with what was decided about it elsewhere.
    func collect(
        old entry: borrowing CommentEntry, _ outcome: Verdict.Outcome, in block: CommentBlock,
        decoder: any CommentDecoder
    ) {
        let start = buffer.count
        buffer.append(block.raw(entry))
        add(entry, from: start, outcome, forgetting: [.email, .ip], in: block, decoder: decoder)
    }

    /// Adds the row of a comment whose record stands at the end of the buffer.
    private func add(
        _ entry: borrowing CommentEntry, from start: Int, _ outcome: Verdict.Outcome, forgetting fields: [Field],
        in block: CommentBlock, decoder: any CommentDecoder
    ) {
        let comment = start..<buffer.count
        encoder.find(fields, in: UnsafeRawBufferPointer(rebasing: buffer.storage[comment]), into: &parts)
        let id = copy(.id, of: entry, in: block)
        rows.append(
            Row(
                input: block.source, id: id, author: copy(.author, of: entry, in: block),
                post: copy(.post, of: entry, in: block), parent: copy(.parent, of: entry, in: block),
                body: copy(.body, of: entry, in: block), comment: comment, createdAt: entry.createdAt,
                content: digest(entry, in: block, decoder: decoder), emailHash: hash(.email, of: entry, in: block),
                ipHash: hash(.ip, of: entry, in: block), addresses: CutParts.bytes(parts) ?? [], outcome: outcome))
    }

    func collect(_ event: HistoryEvent) {
        let start = buffer.count
        StoredEvent.write(event, to: &buffer)
        rows[rows.count - 1].event = Event(time: event.time, id: event.id, keys: start..<buffer.count)
    }

    /// What is no comment has no verdict that anybody could act upon.
    func collect(malformed entry: borrowing CommentEntry, in block: CommentBlock) {}

    /// Copies a field, where it says anything.
    private func copy(_ field: Field, of entry: borrowing CommentEntry, in block: CommentBlock) -> Range<Int>? {
        guard let value = block.value(of: field, in: entry), !Blank.isBlank(value) else { return nil }
        let start = buffer.count
        buffer.append(value)
        return start..<buffer.count
    }

    private func hash(_ field: Field, of entry: borrowing CommentEntry, in block: CommentBlock) -> Int64? {
        block.value(of: field, in: entry).flatMap { hash(of: $0, in: field) }.map { Int64(bitPattern: $0) }
    }

    /// A digest of all fields and of what the comment holds beside them, however the record spells them.
    private func digest(
        _ entry: borrowing CommentEntry, in block: CommentBlock, decoder: any CommentDecoder
    ) -> [UInt8] {
        digested.removeAll()
        for field in Field.allCases {
            let value = block.value(of: field, in: entry)
            digested.append(word: Int64(value?.count ?? -1))
            if let value { digested.append(value) }
        }
        digested.append(word: entry.createdAt ?? .min)
        digested.append(word: entry.postCreatedAt ?? .min)
        if entry.hasExtra {
            decoder.readExtra(of: entry, in: block, into: &extra)
            for node in extra.nodes { append(node) }
        }
        guard let digest = Digest(of: digested.storage), let keyed = key.digest(of: digest.bytes) else {
            isShortOfMemory = true
            return []
        }
        return keyed
    }

    private func append(_ node: ValueTape.Node) {
        let (kind, value): (Int64, Int64) =
            switch node {
            case .null: (0, 0)
            case .boolean(let flag): (1, flag ? 1 : 0)
            case .integer(let integer): (2, integer)
            case .unsigned(let integer): (3, Int64(bitPattern: integer))
            case .number(let number): (4, Int64(bitPattern: number.bitPattern))
            case .string(let range): (5, Int64(range.count))
            case .array(let count): (6, Int64(count))
            case .object(let count): (7, Int64(count))
            }
        digested.append(word: kind)
        digested.append(word: value)
        if case .string(let range) = node {
            extra.bytes.withUnsafeBytes { digested.append(UnsafeRawBufferPointer(rebasing: $0[range])) }
        }
    }
}

extension Verdict {
    /// The addresses that are not to be kept when the comment is done.
    fileprivate var forgotten: [Field] {
        let kept = policy < ruleSet.policies.count ? ruleSet.policies[policy].keep : []
        return [.email, .ip].filter { !kept.contains($0) }
    }
}

extension ByteBuffer {
    fileprivate mutating func append(word: Int64) {
        withUnsafeBytes(of: word.littleEndian) { append($0) }
    }
}
