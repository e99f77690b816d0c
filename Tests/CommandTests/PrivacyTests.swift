import Foundation
import Testing

@Suite("Privacy")
struct PrivacyTests {
    static let leaking = """
        policy { hold = 3, reject = 6, echo = { "post" } }
        rule { name = "reason", category = "x", score = 1,
          check = function(c) log("log", c.email, c.ip) return true, "from " .. c.email .. " at " .. c.ip end }
        rule { name = "error", category = "x", score = 1,
          check = function(c) error("no " .. c.email:upper() .. " " .. c.ip) end }
        rule { name = "thrown", category = "x", score = 1, check = function(c) error({ c.email, c.ip }) end }
        rule { name = "hits", category = "x", score = 1, shadow = true,
          pattern = [[\\S+@\\S+]], fields = { "body", "author", "url" } }
        rule { name = "words", category = "x", score = 1, words = { "private*" }, form = "text" }
        """

    static let comment =
        #"{"id":1,"post":3,"email":"secret@private.example","ip":"203.0.113.9","author":"Secret@Private.Example","#
        + #""url":"http://203.0.113.9/secret@private.example","body":"I am secret@private.example, 203.0.113.9"}"#

    @Test("a comment's e-mail and IP are in no verdict, message or readable line, and in every queue")
    func nothingLeaks() throws {
        let place = try Workplace(policy: Self.leaking)
        for stdout in [RunningCommand.Stream.pipe, .terminal] {
            let command = try place.start("--accept", "q", "--hold", "q", "--reject", "q", stdout: stdout)
            command.send(Self.comment + "\n")
            command.endInput()
            let run = try command.finish()
            #expect(run.status == 1)
            #expect(!run.text.isEmpty && run.messages.contains("log"))
            for text in [run.text, run.messages] {
                #expect(!text.lowercased().contains("secret@private"), "\(text)")
                #expect(!text.contains("203.0.113.9"), "\(text)")
            }
        }
        let kept = try place.records("q")
        #expect(kept.count == 2)
        #expect(kept.allSatisfy { $0["email"] as? String == "secret@private.example" })
    }

    @Test("broken lines are answered without their text")
    func brokenLines() throws {
        let run = try Workplace().run(input: #"{"email":"secret@private.example","ip":["203.0.113.9"],"body":"x"}"#)
        #expect(try run.outcomes == ["invalid_field"])
        #expect(!(run.text + run.messages).contains("secret"))
        #expect(!(run.text + run.messages).contains("203.0"))
    }
}
