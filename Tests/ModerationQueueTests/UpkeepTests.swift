import Foundation
import Glibc
import Testing

@testable import Moderation
@testable import ModerationQueue

@Suite("What leaves a queue's database, and what is copied from it")
struct UpkeepTests {
    let place: DatabasePlace

    init() throws {
        place = try DatabasePlace()
        try place.run([
            Judged("1", "a", .accept, author: "Ann", email: "Ann@example.org", ip: "203.0.113.9"),
            Judged("2", "b", .hold, author: "Ann", email: "other@example.org"),
            Judged("3", "c", .reject, author: "Eve", email: "ann@EXAMPLE.org", ip: "2001:db8::1"),
            Judged("4", "d", .accept),
        ])
        try place.decide("1", .reject)
        try place.decide("1", .accept)
        try place.decide("2", .accept)
        try place.use { try $0.undo(["2"], source: nil, who: "ann", note: nil, now: 1000) }
    }

    /// Adds events of history, each about the values given.
    private func addEvents(_ events: [[(QueueEventKeys.Kind, Field, String)]]) throws {
        try place.use { database in
            try database.transaction { db in
                for (number, event) in events.enumerated() {
                    var keys: [UInt8] = []
                    for (kind, field, value) in event {
                        let hash = UInt64(bitPattern: database.hash(ofText: value, in: field) ?? 0)
                        keys.append(kind.rawValue)
                        withUnsafeBytes(of: hash.littleEndian) { keys.append(contentsOf: $0) }
                    }
                    let insert = try QueueStatement(db, "INSERT INTO event (time, id, keys) VALUES (?1, 0, ?2)")
                    try keys.withUnsafeBytes { keys in
                        try insert.bind(Int64(1000 + number), at: 1)
                        try insert.bind(bytes: keys, at: 2)
                        while try insert.next() {}
                    }
                    insert.reset()
                }
            }
        }
    }

    private func count(_ table: String) throws -> Int64? {
        try place.use { database in try database.perform { try $0.integer("SELECT count(*) FROM \(table)") } }
    }

    private func ids() throws -> [String?] { try place.use { try $0.all().map(\.id) } }

    private func finish() throws {
        try place.use { database in
            for outcome in [Verdict.Outcome.accept, .reject] {
                _ = try database.take(outcome, limit: 10, lease: "L-\(outcome)", seconds: 60, now: 0)
                _ = try database.finish(lease: "L-\(outcome)")
            }
        }
    }

