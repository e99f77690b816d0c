import Testing

@testable import Moderation

@Suite("a file's own environment")
struct EnvironmentTests {
    private func rule(_ name: String, _ expression: String) -> String {
        """
        rule { name = "\(name)", category = "c", score = 1, check = function(comment)
          return true, tostring(\(expression))
        end }
        """
    }

    @Test("a global set in one file is not seen in another")
    func globals() throws {
        let set = try RulesFixture(["a.lua": "shared = 5\n" + rule("a", "shared"), "b.lua": rule("b", "1")]).load()
        #expect(try Moderator(ruleSet: set).judge(Comment(body: "x")).reasons == ["5", "1"])
        let other = try RulesFixture(["a.lua": "shared = 5\n" + rule("a", "shared"), "b.lua": rule("b", "shared")])
        let verdict = try Moderator(ruleSet: other.load()).judge(Comment(body: "x"))
        #expect(verdict.reasons.first == "5")
        #expect(verdict.reasons.dropFirst().first ?? "nil" == "nil")
    }

    @Test("a global assigned at run time is an error, a local is not")
    func runTimeGlobal() throws {
        let verdict = try judge(
            """
            local count = 0
            rule { name = "a", category = "c", score = 1, check = function(comment)
              count = count + 1
              total = count
            end }
            """)
        #expect(verdict.failures.map(\.line) == [4])
        #expect(verdict.failures[0].message.contains("total"))
    }

    @Test("require gives a file of the folder, once")
    func require() throws {
        let files = [
            "a.lua": "local m = require '_lib.words'\nm.n = m.n + 1\n" + rule("a", "m.n"),
            "b.lua": "local m = require '_lib.words'\nm.n = m.n + 1\n" + rule("b", "m.n"),
            "_lib/words.lua": "return { n = 0 }",
        ]
        let set = try RulesFixture(files).load()
        let verdict = try Moderator(ruleSet: set).judge(Comment(body: "x"))
        #expect(verdict.failureTexts == [])
        #expect(verdict.reasons == ["2", "2"])
    }

    @Test(
        "require finds nothing outside of the folder",
        arguments: [
            "os", "string", "../secret", "..secret", "/etc/passwd", "_none", "",
        ])
    func requireOutside(name: String) throws {
        let found = try problems("local m = require '\(name)'", files: [:])
        #expect(found.count == 1)
        #expect(found.first?.hasPrefix("rules/a.lua:1: ") == true)
    }

    @Test("random numbers and the time are the same for the same comment")
    func deterministic() throws {
        let comment = Comment([.id: "7", .body: "x"])
        let first = try value(of: "math.random(1000000) .. ' ' .. math.random()", in: comment)
        #expect(try value(of: "math.random(1000000) .. ' ' .. math.random()", in: comment) == first)
        let other = Comment([.id: "8", .body: "x"])
        #expect(try value(of: "math.random(1000000) .. ' ' .. math.random()", in: other) != first)
        #expect(try value(of: "os.date('!%Y', os.time())") == "2026")
    }
}
