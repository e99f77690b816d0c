import Foundation
import Glibc
import Testing

@testable import Moderation
@testable import ModerationQueue

@Suite("E-mail and IP addresses in a queue's database")
struct AddressTests {
    private static let ann = Judged("1", "a", .accept, email: "Ann@Example.org", ip: "203.0.113.9")
    private static let bob = Judged("2", "b", .accept, email: "bob@example.org", ip: "2001:db8::7")
    private static let eve = Judged("3", "c", .hold, email: "eve@example.org")

    let place: DatabasePlace

    init() throws {
        place = try DatabasePlace()
    }

    /// The comments as the queue keeps them now.
    private func comments() throws -> [String] { try place.use { try $0.all().map(\.comment) } }

    private func finish() throws {
        try place.use { database in
            _ = try database.take(.accept, limit: 10, lease: "L", seconds: 60, now: 0)
            _ = try database.finish(lease: "L")
        }
    }

    private func hashes(_ id: String) throws -> [Int64?] {
        try place.use { database in
            try database.perform {
                try $0.rows("SELECT email_hash, ip_hash FROM entry WHERE id = ?1", [.text(id)]) {
                    [$0.integer(0), $0.integer(1)]
                }.first ?? []
            }
        }
    }

    /// Whether a text stands anywhere in the files of the database.
    private func isOnDisk(_ text: String) -> Bool {
        ["", "-wal", "-shm"].contains { ending in
            FileManager.default.contents(atPath: place.path + ending)?.range(of: Data(text.utf8)) != nil
        }
    }

    @Test("stay until the blog has taken the comment, then only their hashes do")
    func done() throws {
        try place.run([Self.ann, Self.bob, Self.eve])
        #expect(try comments()[0].contains(#""email":"Ann@Example.org","ip":"203.0.113.9","#))
        let before = try hashes("1")
        #expect(before.allSatisfy { $0 != nil })
        try finish()
        let after = try comments()
        #expect(after[0].hasPrefix(#"{"id":"1","moderation":"#) && after[0].hasSuffix("}}"))
        #expect(after[2].contains("eve@example.org"))
        #expect(try hashes("1") == before)
        #expect(try hashes("3")[0] != nil && hashes("3")[1] == nil)
        for gone in ["Ann@Example.org", "203.0.113.9", "bob@example.org", "2001:db8::7"] { #expect(!isOnDisk(gone)) }
        #expect(isOnDisk("eve@example.org"))
    }

    @Test("leave a comment that is finished by its id too")
    func doneByName() throws {
        try place.run([Self.ann])
        try place.use { database in
            _ = try database.take(.accept, limit: 10, lease: "L", seconds: 60, now: 0)
            _ = try database.finish(["1"], source: nil).get()
        }
        #expect(!isOnDisk("Ann@Example.org"))
    }

    @Test("have one hash however they are spelled")
    func spelling() throws {
        try place.run([
            Self.ann, Judged("2", "b", .accept, email: "ann@EXAMPLE.org", ip: "203.0.113.9"),
            Judged("3", "b", .accept, email: "bob@example.org", ip: "203.0.113.10"),
        ])
        #expect(try hashes("1") == hashes("2"))
        #expect(try hashes("1")[0] != hashes("3")[0] && hashes("1")[1] != hashes("3")[1])
    }

    @Test("stay where the policy keeps them", arguments: [[Field.email], [.ip], [.email, .ip]])
    func kept(fields: [Field]) throws {
        try place.run([Self.ann], keep: fields)
        try finish()
        let comment = try #require(try comments().first)
        #expect(comment.contains("Ann@Example.org") == fields.contains(.email))
        #expect(comment.contains("203.0.113.9") == fields.contains(.ip))
    }

    @Test("don't come back with a comment that is done and comes again")
    func again() throws {
        try place.run([Self.ann])
        try finish()
        try place.run([Self.ann])
        var other = Self.ann
        other.rule = "another"
        try place.run([other])
        #expect(try !comments()[0].contains("Ann@Example.org"))
        #expect(try place.standings() == ["1 accept done rule"])
    }

    @Test("come back where the blog has to hear of the comment again, until that is done")
    func judgedAnew() throws {
        try place.run([Self.ann])
        try finish()
        var other = Self.ann
        other.outcome = .hold
        try place.run([other])
        #expect(try comments()[0].contains("Ann@Example.org"))
        try place.decide("1", .accept)
        try finish()
        #expect(!isOnDisk("Ann@Example.org"))
    }

    @Test("can't be guessed from the digest of a comment")
    func digest() throws {
        try place.run([Judged(nil, "a", .accept, email: "ann@example.org")])
        let other = try DatabasePlace()
        try other.run([Judged(nil, "a", .accept, email: "ann@example.org")])
        #expect(try place.use { try $0.all() }[0].key != other.use { try $0.all() }[0].key)
    }

    @Test("leave no part that is not theirs", arguments: [[0..<2, 1..<3], [2..<9], [5..<6, 1..<2]])
    func foreignParts(parts: [Range<Int>]) throws {
        let bytes = try #require(CutParts.bytes(parts))
        #expect(CutParts.cut(bytes, from: "comment") == nil)
    }

    @Test(
        "are cut where they stand",
        arguments: [([0..<2], "mment"), ([0..<1, 3..<5, 6..<7], "omn"), ([7..<7], "comment")])
    func cut(parts: [Range<Int>], rest: String) throws {
        #expect(CutParts.cut(try #require(CutParts.bytes(parts)), from: "comment") == rest)
        #expect(CutParts.bytes([]) == nil)
    }
}
