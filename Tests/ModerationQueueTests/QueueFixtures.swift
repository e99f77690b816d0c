import Foundation
import Glibc
import Testing

@testable import Moderation
@testable import ModerationQueue

/// A folder of its own that goes away with the test.
final class TemporaryFolder {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "modfilter-queue-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func path(_ name: String) -> String { path + "/" + name }

    /// What a file holds, or `nil` where there is none.
    func text(_ name: String) -> String? {
        FileManager.default.contents(atPath: path(name)).map { String(decoding: $0, as: UTF8.self) }
    }

    /// Writes a file and returns its path.
    func file(_ name: String, _ text: String) throws -> String {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path(name)))
        return path(name)
    }
}

/// Writes `RAW OUTCOME`, so that tests need no format.
struct PlainEncoder: CommentEncoder {
    func append(
        _ verdict: borrowing Verdict, _ entry: borrowing CommentEntry, in block: CommentBlock,
        decoder: any CommentDecoder, to buffer: inout ByteBuffer
    ) {
        buffer.append(block.raw(entry))
        buffer.append(" \(verdict.outcome.name)\n")
    }

    func find(_ fields: [Field], in record: UnsafeRawBufferPointer, into parts: inout [Range<Int>]) {
        parts = []
    }
}

extension RuleSet {
    /// No rules at all, for verdicts whose outcome the tests set themselves.
    static var none: RuleSet { only(Policy()) }

    /// No rules, and one policy.
    static func only(_ policy: Policy) -> RuleSet {
        RuleSet(
            rules: [], categories: [], entries: Entries(), policies: [policy], hash: "", order: [], types: [],
            groups: [],
            matchers: FieldMatchers(), historyQueries: [], models: [], lists: [], handles: [], library: ScriptLibrary())
    }
}

/// Lets no file of this process grow beyond `bytes`; writing on fails with `EFBIG`.
func limitFileSize(to bytes: rlim_t) {
    signal(SIGXFSZ, SIG_IGN)
    var limit = rlimit(rlim_cur: bytes, rlim_max: rlim_t.max)
    #expect(setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0)
}

/// Stands in where a decoder is asked for and none is used.
final class NoDecoder: CommentDecoder {
    func decode(_ block: CommentBlock) {}
    func readExtra(of entry: borrowing CommentEntry, in block: CommentBlock, into tape: inout ValueTape) {}
}

/// An input record with what was decided about it.
enum Record {
    case accepted(String)
    case held(String)
    case rejected(String)
    case malformed(String, continues: Bool = false)

    var text: String {
        switch self {
        case .accepted(let text), .held(let text), .rejected(let text), .malformed(let text, _): text
        }
    }

    var outcome: Verdict.Outcome? {
        switch self {
        case .accepted: .accept
        case .held: .hold
        case .rejected: .reject
        case .malformed: nil
        }
    }
}

extension FileQueues {
    /// Queues with the plain encoder.
    convenience init(_ paths: Paths, syncsEachBlock: Bool = false) throws {
        try self.init(paths, syncsEachBlock: syncsEachBlock) { PlainEncoder() }
    }
}

extension VerdictSink {
    /// Writes the records as one block.
    func write(_ records: Record...) throws {
        let collector = makeCollector()
        // What a block before left must not come again.
        collector.collect([.accepted("old"), .malformed("old")])
        collector.removeAll()
        collector.collect(records)
        try write(collector)
    }
}

extension VerdictCollector {
    /// Takes the records in as a worker does.
    func collect(_ records: [Record]) {
        let block = CommentBlock()
        var verdict = Verdict(ruleSet: RuleSet.none)
        for (index, record) in records.enumerated() {
            let start = block.input.count
            block.input.append(record.text)
            var entry = CommentEntry(line: index + 1, raw: start..<block.input.count)
            if let outcome = record.outcome {
                verdict.outcome = outcome
                var text = record.text
                entry.set(.body, to: text.withUTF8 { block.append(UnsafeRawBufferPointer($0)) })
                collect(verdict, entry, in: block, decoder: NoDecoder())
            } else {
                entry.malformation = CommentEntry.Malformation(code: "invalid_json", message: "broken")
                if case .malformed(_, let continues) = record { entry.continues = continues }
                collect(malformed: entry, in: block)
            }
        }
    }
}
