import Testing
import TextAnalysis

@testable import Moderation

@Suite("what history counts by")
struct HistoryKeyTests {
    /// The counts of one query for each comment in turn.
    private func counts(
        by: [HistoryQuery.Key], distinct: [HistoryQuery.Key] = [], _ comments: [Comment], capacity: Int = 1000
    ) -> [Int32] {
        let query = HistoryQuery(by: by, distinct: distinct, within: nil)
        var history = History(queries: [query], capacity: capacity)
        let keys = HistoryKeys()
        var all: [Int32] = []
        var counts: [Int32] = []
        for comment in comments {
            let block = CommentBlock()
            block.append(comment, line: 1)
            keys.read(block, queries: [query])
            history.observe(keys, arrival: 0, counts: &counts)
            all += counts
        }
        return all
    }

    /// Long enough that a changed word moves few bits.
    private static let long = (0..<40).map { "sentence \($0) speaks of something else, namely of \($0 * 37)." }
        .joined(separator: " ")

    @Test("a text with a changed word is similar, another one is not, a short one never is")
    func similar() {
        let near = Self.long.replacing("namely of 37.", with: "namely of 38.")
        let far = String(Self.long.reversed())
        let texts = [Self.long, near, far, "short", "short", Self.long.uppercased()]
        #expect(counts(by: [.similar], texts.map { Comment(body: $0) }) == [0, 1, 0, 0, 0, 2])
    }

    @Test("rules that ask for similar texts from a reload on count from there on")
    func similarAfterReload() {
        let before = HistoryQuery(by: [.field(.author)], distinct: [], within: nil)
        let after = HistoryQuery(by: [.similar], distinct: [], within: nil)
        var history = History(queries: [before], capacity: 10)
        let keys = HistoryKeys()
        var counts: [Int32] = []
        func observe(_ query: HistoryQuery) -> [Int32] {
            let block = CommentBlock()
            block.append(Comment(author: "Ann", body: Self.long), line: 1)
            keys.read(block, queries: [query])
            history.observe(keys, arrival: 0, counts: &counts)
            return counts
        }
        #expect([observe(before), observe(before)] == [[0], [1]])
        history.ask([after])
        #expect([observe(after), observe(after)] == [[0], [1]])
    }

    @Test("similar and another key together need both")
    func similarBySender() {
        let comments = ["Ann", "Bob", "Ann"].map { Comment(author: $0, body: Self.long) }
        #expect(counts(by: [.similar, .field(.author)], comments) == [0, 0, 1])
        #expect(counts(by: [.field(.author), .similar], comments) == [0, 0, 1])
    }

    @Test("one domain in common is enough, and a comment counts once however many are")
    func linkDomains() {
        let bodies = [
            "http://a.example/1 http://b.example", "none", "http://www.a.example/2 http://b.example/3",
            "http://c.example", "https://sub.b.example",
        ]
        #expect(counts(by: [.linkDomain], bodies.map { Comment(body: $0) }) == [0, 0, 1, 0, 2])
    }

    @Test("different values of each kind are told apart")
    func distinct() {
        func comments(_ bodies: [String]) -> [Comment] { bodies.map { Comment([.ip: "10.0.0.1", .body: $0]) } }
        let domains = ["http://a.example", "http://a.example/2", "http://b.example http://c.example", "x", "y"]
        #expect(counts(by: [.field(.ip)], distinct: [.linkDomain], comments(domains)) == [0, 1, 1, 3, 3])
        let far = String(Self.long.reversed())
        let texts = [Self.long, Self.long + " !", far, "short", "y"]
        #expect(counts(by: [.field(.ip)], distinct: [.similar], comments(texts)) == [0, 1, 1, 2, 2])
    }

    @Test("a comment with very many domains takes a bounded part of the memory")
    func manyDomains() {
        let body = (0..<5000).map { "http://d\($0).example" }.joined(separator: " ")
        let comments = [Comment(body: body), Comment(body: "http://d7.example"), Comment(body: "http://d8.example")]
        #expect(counts(by: [.linkDomain], comments) == [0, 1, 0])
        #expect(counts(by: [.linkDomain], distinct: [.linkDomain], comments).count == 3)
    }

