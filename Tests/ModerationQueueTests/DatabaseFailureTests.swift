import Foundation
import GRDB
import Glibc
import Testing

@testable import Moderation
@testable import ModerationQueue

@Suite("Databases that can't be a queue")
struct DatabaseFailureTests {
    let place: DatabasePlace

    init() throws {
        place = try DatabasePlace()
    }

    private func refusal(_ message: String, creates: Bool = true) {
        #expect(throws: OutputError(output: place.path, message: message)) {
            try QueueDatabase(place.path, creates: creates, patience: 0.2)
        }
    }

    @Test(
        "a file that is no database is refused and stays as it is",
        arguments: ["x", String(repeating: "line ", count: 2000)])
    func text(_ content: String) throws {
        _ = try place.folder.file("q.db", content)
        for creates in [true, false] { refusal("is no database; name another file", creates: creates) }
        #expect(place.folder.text("q.db") == content)
    }

    @Test("a database of another program is refused and stays as it is", arguments: ["DELETE", "WAL"])
    func foreign(journal: String) throws {
        let other = try DatabaseQueue(path: place.path)
        try other.inDatabase { db in
            _ = try String.fetchOne(db, sql: "PRAGMA journal_mode = \(journal)")
            try db.execute(sql: "CREATE TABLE page (title TEXT)")
        }
        try other.close()
        let before = FileManager.default.contents(atPath: place.path)
        refusal("is a database of another program; name another file")
        #expect(FileManager.default.contents(atPath: place.path) == before)
    }

    @Test("a queue of a newer version is refused and stays as it is")
    func newer() throws {
        try place.run([Judged("1", "a", .accept)])
        try place.use { try $0.perform { try $0.execute(sql: "PRAGMA user_version = 9") } }
        let before = FileManager.default.contents(atPath: place.path)
        refusal("was made by a newer modfilter (its tables are of version 9, this one knows 2); use that one")
        #expect(FileManager.default.contents(atPath: place.path) == before)
    }

    @Test(
        "a name that can be no file is refused with what is wrong",
        arguments: [
            ("", "is a directory, not a file"), ("none/q.db", "the folder it should stand in does not exist"),
            ("nul\u{0}", "the name holds a NUL character"),
        ])
    func names(name: String, message: String) {
        let path = place.folder.path(name)
        #expect(throws: OutputError(output: path, message: message)) { try QueueDatabase(path, creates: true) }
    }

    @Test("an empty file becomes a queue by a run, and by nothing else")
    func empty() throws {
        _ = try place.folder.file("q.db", "")
        refusal("is empty; a run with --queue makes a queue of it", creates: false)
        try place.run([Judged("1", "a", .accept)])
        #expect(try place.standings() == ["1 accept queued rule"])
    }

    @Test("a queue that may only be read is refused", .disabled(if: geteuid() == 0, "root may write everything"))
    func readOnly() throws {
        try place.run([Judged("1", "a", .accept)])
        #expect(chmod(place.path, 0o400) == 0)
        refusal("it may only be read; let yourself write the file and its folder")
    }

    @Test("a lock that somebody keeps is waited for, then named; nothing of the block is in the queue")
    func locked() throws {
        try place.run([Judged("1", "a", .accept)])
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        let other = try DatabaseQueue(path: place.path, configuration: configuration)
        try other.inDatabase { try $0.beginTransaction(.immediate) }
        let message = "another program has kept it locked for 0 seconds; try again when that is done"
        #expect(throws: OutputError(output: place.path, message: message)) {
            try place.run([Judged("2", "b", .accept)])
        }
        try other.inDatabase { try $0.rollback() }
        try other.close()
        try place.run([Judged("2", "b", .accept)])
        #expect(try place.standings().count == 2)
    }

    @Test("a damaged page is named")
    func damaged() throws {
        try place.run((1...500).map { Judged("\($0)", "a", .accept) })
        let handle = try FileHandle(forUpdating: URL(fileURLWithPath: place.path))
        let size = try handle.seekToEnd()
        try handle.seek(toOffset: 4096)
        try handle.write(contentsOf: Data(repeating: 0xAB, count: Int(size) - 4096))
        try handle.close()
        #expect(throws: OutputError.self) { try place.standings() }
        do {
            _ = try place.standings()
        } catch let error as OutputError {
            #expect(error.message.hasPrefix("the database is damaged; `sqlite3 "), "\(error)")
        }
    }

    @Test("at a file size limit nothing of the block is in the queue, and what was there is")
    func fileSizeLimit() async {
        // In a process of its own: limits belong to the whole process.
        await #expect(processExitsWith: .success) {
            let place = try DatabasePlace()
            try place.run([Judged("1", "a", .accept)])
            limitFileSize(to: 60_000)
            let long = String(repeating: "x", count: 40_000)
            let message = "the disk failed, or a quota or a limit on the size of files is reached"
            #expect(throws: OutputError(output: place.path, message: message)) {
                try place.run([Judged("2", long, .accept), Judged("3", long, .accept)])
            }
            #expect(try place.standings() == ["1 accept queued rule"])
            try place.run([Judged("4", "b", .accept)])
            #expect(try place.standings().count == 2)
        }
    }
}
