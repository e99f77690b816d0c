import CommentFormats
import Foundation
import Testing

@testable import Moderation
@testable import ModerationQueue
@testable import Workbench

/// A rules folder, and a queue that its rules have filled.
final class ReviewFixture {
    /// Holds "casino", 赌博 and "doubtful".
    static let rules = """
        rule { name = "casino", category = "spam", score = 4, words = { "casino", "赌博" } }
        rule { name = "doubtful", category = "spam", score = 3, words = { "doubtful" } }
        rule { name = "trial", category = "spam", score = 9, shadow = true, words = { "casino" } }
        """

    let folder: RulesFixture
    let database: QueueDatabase
    /// The present of runs and reviews, in Unix seconds.
    var now: Int64 = 1_000_000

    init(_ lines: [String], rules: String = ReviewFixture.rules) throws {
        folder = try RulesFixture(["policy.lua": "policy { hold = 3, reject = 9 }", "rules.lua": rules])
        let path = folder.rules + "/../q.db"
        try Self.run(lines, folder, path: path, now: 1_000_000)
        database = try QueueDatabase(path, creates: false)
    }

    deinit { database.close() }

    /// Judges comments into the queue.
    func run(_ lines: [String]) throws {
        try Self.run(lines, folder, path: folder.rules + "/../q.db", now: now)
    }

    private static func run(_ lines: [String], _ folder: RulesFixture, path: String, now: Int64) throws {
        let queue = try SQLiteQueue(path, now: { now }, makeEncoder: { Encoder() })
        let pipeline = Pipeline(
            ruleSet: try folder.load(), source: RecordSource(lines.map { Array($0.utf8) }), queues: [queue],
            output: nil)
        #expect(try pipeline.run().outputError == nil)
    }

    func entry(_ id: String) throws -> QueueEntry { try database.entry(id, source: nil).get() }

    /// A review by ann.
    func session(_ change: (inout QueueFilter) -> Void = { _ in }) -> ReviewSession {
        var filter = QueueFilter()
        change(&filter)
        return ReviewSession(ReviewDesk(database, filter: filter, who: "ann", now: { [unowned self] in now }))
    }

    func held(_ id: String) throws -> HeldComment {
        try ReviewDesk(database, filter: QueueFilter(), who: "ann", now: { 0 }).held(entry(id))
    }

    private struct Encoder: CommentEncoder {
        let encoder = CommentJSON()

        func append(
            _ verdict: borrowing Verdict, _ entry: borrowing CommentEntry, in block: CommentBlock,
            decoder: any CommentDecoder, to buffer: inout ByteBuffer
        ) {
            encoder.append(verdict, entry, in: block, decoder: decoder, to: &buffer)
        }

        func find(_ fields: [Field], in record: UnsafeRawBufferPointer, into parts: inout [Range<Int>]) {
            encoder.find(fields, in: record, into: &parts)
        }
    }
}

extension ReviewSession.Effect {
    /// In a word: `show 2 1/3`, or what is said.
    var summary: String {
        switch self {
        case .show(let held, let number, let count): "show \(held.name) \(number)/\(count)"
        case .more(let held, let part): "more \(held.name) \(part)"
        case .say(let sentence), .finish(let sentence): sentence
        case .help: "help"
        case .writeTest(let wrong): "test \(wrong.rule ?? "") \(wrong.verdict?.name ?? "")"
        }
    }
}