    @Test("different texts are told apart from the 64 that were counted last, however many there are")
    func comparedTexts() {
        func text(_ number: Int) -> Comment {
            let words = (0..<9).map { "w\((number * 7919 + $0 * 104_729) % 100_003)" }
            return Comment([.ip: "10.0.0.1", .body: words.joined(separator: " ")])
        }
        func last(_ between: Int) -> Int32? {
            let comments = (0...between).map(text) + [text(0), text(between + 1)]
            return counts(by: [.field(.ip)], distinct: [.similar], comments).last
        }
        #expect(last(63) == 64)
        // The first text is counted once more: between it and the same one are 64 others.
        #expect(last(64) == 66)
    }

    @Test("what is forgotten first is the oldest, for every kind of key", arguments: [1, 2, 3, 7])
    func forgetting(capacity: Int) {
        let comments = (0..<30).map { Comment(author: "a\($0 % 3)", body: "\(Self.long) http://d\($0 % 2).example") }
        let authors = (0..<30).map { Int32(max(0, min($0 / 3, capacity / 3))) }
        #expect(counts(by: [.field(.author)], comments, capacity: capacity) == authors)
        let last = counts(by: [.similar], comments, capacity: capacity).last
        #expect(last == Int32(capacity))
    }

    @Test("what an event remembers counts as the comment itself did")
    func restoring() throws {
        final class Memory: ModerationMemory {
            let hash = FieldHash(.ofProcess)
            let source = ""
            func events(limit: Int, visit: (HistoryEvent) -> Void) {}
            func decisions() throws(OutputError) -> any PastDecisions { throw OutputError(output: "", message: "") }
            func lookAnew() {}
        }
        let queries: [HistoryQuery] = [
            [.field(.ip)], [.emailDomain], [.fingerprint], [.similar], [.linkDomain], [.field(.author), .linkDomain],
        ].map { HistoryQuery(by: $0, distinct: [], within: 100) }
        let comments = (0..<40).map { number in
            Comment(
                [
                    .ip: "10.0.0.\(number % 3)", .email: "a\(number % 4)@x\(number % 2).org", .author: "a\(number % 2)",
                    .body: "\(Self.long) http://d\(number % 5).example",
                ], createdAt: Int64(number))
        }
        func run(_ comments: ArraySlice<Comment>, _ history: inout History) -> ([Int32], [HistoryEvent]) {
            let keys = HistoryKeys(Memory())
            var counts: [Int32] = []
            let block = CommentBlock()
            for comment in comments { block.append(comment, line: 1) }
            keys.read(block, queries: queries)
            history.observe(keys, arrival: 0, counts: &counts)
            return (counts, keys.rows.indices.compactMap { keys.event($0) })
        }
        var whole = History(queries: queries, capacity: 100, numbersEqual: true)
        let (_, events) = run(comments[..<20], &whole)
        #expect(events.count == 20)
        var restored = History(queries: queries, capacity: 100, numbersEqual: true)
        var values = HistoryValues()
        for event in events {
            values.read(event)
            restored.restore(event, values)
        }
        let (later, new) = run(comments[20...], &whole)
        #expect(run(comments[20...], &restored).0 == later)
        #expect(new.count == 20)
        // The same input again: nothing is new.
        var again = restored.after(History(queries: queries, capacity: 100, numbersEqual: true))
        #expect(run(comments[...], &again).1.isEmpty)
    }

    @Test("the numbers of kinds are stored and stay")
    func kinds() {
        #expect(HistoryEvent.Kind(.author).rawValue == 2 && HistoryEvent.Kind(.email).rawValue == 3)
        #expect(HistoryEvent.Kind(.url).rawValue == 4 && HistoryEvent.Kind(.ip).rawValue == 5)
        #expect(HistoryEvent.Kind(.body).rawValue == 8 && HistoryEvent.Kind(.role).rawValue == 15)
        #expect(HistoryEvent.Kind.emailDomain.rawValue == 32 && HistoryEvent.Kind.linkDomain.rawValue == 35)
    }
}
