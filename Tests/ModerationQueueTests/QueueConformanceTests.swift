import Foundation
import Glibc
import Testing

@testable import Moderation
@testable import ModerationQueue

/// A store of comments under test.
protocol TestedStore {
    /// Opens it, as a run does.
    func open() throws -> any VerdictSink
    /// What it holds of an outcome, as the encoder wrote it, in order.
    func contents(_ outcome: Verdict.Outcome) throws -> [String]
}

/// What every store promises: one check for all of them.
@Suite("Any queue")
struct QueueConformanceTests {
    enum Store: String, CaseIterable, CustomTestStringConvertible {
        case files, database, memory

        var testDescription: String { rawValue }

        func make(_ folder: TemporaryFolder) -> any TestedStore {
            switch self {
            case .files: FileStore(folder: folder)
            case .database: DatabaseStore(folder: folder)
            case .memory: MemoryStore()
            }
        }
    }

    private func expect(
        _ store: any TestedStore, accept: [String] = [], hold: [String] = [], reject: [String] = [],
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        #expect(try store.contents(.accept) == accept.map { $0 + " accept" }, sourceLocation: sourceLocation)
        #expect(try store.contents(.hold) == hold.map { $0 + " hold" }, sourceLocation: sourceLocation)
        #expect(try store.contents(.reject) == reject.map { $0 + " reject" }, sourceLocation: sourceLocation)
    }

    @Test(
        "keeps each comment under its outcome, in input order, and nothing that is no comment",
        arguments: Store.allCases)
    func routing(_ kind: Store) throws {
        let folder = try TemporaryFolder()
        let store = kind.make(folder)
        let queue = try store.open()
        try queue.write(.held("1"), .accepted("2"), .malformed("{"), .rejected("3"), .accepted("4"))
        try queue.finish()
        try expect(store, accept: ["2", "4"], hold: ["1"], reject: ["3"])
    }

    @Test("has a block when it is written, and goes on in the next block and the next run", arguments: Store.allCases)
    func blocks(_ kind: Store) throws {
        let folder = try TemporaryFolder()
        let store = kind.make(folder)
        do {
            let queue = try store.open()
            try queue.write(.accepted("1"))
            try expect(store, accept: ["1"])
            try queue.write(.accepted("2"), .rejected("3"))
            try expect(store, accept: ["1", "2"], reject: ["3"])
            try queue.finish()
        }
        let next = try store.open()
        try next.write(.accepted("4"))
        try next.finish()
        try expect(store, accept: ["1", "2", "4"], reject: ["3"])
    }

    @Test("takes blocks of several workers in the order in which they are written", arguments: Store.allCases)
    func workers(_ kind: Store) throws {
        let folder = try TemporaryFolder()
        let store = kind.make(folder)
        let queue = try store.open()
        let (first, second) = (queue.makeCollector(), queue.makeCollector())
        second.collect([.accepted("2")])
        first.collect([.accepted("1")])
        queue.makeCollector().collect([.accepted("never written")])
        try queue.write(first)
        try queue.write(second)
        try queue.finish()
        try expect(store, accept: ["1", "2"])
    }

    @Test("takes an empty block, and a block without a comment", arguments: Store.allCases)
    func empty(_ kind: Store) throws {
        let folder = try TemporaryFolder()
        let store = kind.make(folder)
        let queue = try store.open()
        try queue.write()
        try queue.write(.malformed("{"))
        try queue.finish()
        try expect(store)
    }
}

private struct FileStore: TestedStore {
    let folder: TemporaryFolder

    func open() throws -> any VerdictSink {
        let paths = FileQueues.Paths(
            accept: folder.path("accept"), hold: folder.path("hold"), reject: folder.path("reject"))
        // A process that another test starts holds our files, and so the lock, until it has become another program.
        for _ in 0..<500 {
            if let queues = try? FileQueues(paths) { return queues }
            usleep(10_000)
        }
        return try FileQueues(paths)
    }

    func contents(_ outcome: Verdict.Outcome) throws -> [String] {
        (folder.text(outcome.name) ?? "").split(separator: "\n").map(String.init)
    }
}

private struct DatabaseStore: TestedStore {
    let folder: TemporaryFolder

    func open() throws -> any VerdictSink { try SQLiteQueue(folder.path("q.db")) { PlainEncoder() } }

    func contents(_ outcome: Verdict.Outcome) throws -> [String] {
        let database = try QueueDatabase(folder.path("q.db"), creates: false)
        defer { database.close() }
        var filter = QueueFilter()
        filter.outcome = outcome
        return try database.all(filter).map(\.comment)
    }
}

/// A queue in memory, for tests.
private final class MemoryStore: TestedStore, VerdictSink {
    private final class Collector: VerdictCollector {
        var comments: [(outcome: Verdict.Outcome, text: String)] = []

        func removeAll() { comments = [] }

        func collect(
            _ verdict: borrowing Verdict, _ entry: borrowing CommentEntry, in block: CommentBlock,
            decoder: any CommentDecoder
        ) {
            var buffer = ByteBuffer()
            PlainEncoder().append(verdict, entry, in: block, decoder: decoder, to: &buffer)
            comments.append((verdict.outcome, String(decoding: buffer.storage.dropLast(), as: UTF8.self)))
        }

        func collect(malformed entry: borrowing CommentEntry, in block: CommentBlock) {}
    }

    private var comments: [(outcome: Verdict.Outcome, text: String)] = []

    func open() -> any VerdictSink { self }

    func contents(_ outcome: Verdict.Outcome) -> [String] { comments.filter { $0.outcome == outcome }.map(\.text) }

    func makeCollector() -> any VerdictCollector { Collector() }

    func write(_ collector: any VerdictCollector) throws(OutputError) {
        if let collector = collector as? Collector { comments += collector.comments }
    }

    func finish() throws(OutputError) {}
}