    @Test("a person is forgotten by e-mail, name or IP, with what was decided and what history knows")
    func forget() throws {
        try addEvents([
            [(.author, .author, "Ann"), (.email, .email, "ann@example.org")], [(.ip, .ip, "203.0.113.9")],
            [(.author, .author, "Bob"), (.email, .email, "bob@example.org")], [],
            [(.url, .email, "ann@example.org")],
        ])
        let email = QueuePerson.email("ann@Example.org")
        let expected = QueueRemoval(entries: 2, decisions: 2, events: 1)
        #expect(try place.use { try $0.forget(email, who: "ann", now: 5, isTrial: true) } == expected)
        #expect(try ids() == ["1", "2", "3", "4"] && count("audit") == 4 && count("event") == 5)
        #expect(try count("removal") == 0)
        #expect(try place.use { try $0.forget(email, who: "ann", now: 5) } == expected)
        #expect(try ids() == ["2", "4"] && count("audit") == 2 && count("event") == 4)
        #expect(
            try place.use { try $0.forget(.author("Ann"), who: "ann", now: 6) }
                == QueueRemoval(entries: 1, decisions: 2, events: 0))
        #expect(
            try place.use { try $0.forget(.ip("203.0.113.9"), who: "ann", now: 7) }
                == QueueRemoval(entries: 0, decisions: 0, events: 1))
        #expect(try place.use { try $0.forget(.author("Nobody"), who: "ann", now: 8) } == QueueRemoval())
        let removals = try place.use { database in
            try database.perform { db in
                try db.rows("SELECT time, who, action, entries, decisions, events FROM removal") { row in
                    (0..<6).map { row.text($0) ?? "" }.joined(separator: " ")
                }
            }
        }
        #expect(removals == ["5 ann forget 2 2 1", "6 ann forget 1 2 0", "7 ann forget 0 0 1"])
        #expect(try place.use { try $0.check() } == [])
    }

    @Test("history forgets a comment that leaves under whatever address it first came")
    func forgetChanged() throws {
        try place.use { database in
            try database.transaction { db in
                for (id, source) in [("1", ""), ("1", "en"), ("4", "")] {
                    let known = Int64(bitPattern: database.hash.historyID(ofComment: id, source: source) ?? 0)
                    _ = try db.run("INSERT INTO event (time, id, keys) VALUES (1, ?1, X'')", [.integer(known)])
                }
            }
        }
        #expect(try place.use { try $0.forget(.email("ann@example.org"), who: "ann", now: 5) }.events == 1)
        #expect(try count("event") == 2)
    }

    @Test("nothing of a person who was forgotten is left on the disk, even while a run has the queue open")
    func traces() throws {
        let run = try QueueDatabase(place.path, creates: true)
        defer { run.close() }
        _ = try run.counts(now: 0)
        let removal = try place.use { try $0.forget(.email("ann@example.org"), who: "ann", now: 5) }
        #expect(removal.entries == 2)
        for ending in ["", "-wal"] {
            let bytes = FileManager.default.contents(atPath: place.path + ending) ?? Data()
            for text in ["Ann@example.org", "ann@EXAMPLE.org", "Eve", "203.0.113.9"] {
                #expect(bytes.range(of: Data(text.utf8)) == nil, "\(text) in \(ending)")
            }
        }
    }

    @Test("traces that stay while somebody reads are told of, and go when they have ended")
    func tracesWhileRead() throws {
        let run = try QueueDatabase(place.path, creates: true)
        defer { run.close() }
        let memory = QueueMemory(run)
        var seen: (any PastDecisions)? = try memory.decisions()
        #expect(try memory.decisions() === seen)
        func forget() throws -> QueueRemoval {
            let database = try place.open(patience: 0.2)
            defer { database.close() }
            return try database.forget(.email("ann@example.org"), who: "ann", now: 5)
        }
        #expect(try forget() == QueueRemoval(entries: 2, decisions: 2, leavesTraces: true))
        // Whoever has them sees what was there.
        memory.lookAnew()
        #expect(try Array("1".utf8).withUnsafeBytes { try seen?.outcome(ofID: $0) } == .accept)
        #expect(try memory.decisions() !== seen)
        #expect(try forget().leavesTraces)
        memory.lookAnew()
        seen = nil
        #expect(try forget() == QueueRemoval())
        let log = FileManager.default.contents(atPath: place.path + "-wal")
        #expect(log == Data())
    }

    @Test("what was decided can't be deleted while its comment is there, nor what was removed at all")
    func tables() throws {
        _ = try place.use { try $0.forget(.author("Eve"), who: "ann", now: 5) }
        for (statement, table) in [
            ("DELETE FROM audit", "audit"), ("DELETE FROM removal", "removal"),
            ("UPDATE removal SET who = ''", "removal"),
        ] {
            let error = OutputError(output: place.path, message: "the \(table) table is only ever added to")
            #expect(throws: error) { try place.use { try $0.transaction { _ = try $0.run(statement) } } }
        }
    }

    @Test("what is done and old is pruned, and nothing that waits")
    func prune() throws {
        try addEvents([[], []])
        try finish()
        place.now = 2000
        try place.run([Judged("5", "e", .accept)])
        let pruning = QueuePruning(before: 1001)
        let expected = QueueRemoval(entries: 3, decisions: 2, events: 1)
        #expect(try place.use { try $0.prune(pruning, who: "ann", now: 5, isTrial: true) } == expected)
        #expect(try ids() == ["1", "2", "3", "4", "5"])
        #expect(try place.use { try $0.prune(pruning, who: "ann", now: 5) } == expected)
        #expect(try ids() == ["2", "5"])
        #expect(try place.use { try $0.prune(pruning, who: "ann", now: 5) } == QueueRemoval())
        #expect(try count("removal") == 1)
        var held = pruning
        held.takesHeld = true
        #expect(try place.use { try $0.prune(held, who: "ann", now: 5).entries } == 1)
        #expect(try ids() == ["5"])
        #expect(try place.use { try $0.check() } == [])
    }

    @Test("pruning may keep decisions and hashes, and the same input does not bring back what went")
    func pruneKeeping() throws {
        try finish()
        var pruning = QueuePruning(before: 1001)
        pruning.keepsDecisions = true
        #expect(try place.use { try $0.prune(pruning, who: "ann", now: 5, isTrial: true).entries } == 3)
        #expect(try place.use { try $0.prune(pruning, who: "ann", now: 5).entries } == 3)
        #expect(try place.use { try $0.prune(pruning, who: "ann", now: 5).entries } == 0)
        let entry = try place.use { try $0.entry("1", source: nil).get() }
        #expect(entry.comment == "{}" && entry.body == nil && entry.author == nil)
        #expect(entry.outcome == .accept && entry.state == .done && entry.decidedBy == .moderator)
        #expect(try place.use { try $0.decisions(on: entry) }.count == 2)
        try place.run([Judged("4", "d", .accept)])
        #expect(try place.use { try $0.entry("4", source: nil).get() }.comment == "{}")
        // By its hash the person is known still.
        #expect(try place.use { try $0.forget(.email("ann@example.org"), who: "ann", now: 5) }.entries == 2)
    }

    @Test("many leave in several transactions")
    func pruneMany() throws {
        try place.run((10..<12_010).map { Judged("\($0)", "x", .accept) })
        try place.use { database in
            try database.transaction { _ = try $0.run("UPDATE entry SET state = 'done' WHERE CAST(id AS INTEGER) > 4") }
        }
        let removal = try place.use { try $0.prune(QueuePruning(before: 2000), who: "ann", now: 5) }
        #expect(removal.entries == 12_000)
        #expect(try count("removal") == 3)
    }

    @Test(
        "what does not fit together is found",
        arguments: [
            (
                "UPDATE entry SET state = 'done', addresses = X'00' WHERE id = '4'",
                "1 comments that are done still hold"
            ),
            ("UPDATE entry SET state = 'leased' WHERE id = '4'", "1 comments are lent out and nobody knows"),
            ("UPDATE entry SET lease = 'L' WHERE id = '4'", "1 comments wait and are lent out at once"),
            ("UPDATE entry SET outcome = 'hold' WHERE id = '1'", "1 comments differ from the last decision"),
            ("UPDATE entry SET content = X'00' WHERE id = '4'", "1 comments have no whole digest"),
            ("INSERT INTO event (time, id, keys) VALUES (0, 0, X'0102')", "1 events of history are torn"),
        ])
    func check(statement: String, problem: String) throws {
        #expect(try place.use { try $0.check() } == [])
        try place.use { try $0.transaction { _ = try $0.run(statement) } }
        let problems = try place.use { try $0.check() }
        #expect(problems.count == 1 && problems[0].hasPrefix(problem), "\(problems)")
    }

    @Test("a damaged page is found")
    func damaged() throws {
        try place.run((10...2000).map { Judged("\($0)", "text", .accept) })
        let handle = try FileHandle(forUpdating: URL(fileURLWithPath: place.path))
        let size = try handle.seekToEnd()
        try handle.seek(toOffset: size / 4096 / 2 * 4096)
        try handle.write(contentsOf: Data(repeating: 0xAB, count: 4096))
        try handle.close()
        #expect(try place.use { try $0.check() }.isEmpty == false)
    }

    @Test("a backup is a queue of its own, with its key, while another program writes")
    func backup() throws {
        let run = try SQLiteQueue(place.path) { PlainEncoder() }
        try run.write(.accepted("6"))
        let copy = place.folder.path("copy.db")
        try place.use { try $0.backup(to: copy) }
        try run.write(.accepted("7"))
        try run.finish()
        #expect(place.folder.text("copy.db.key") == place.folder.text("q.db.key"))
        for name in ["copy.db", "copy.db.key"] {
            var status = stat()
            #expect(stat(place.folder.path(name), &status) == 0 && status.st_mode & 0o777 == 0o600, "\(name)")
        }
        let database = try QueueDatabase(copy, creates: false)
        defer { database.close() }
        #expect(try database.all().count == 5)
        #expect(try database.check() == [])
        let left = try FileManager.default.contentsOfDirectory(atPath: place.folder.path)
        #expect(left.allSatisfy { !$0.contains("partial") })
    }

    @Test("a backup takes no file's place", arguments: ["copy.db", "copy.db.key", "q.db"])
    func backupTwice(name: String) throws {
        if name != "q.db" { _ = try place.folder.file(name, "mine") }
        let copy = place.folder.path(name.hasPrefix("q") ? "q.db" : "copy.db")
        let error = OutputError(output: place.folder.path(name), message: "is there already; name another file")
        #expect(throws: error) { try place.use { try $0.backup(to: copy) } }
        if name != "q.db" { #expect(place.folder.text(name) == "mine") }
    }

    @Test("a backup that fails leaves nothing behind")
    func backupFails() async {
        await #expect(processExitsWith: .success) {
            let place = try DatabasePlace()
            try place.run([Judged("1", String(repeating: "x", count: 200_000), .accept)])
            limitFileSize(to: 50_000)
            #expect(throws: OutputError.self) {
                try place.use { try $0.backup(to: place.folder.path("copy.db")) }
            }
            let left = try FileManager.default.contentsOfDirectory(atPath: place.folder.path)
            #expect(left.allSatisfy { !$0.hasPrefix("copy") }, "\(left)")
        }
    }
}
