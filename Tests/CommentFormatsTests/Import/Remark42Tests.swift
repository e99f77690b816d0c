import Testing

@testable import CommentFormats

/// Remark42's backup: backend/app/migrator/native.go writes it, backend/app/store/comment.go has its members.
@Suite("Importing Remark42 backups")
struct Remark42Tests {
    static let head =
        #"{"version":1,"users":[{"id":"u1","blocked":{"status":false},"verified":true}],"posts":[]}"# + "\n"
    static let full =
        #"{"id":"efbc17f1","pid":"f863bd79","text":"<p>I <b>like</b> it</p>","orig":"I **like** it","#
        + #""user":{"name":"Ann","id":"github_1","picture":"","ip":"293ec5b0","admin":true},"#
        + #""locator":{"site":"blog","url":"https://blog.example/tea/"},"score":2,"votes":{"u2":true},"#
        + #""time":"2026-01-02T15:30:00.123456+03:00","edit":{"time":"2026-01-02T16:00:00Z","summary":""},"pin":true,"#
        + #""title":"Tea"}"# + "\n"

    @Test("each member becomes the field that is meant")
    func fields() throws {
        #expect(
            try Imported(.remark42, Self.head + Self.full, piece: 10).lines == [
                #"{"id":"efbc17f1","type":"comment","author":"Ann","ip":"293ec5b0","body":"I **like** it","#
                    + #""post":"https://blog.example/tea/","parent":"f863bd79","permalink":"https://blog.example/tea/","#
                    + #""post_title":"Tea","role":"administrator","created_at":"2026-01-02T12:30:00Z","#
                    + #""status":"approved","user_id":"github_1","site":"blog"}"#
            ])
    }

    @Test("a deleted comment says so; without the typed text the shown one counts; without a pid there is no parent")
    func states() throws {
        let deleted = #"{"id":"a","pid":"","text":"","user":{"name":"deleted"},"time":"x","delete":true}"# + "\n"
        let shown = #"{"id":"b","pid":"","text":"<p>x</p>","user":{"name":"B"},"locator":{"url":"u"}}"# + "\n"
        let empty = #"{"id":7,"user":{"id":5},"delete":true}"#
        let imported = try Imported(.remark42, Self.head + deleted + shown + empty)
        #expect(imported.values("status") == ["deleted", "approved", "deleted"])
        #expect(imported.values("body") == ["-", "<p>x</p>", ""] && imported.values("parent") == ["-", "-", "-"])
        #expect(imported.values("id") == ["a", "b", "7"] && imported.values("user_id") == ["-", "-", "5"])
        #expect(imported.report.empty == 0)
        #expect(imported.problems == ["2: time is no date; the comment is taken without"])
    }

    @Test("lines that are wrong are told, and hurt no other; a last line that is cut off too")
    func wrong() throws {
        let imported = try Imported(.remark42, Self.head + "nonsense\n\n[1]\n" + Self.full + Self.full.prefix(40))
        #expect(imported.values("id") == ["efbc17f1"])
        #expect(imported.problems.map { $0.prefix { $0 != ":" } } == ["2", "4", "6"])
    }

    @Test("broken UTF-8 and answers of Remark42's interface are told")
    func others() throws {
        let bytes = Array(Self.head.utf8) + Array(#"{"id":"a","text":"caf"#.utf8) + [0xE9] + Array("\"}\n".utf8)
        let imported = try Imported(.remark42, bytes)
        #expect(imported.values("body") == ["caf\u{FFFD}"])
        #expect(imported.problems == ["2: bytes that are no text in UTF-8; they became \u{FFFD}"])
        let answer = try Imported(.remark42, #"{"comments":[{"comment":{"id":"a"}}],"info":{"locator":1,"user":2}}"#)
        #expect(
            answer.problems == [
                "-: there is no comment in it, but objects with \"comments\", \"info\"; a comment has text, user and locator"
            ])
    }

    @Test("a version that Remark42 itself does not take is refused, none and no head are taken")
    func versions() throws {
        let other = try Imported(.remark42, Self.head.replacing("\"version\":1", with: "\"version\":2") + Self.full)
        #expect(other.lines.isEmpty && other.problems == ["1: a backup of version 2 is not known, only 1"])
        #expect(try Imported(.remark42, Self.full).lines.count == 1)
    }
}
