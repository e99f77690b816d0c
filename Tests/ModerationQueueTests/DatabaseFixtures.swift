import Foundation
import Testing

@testable import Moderation
@testable import ModerationQueue

extension QueueDatabase {
    /// All entries that a filter lets through.
    func all(_ filter: QueueFilter = QueueFilter()) throws -> [QueueEntry] {
        var entries: [QueueEntry] = []
        try list(filter) { entry in
            entries.append(entry)
            return true
        }
        return entries
    }
}

/// A comment with what was decided about it.
struct Judged {
    var id: String?
    var author: String?
    var post: String?
    var email: String?
    var ip: String?
    var body: String
    var outcome: Verdict.Outcome
    /// The rule that fired.
    var rule = "links"

    init(
        _ id: String?, _ body: String, _ outcome: Verdict.Outcome, author: String? = nil, post: String? = nil,
        rule: String = "links", email: String? = nil, ip: String? = nil
    ) {
        self.id = id
        self.body = body
        self.outcome = outcome
        self.author = author
        self.post = post
        self.rule = rule
        self.email = email
        self.ip = ip
    }
}

/// Writes the record as it is: tests put the verdict in themselves.
struct RecordEncoder: CommentEncoder {
    func append(
        _ verdict: borrowing Verdict, _ entry: borrowing CommentEntry, in block: CommentBlock,
        decoder: any CommentDecoder, to buffer: inout ByteBuffer
    ) {
        buffer.append(block.raw(entry))
        buffer.append("\n" as StaticString)
    }

    /// A record is flat, and its addresses have another member behind them.
    func find(_ fields: [Field], in record: UnsafeRawBufferPointer, into parts: inout [Range<Int>]) {
        let text = String(decoding: record, as: UTF8.self)
        parts = [Field.email, .ip].filter(fields.contains).compactMap { field in
            text.firstRange(of: try! Regex("\"\(field.name)\":\"[^\"]*\",")).map { range in
                text.utf8Offset(of: range.lowerBound)..<text.utf8Offset(of: range.upperBound)
            }
        }
    }

    /// Reads what was written so.
    static func addresses(_ record: String) -> StoredAddresses {
        func value(_ field: Field) -> String? {
            record.firstMatch(of: try! Regex("\"\(field.name)\":\"([^\"]*)\","))?[1].substring.map(String.init)
        }
        var parts: [Range<Int>] = []
        var record = record
        record.withUTF8 { RecordEncoder().find([.email, .ip], in: UnsafeRawBufferPointer($0), into: &parts) }
        return StoredAddresses(email: value(.email), ip: value(.ip), parts: parts)
    }
}

extension String {
    fileprivate func utf8Offset(of index: Index) -> Int { utf8.distance(from: startIndex, to: index) }
}

/// A queue's database in a folder of its own.
final class DatabasePlace {
    let folder: TemporaryFolder
    /// What the queue takes for the present, in Unix seconds.
    var now: Int64 = 1000

    var path: String { folder.path("q.db") }

    init() throws {
        folder = try TemporaryFolder()
    }

    /// One run over the inputs given, each a block.
    ///
    /// - Parameter keep: The addresses that the policy keeps.
    func run(_ inputs: [Judged]..., source: String = "", keep: [Field] = []) throws {
        let clock = { [now] in now }
        let queue = try SQLiteQueue(path, source: source, patience: 0.2, now: clock) { RecordEncoder() }
        defer { try? queue.finish() }
        for (number, comments) in inputs.enumerated() {
            let block = CommentBlock()
            block.source = number
            let collector = queue.makeCollector()
            var policy = Policy()
            policy.keep = keep
            var verdict = Verdict(ruleSet: RuleSet.only(policy))
            for (index, judged) in comments.enumerated() {
                let start = block.input.count
                block.input.append(
                    """
                    {"id":"\(judged.id ?? "")",\
                    \(judged.email.map { "\"email\":\"\($0)\"," } ?? "")\(judged.ip.map { "\"ip\":\"\($0)\"," } ?? "")\
                    "moderation":{"verdict":"\(judged.outcome.name)",\
                    "rules":[{"rule":"\(judged.rule)","score":2.5,"reason":"5 links"}]}}
                    """)
                var entry = CommentEntry(line: index + 1, raw: start..<block.input.count)
                let values = [
                    (Field.id, judged.id), (.body, judged.body), (.author, judged.author), (.post, judged.post),
                    (.email, judged.email), (.ip, judged.ip),
                ]
                for (field, value) in values {
                    guard var value else { continue }
                    entry.set(field, to: value.withUTF8 { block.append(UnsafeRawBufferPointer($0)) })
                }
                verdict.outcome = judged.outcome
                collector.collect(verdict, entry, in: block, decoder: NoDecoder())
            }
            try queue.write(collector)
        }
    }

    func open(patience: Double = 10) throws -> QueueDatabase {
        try QueueDatabase(path, creates: false, patience: patience)
    }

    /// Opens the queue for one step.
    @discardableResult
    func use<Value>(_ body: (QueueDatabase) throws -> Value) throws -> Value {
        let database = try open()
        defer { database.close() }
        return try body(database)
    }

    /// `ID OUTCOME STATE DECIDER` of each entry.
    func standings() throws -> [String] {
        try use { database in
            try database.all().map {
                "\($0.id ?? $0.key) \($0.outcome.name) \($0.state.rawValue) \($0.decidedBy.rawValue)"
            }
        }
    }

    func decide(_ id: String, _ outcome: Verdict.Outcome) throws {
        try use { database in
            _ = try database.decide([id], outcome, source: nil, who: "ann", note: nil, now: now).get()
        }
    }
}
