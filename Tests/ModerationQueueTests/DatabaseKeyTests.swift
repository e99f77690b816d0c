import Foundation
import Glibc
import Testing

@testable import Moderation
@testable import ModerationQueue

@Suite("The key of a queue's database")
struct DatabaseKeyTests {
    let place: DatabasePlace

    init() throws {
        place = try DatabasePlace()
    }

    private var file: String { place.path + ".key" }

    private func refusal(_ message: String) {
        for creates in [true, false] {
            #expect(throws: OutputError(output: place.path, message: "its key \(file) \(message)")) {
                try QueueDatabase(place.path, creates: creates)
            }
        }
    }

    private func hash() throws -> UInt64? {
        try place.use { database in
            Array("ann@example.org".utf8).withUnsafeBytes { database.hash(of: $0, in: .email) }
        }
    }

    @Test("is made with the database, for its owner alone, and gives the same hashes from then on")
    func made() throws {
        try place.run([Judged("1", "a", .accept)])
        let text = try #require(place.folder.text("q.db.key"))
        #expect(text.wholeMatch(of: /[0-9a-f]{32}\n/) != nil)
        var status = stat()
        #expect(stat(file, &status) == 0 && status.st_mode & 0o777 == 0o600)
        let first = try #require(try hash())
        #expect(try hash() == first)
        #expect(place.folder.text("q.db.key") == text)
        let other = try DatabasePlace()
        try other.run([Judged("1", "a", .accept)])
        #expect(other.folder.text("q.db.key") != text)
    }

    @Test("is missed, and not made anew")
    func missing() throws {
        try place.run([Judged("1", "a", .accept)])
        #expect(unlink(file) == 0)
        refusal("is missing; put it back beside the database")
        #expect(place.folder.text("q.db.key") == nil)
    }

    @Test("is told from another database's")
    func foreign() throws {
        try place.run([Judged("1", "a", .accept)])
        let own = try #require(place.folder.text("q.db.key"))
        let other = String(repeating: "0", count: 32) + "\n"
        _ = try place.folder.file("q.db.key", other)
        refusal("is another database's; put back the one that was made with it")
        #expect(place.folder.text("q.db.key") == other)
        _ = try place.folder.file("q.db.key", own)
        #expect(try place.standings().count == 1)
    }

    @Test(
        "is refused when it is damaged, and left as it is",
        arguments: ["", "0123", "no key", String(repeating: "0", count: 33), String(repeating: "x", count: 1000)])
    func damaged(text: String) throws {
        try place.run([Judged("1", "a", .accept)])
        _ = try place.folder.file("q.db.key", text)
        refusal("is damaged, for it holds no 32 hexadecimal digits; put back a copy of it")
        #expect(place.folder.text("q.db.key") == text)
    }

    @Test("is made good where a program died before the tables were made", arguments: ["", "0123456789abcdef"])
    func torn(text: String) throws {
        _ = try place.folder.file("q.db.key", text)
        try place.run([Judged("1", "a", .accept)])
        #expect(place.folder.text("q.db.key")?.utf8.count == 33)
        #expect(try place.standings().count == 1)
    }

    @Test("is kept where a program died between making it and making the tables")
    func left() throws {
        let text = String(repeating: "7", count: 32) + "\n"
        _ = try place.folder.file("q.db.key", text)
        try place.run([Judged("1", "a", .accept)])
        #expect(place.folder.text("q.db.key") == text)
    }

    @Test("is not made of another program's file, which stays as it is")
    func foreignFile() throws {
        _ = try place.folder.file("q.db.key", "-----BEGIN PRIVATE KEY-----\n")
        #expect(throws: OutputError.self) { try place.run([Judged("1", "a", .accept)]) }
        #expect(place.folder.text("q.db.key") == "-----BEGIN PRIVATE KEY-----\n")
    }

    @Test("stands beside the file that a link leads to")
    func link() throws {
        try place.run([Judged("1", "a", .accept)])
        #expect(symlink(place.path, place.folder.path("link.db")) == 0)
        let database = try QueueDatabase(place.folder.path("link.db"), creates: false)
        #expect(try database.all().count == 1)
        database.close()
        #expect(place.folder.text("link.db.key") == nil)
    }

    @Test("can't be one when it is a pipe or a directory")
    func pipe() throws {
        #expect(mkfifo(file, 0o600) == 0)
        #expect(throws: OutputError.self) { try place.run([Judged("1", "a", .accept)]) }
    }
}
