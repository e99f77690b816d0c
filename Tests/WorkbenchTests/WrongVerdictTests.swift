import Foundation
import Testing

@testable import Moderation
@testable import ModerationQueue
@testable import Workbench

@Suite("a test of a wrong verdict")
struct WrongVerdictTests {
    /// Writes the test into the rules folder; what running it says.
    private func differences(_ wrong: WrongVerdict, in fixture: ReviewFixture) throws -> [String] {
        let folder = fixture.folder.rules + "/tests"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let text = wrong.test(name: wrong.fileName, who: "ann", now: 0)
        try Data(text.utf8).write(to: URL(fileURLWithPath: "\(folder)/\(wrong.fileName).lua"))
        let tests = try RuleTestLoader.load(folder: fixture.folder.rules)
        let runner = RuleTestRunner(ruleSet: try fixture.folder.load())
        return try tests.flatMap { try runner.run($0).differences }
    }

    @Test("fails until the rule is mended")
    func fails() throws {
        let fixture = try ReviewFixture([#"{"id":1,"author":"Ann","body":"a casino"}"#])
        let held = try fixture.held("1")
        #expect(
            try differences(WrongVerdict(held: held, rule: "casino"), in: fixture)
                == ["casino should be silent and fires (casino)"])
        #expect(
            try differences(WrongVerdict(held: held, verdict: .accept), in: fixture)
                == ["the verdict should be accept and is hold (casino 4)"])
    }

    @Test("has the comment as it came, whatever it holds")
    func hostile() throws {
        let body =
            "casino \\ \" ]] -- \\n\n\r\t\0\u{1B}[31m\u{202E}\u{FEFF}\u{200B}\u{E000}\u{2028}赌博 \u{1F468}\u{200D}\u{1F467} end"
        var held = try ReviewFixture([#"{"id":1,"body":"casino"}"#]).held("1")
        held.comment[.body] = body
        held.comment[.author] = "\", os.exit() --"
        held.comment.createdAt = -62_135_596_800
        let fixture = try ReviewFixture([])
        #expect(try differences(WrongVerdict(held: held, rule: "casino"), in: fixture).count == 1)
        let test = try #require(try RuleTestLoader.load(folder: fixture.folder.rules).first)
        #expect(test.comment[.body] == body)
        #expect(test.comment[.author] == "\", os.exit() --")
        #expect(test.comment.createdAt == -62_135_596_800)
        // Nothing invisible stands in the file.
        let text = WrongVerdict(held: held, rule: "casino").test(name: "x", who: "a\nb\u{1B}", now: 0)
        #expect(
            text.hasPrefix(
                "-- By a b\u{FFFD} on 1970-01-01, of the comment 1.\ntest \"x: casino should be silent\" {\n"))
        #expect(
            !text.unicodeScalars.contains { ($0.value < 0x20 && $0 != "\n") || $0 == "\u{202E}" || $0 == "\u{200B}" })
    }

    @Test("has examples in place of the e-mail and IP address, wherever they stand")
    func privacy() throws {
        let fixture = try ReviewFixture([
            #"{"id":1,"author":"Ann@Blog.net","email":"ann@blog.net","ip":"8.8.4.4","referrer":"https://b.example/?mail=ann%40blog.net","body":"casino, ann@blog.net 8.8.4.4"}"#,
            #"{"id":2,"email":" ","ip":"2a00::1","body":"casino"}"#,
        ])
        let text = WrongVerdict(held: try fixture.held("1"), verdict: .accept).test(name: "x", who: "a", now: 0)
        #expect(text.contains(#"author = "author@example.org","#))
        #expect(text.contains(#"email = "author@example.org","#))
        #expect(text.contains(#"ip = "203.0.113.7","#))
        #expect(text.contains(#"body = "casino, author@example.org 203.0.113.7","#))
        #expect(!text.contains("blog.net") && !text.contains("8.8.4.4"))
        let second = WrongVerdict(held: try fixture.held("2"), verdict: .accept).test(name: "x", who: "a", now: 0)
        #expect(second.contains(#"email = " ","#) && second.contains(#"ip = "2001:db8::7","#))
    }

    @Test(
        "is named after the comment, in letters that any system takes",
        arguments: [
            ("17", "", "review-17"), ("../../x y\n", "", "review-------x-y-"), ("1", "de/blog", "review-de-blog-1"),
            ("赌", "", "review--"),
        ])
    func fileName(id: String, source: String, name: String) throws {
        var held = try ReviewFixture([#"{"id":1,"body":"casino"}"#]).held("1")
        held.entry.id = id
        held.entry.source = source
        #expect(WrongVerdict(held: held).fileName == name)
        held.entry.id = String(repeating: "x", count: 1000)
        #expect(WrongVerdict(held: held).fileName.utf8.count < 200)
    }
}
