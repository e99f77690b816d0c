import Foundation
import Testing

@testable import Moderation
@testable import ModerationQueue

@Suite("Words in a queue's database")
struct SearchTests {
    let place: DatabasePlace

    init() throws {
        place = try DatabasePlace()
        try place.run([
            Judged("1", "Visit our CASINO today", .hold, author: "Ann"),
            Judged("2", "网上赌博 is not for me", .reject, author: "赌王"),
            Judged("3", "Today: nothing", .accept, author: "Casino Royale"), Judged("4", "", .accept),
            Judged("5", "today\u{0} casino \"quoted\" AND not", .hold),
        ])
    }

    private func find(_ text: String, _ change: (inout QueueFilter) -> Void = { _ in }) throws -> [String?] {
        var filter = QueueFilter()
        filter.search = try QueueSearch(text)
        change(&filter)
        return try place.use { try $0.all(filter).map(\.id) }
    }

    @Test(
        "are found in name and text, folded, all of them, in whatever order",
        arguments: [
            ("casino", ["1", "3", "5"]), ("Ｃasino today", ["1", "3", "5"]), ("today-casino", ["5"]), ("cas", []),
            ("赌", ["2"]), ("赌博", ["2"]), ("賭博", ["2"]), ("博赌", []), ("赌 王 me", ["2"]), ("nowhere", []),
            ("ann", ["1"]), ("visit nothing", []),
        ])
    func words(text: String, ids: [String]) throws {
        #expect(try find(text) == ids)
    }

    @Test(
        "are never taken for the search's own language",
        arguments: [
            ("casino\"", ["1", "3", "5"]), ("\"casino today\"", ["1", "3", "5"]), ("who:ann", []),
            ("casino OR nothing", []), ("NEAR(casino today)", []), ("cas*", []), ("^visit", ["1"]),
            ("-casino", ["1", "3", "5"]), ("casino AND", ["5"]), ("(casino", ["1", "3", "5"]), ("said : casino", []),
            ("casino + today", ["1", "3", "5"]), ("' OR 1=1 --", []), ("to\u{0}day", ["1", "3", "5"]),
        ])
    func hostile(text: String, ids: [String]) throws {
        #expect(try find(text) == ids)
    }

    @Test("must be there, and not too many")
    func limits() {
        for text in ["", "  ", "!!!", "\"'*", "\u{0}"] {
            #expect(throws: QueueSearch.Problem.noWord) { try QueueSearch(text) }
        }
        for text in [String(repeating: "赌", count: 350_000), String(repeating: "a ", count: 500_000)] {
            #expect(throws: QueueSearch.Problem.tooMany(100)) { try QueueSearch(text) }
        }
        #expect(throws: Never.self) { try QueueSearch(String(repeating: "a", count: 1 << 20)) }
    }

    @Test("are looked for together with other conditions, and no more than asked for")
    func filters() throws {
        #expect(try find("casino") { $0.outcome = .hold } == ["1", "5"])
        #expect(try find("casino") { $0.author = "Ann" } == ["1"])
        #expect(try find("casino") { $0.limit = 2 } == ["1", "3"])
        #expect(try find("casino") { $0.source = "zh" } == [])
    }

    @Test("leave the index with the comment that changes or goes, and come in with the new one")
    func changes() throws {
        #expect(try find("casino") == ["1", "3", "5"])
        try place.run([Judged("1", "Visit our garden", .hold, author: "Ann")])
        #expect(try place.use { try $0.index() } == 1)
        #expect(try find("casino") == ["3", "5"] && find("garden") == ["1"])
        // Twice before anybody searches.
        try place.run([Judged("3", "one", .accept)])
        try place.run([Judged("3", "two", .accept)])
        #expect(try find("casino") == ["5"] && find("one") == [] && find("two") == ["3"])
        // The last one, so that its number is given away again; changed and not yet indexed before.
        try place.run([Judged("5", "today", .hold, author: "Eve")])
        _ = try place.use { try $0.forget(.author("Eve"), who: "ann", now: 0) }
        try place.run([Judged("6", "a casino again", .hold)])
        #expect(try find("casino") == ["6"] && find("today") == [])
        #expect(try place.use { try $0.check() } == [])
    }

