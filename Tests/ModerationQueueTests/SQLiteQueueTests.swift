import Foundation
import GRDB
import Glibc
import Testing

@testable import Moderation
@testable import ModerationQueue

@Suite("A queue's database, fed by runs")
struct SQLiteQueueTests {
    let place: DatabasePlace

    init() throws {
        place = try DatabasePlace()
    }

    @Test("keeps what came, and when")
    func entry() throws {
        place.now = 77
        try place.run([Judged("17", "Hello\u{0}\n赌博", .hold, author: "Ann", post: "5")])
        let entry = try #require(try place.use { try $0.all() }.first)
        #expect(entry.key == "id:17" && entry.id == "17" && entry.author == "Ann" && entry.post == "5")
        #expect(entry.body == "Hello\u{0}\n赌博" && entry.arrived == 77 && entry.source == "")
        #expect(entry.outcome == .hold && entry.state == .queued && entry.decidedBy == .rule)
        #expect(entry.comment.hasPrefix(#"{"id":"17","moderation":{"verdict":"hold""#) && entry.comment.hasSuffix("}}"))
        #expect(entry.parent == nil && entry.lease == nil)
    }

    @Test("holds a comment once, however often it comes")
    func again() throws {
        place.now = 1
        let comments = [Judged("1", "a", .accept), Judged("2", "b", .hold), Judged(nil, "c", .reject)]
        try place.run(comments)
        let first = try place.use { try $0.all() }
        place.now = 2
        try place.run(comments, [])
        try place.run(comments + comments.prefix(2))
        #expect(try place.use { try $0.all() } == first)
    }

    @Test("tells equal comments without an id apart within an input, and finds them again in the next run")
    func withoutID() throws {
        let same = Judged(nil, "same", .accept)
        for _ in 1...2 {
            try place.run([same, same, Judged(" ", "same", .accept)], [same])
            // The blank id is a field of its own, so that comment differs from the others.
            #expect(try place.standings().count == 3)
        }
        try place.run([same, same, same])
        #expect(try place.standings().count == 4)
    }

    @Test("tells the comments of several blogs apart by their source")
    func sources() throws {
        try place.run([Judged("1", "a", .accept)], source: "en")
        try place.run([Judged("1", "b", .reject)], source: "zh")
        try place.run([Judged("1", "b", .reject)], source: "zh")
        #expect(try place.use { try $0.all() }.map(\.source) == ["en", "zh"])
        let error = QueueNameErrors(errors: [QueueNameError(name: "1", sources: ["en", "zh"])])
        #expect(try place.use { try $0.entry("1", source: nil) } == .failure(error))
        #expect(try place.use { try $0.entry("1", source: "zh") }.get().outcome == .reject)
    }

    @Test("follows rules that judge differently, so that the blog hears of it, and writes that down")
    func rulesChange() throws {
        try place.run([Judged("1", "a", .accept)])
        try place.use { database in
            _ = try database.take(.accept, limit: 1, lease: "L", seconds: 60, now: 0)
            _ = try database.finish(lease: "L")
        }
        #expect(try place.standings() == ["1 accept done rule"])
        place.now = 2000
        try place.run([Judged("1", "a", .reject)])
        #expect(try place.standings() == ["1 reject queued rule"])
        let decisions = try place.use { try $0.decisions(on: try $0.entry("1", source: nil).get()) }
        #expect(decisions.count == 1)
        #expect(decisions.first?.who == "rules" && decisions.first?.time == 2000)
        #expect(decisions.first?.from.state == "done" && decisions.first?.to.outcome == "reject")
        #expect(decisions.first?.note == "the rules judge it differently")
    }

    @Test("keeps a moderator's decision while the comment is the same, and judges a changed one anew")
    func moderator() throws {
        try place.run([Judged("1", "a", .hold)])
        try place.decide("1", .accept)
        try place.run([Judged("1", "a", .reject)])
        #expect(try place.standings() == ["1 accept queued moderator"])
        try place.run([Judged("1", "a, and more", .reject)])
        #expect(try place.standings() == ["1 reject queued rule"])
        let notes = try place.use { try $0.decisions(on: try $0.entry("1", source: nil).get()).map(\.note) }
        #expect(notes == [nil, "the comment changed"])
    }

    @Test("hands a changed comment to the blog again")
    func changed() throws {
        try place.run([Judged("1", "a", .accept)])
        try place.use { _ = try $0.take(.accept, limit: 1, lease: "L", seconds: 60, now: 0) }
        try place.run([Judged("1", "b", .accept)])
        #expect(try place.standings() == ["1 accept queued rule"])
        // The old text was published; the new one still waits.
        #expect(try place.use { try $0.finish(lease: "L") } == 0)
        #expect(try place.standings() == ["1 accept queued rule"])
    }

    @Test("is for its owner alone")
    func mode() throws {
        let queue = try SQLiteQueue(place.path) { PlainEncoder() }
        try queue.write(.accepted("1"))
        for name in ["q.db", "q.db-wal", "q.db-shm"] {
            var status = stat()
            #expect(stat(place.folder.path(name), &status) == 0)
            #expect(status.st_mode & 0o777 == 0o600, "\(name)")
        }
        try queue.finish()
    }

    @Test("waits for the disk after each block, or not where that is asked for", arguments: [true, false])
    func durability(isFull: Bool) throws {
        let database = try QueueDatabase(place.path, creates: true, durability: isFull ? .full : .fast)
        // https://www.sqlite.org/pragma.html#pragma_synchronous: NORMAL is 1, FULL is 2.
        #expect(try database.perform { try $0.integer("PRAGMA synchronous") } == (isFull ? 2 : 1))
        #expect(try database.perform { try $0.text("PRAGMA journal_mode") } == "wal")
        database.close()
    }

    @Test(
        "what was decided can't be changed or deleted",
        arguments: ["UPDATE audit SET who = 'x'", "DELETE FROM audit"])
    func auditTable(_ statement: String) throws {
        try place.run([Judged("1", "a", .hold)])
        try place.decide("1", .accept)
        try place.use { database in
            #expect(throws: OutputError(output: place.path, message: "the audit table is only ever added to")) {
                try database.transaction { _ = try $0.run(statement) }
            }
        }
    }
}