    @Test("of a person who was forgotten are not left on the disk")
    func forgotten() throws {
        try place.run([Judged("7", "the zyzzyva again", .hold, author: "Quodlibet", email: "a@example.org")])
        #expect(try find("zyzzyva") == ["7"])
        try place.run((100..<400).map { Judged("\($0)", "filling \($0)", .accept) })
        #expect(try find("filling").count == 300)
        _ = try place.use { try $0.forget(.email("a@example.org"), who: "ann", now: 0) }
        for ending in ["", "-wal"] {
            let bytes = FileManager.default.contents(atPath: place.path + ending) ?? Data()
            // The index leaves out of a word what it has in common with the one before.
            for text in ["yzzyva", "uodlibet"] {
                #expect(bytes.range(of: Data(text.utf8)) == nil, "\(text) in \(ending)")
            }
        }
        #expect(try find("filling").count == 300)
    }

    @Test("of what was the last comment, was changed before, or is pruned are not left on the disk either")
    func lastOnes() throws {
        func traces() -> [String] {
            ["", "-wal"].filter { ending in
                let bytes = FileManager.default.contents(atPath: place.path + ending) ?? Data()
                return bytes.range(of: Data("uokka".utf8)) != nil
            }
        }
        try place.run([Judged("1", "the quokka again", .accept, author: "Eve")])
        #expect(try find("quokka") == ["1"])
        try place.run([Judged("1", "nothing", .accept, author: "Eve")])
        _ = try place.use { try $0.forget(.author("Eve"), who: "ann", now: 0) }
        #expect(traces() == [])
        try place.run([Judged("6", "the quokka again", .accept)])
        #expect(try find("quokka") == ["6"])
        try place.use { database in
            _ = try database.take(.accept, limit: 9, lease: "L", seconds: 9, now: 0)
            _ = try database.finish(lease: "L")
            _ = try database.prune(QueuePruning(before: 2000), who: "ann", now: 0)
        }
        #expect(traces() == [])
        let small = try DatabasePlace()
        try small.run([Judged("1", "the quokka", .hold, author: "Eve")])
        #expect(try small.use { try $0.index() } == 1)
        _ = try small.use { try $0.forget(.author("Eve"), who: "ann", now: 0) }
        #expect(FileManager.default.contents(atPath: small.path)?.range(of: Data("uokka".utf8)) == nil)
    }

    @Test("are indexed once, while others write, and the progress is told")
    func index() throws {
        try place.run((100..<6_000).map { Judged("\($0)", "filling", .accept) })
        var steps: [Int] = []
        let run = try SQLiteQueue(place.path) { PlainEncoder() }
        let count = try place.use { database in
            try database.index { done, all in
                steps.append(done)
                #expect(all == 5_905)
                if done == 5_000 { try? run.write(.accepted("new one")) }
            }
        }
        try run.finish()
        #expect(count == 5_906 && steps == [0, 5_000, 5_905])
        #expect(try place.use { try $0.index() } == 0)
        #expect(try find("new") == [nil])
    }

    @Test("are indexed anew where they come out otherwise than before")
    func stale() throws {
        #expect(try find("casino").count == 3)
        try place.use { database in
            try database.perform { _ = try $0.run("UPDATE meta SET value = 7 WHERE name = 'searched_form'") }
        }
        #expect(try place.use { try $0.index() } == 5)
        #expect(try find("casino").count == 3)
        #expect(try place.use { try $0.check() } == [])
    }

    @Test("are damaged where a check says so")
    func damaged() throws {
        #expect(try find("casino").count == 3)
        try place.use { try $0.transaction { _ = try $0.run("DELETE FROM search_data WHERE id > 100") } }
        #expect(try !place.use { try $0.check() }.isEmpty)
        try place.use { try $0.emptyIndex() }
        #expect(try find("casino").count == 3 && place.use { try $0.check() }.isEmpty)
        // What it held is gone from the file.
        try place.run([Judged("1", "the quokka again", .hold)])
        #expect(try find("quokka") == ["1"])
        try place.run([Judged("1", "nothing", .hold)])
        try place.use { database in
            try database.emptyIndex()
            _ = try database.overwriteLog(patience: 0)
        }
        #expect(FileManager.default.contents(atPath: place.path)?.range(of: Data("uokka".utf8)) == nil)
    }
}
