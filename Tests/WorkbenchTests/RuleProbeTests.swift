import Testing

@testable import Moderation
@testable import Workbench

@Suite("probing rules")
struct RuleProbeTests {
    @Test("a check that keeps something in a local of its file is noted")
    func notes() throws {
        let fixture = try RulesFixture([
            "a.lua": """
            local count, seen, names = 0, {}, { "x" }
            rule { name = "a", category = "c", score = 1, check = function() count = count + 1 return count > 3 end }
            rule { name = "b", category = "c", score = 1, check = function(c) seen[c.author or ""] = true end }
            rule { name = "c", category = "c", score = 1, check = function(c)
              local found, count = {}, 0
              for _, name in ipairs(names) do found[#found + 1] = name count = count + 1 end
              return count > 3 and #found > 3
            end }
            rule { name = "d", category = "c", score = 1, check = function(c) seen.last = c.body end }
            """
        ])
        let notes = try RuleNotes(ruleSet: fixture.load(), folder: "rules").all(tests: nil)
        #expect(notes.map(\.line) == [2, 3, 9])
        #expect(
            notes.first?.what
                == "rule \"a\" changes the local \"count\" of its file, so that a verdict depends on the comments before it"
        )
        #expect(notes.map { $0.what.contains("\"seen\"") } == [false, true, true])
    }

    private func problems(_ check: String, setup: String = "local w = words { \"x\" }") throws -> [String] {
        try RulesFixture([
            "a.lua":
                "\(setup)\nrule { name = \"a\", category = \"c\", score = 1, check = function(comment)\n  \(check)\nend }"
        ]).probeProblems()
    }

    @Test("rules that judge any comment pass")
    func passes() throws {
        #expect(try problems("return #comment.links > 2, comment.author or 'nobody'") == [])
    }

    @Test("a misspelt method is found, with the place")
    func misspeltMethod() throws {
        let found = try problems("return w:cuont(comment) > 0")
        #expect(found.count == 1)
        #expect(found.first?.hasPrefix("rules/a.lua:3: rule \"a\" fails on a comment with every field: ") == true)
        #expect(found.first?.contains("count") == true)
        #expect(found.first?.hasSuffix("; mend the rule so that it judges any comment") == true)
    }

    @Test("a field that may be nil is found")
    func missingField() throws {
        let found = try problems("return #comment.author > 3")
        #expect(found.count == 1)
        #expect(found.first?.hasPrefix("rules/a.lua:3: rule \"a\" fails on a comment with a body alone: ") == true)
    }

    @Test(
        "bad answers are found, on the rule's own line",
        arguments: [
            "return {}", "return #comment.body / #comment.text - 2", "return comment.is_ping and -1",
        ])
    func badAnswers(check: String) throws {
        let found = try problems(check)
        #expect(found.count == 1)
        #expect(found.first?.hasPrefix("rules/a.lua:2: ") == true)
    }

    @Test("a policy's when is probed too, and two places are two problems")
    func policy() throws {
        let found = try RulesFixture([
            "policy.lua": "policy { name = \"x\", when = function(c) return c.extra.a.b end }",
            "a.lua": "rule { name = \"a\", category = \"c\", score = 1, check = function(c) return c.extra.a.b end }",
        ]).probeProblems()
        #expect(found.count == 2)
        #expect(found.contains { $0.hasPrefix("rules/policy.lua:1: policy fails on ") })
        #expect(found.contains { $0.hasPrefix("rules/a.lua:1: rule \"a\" fails on ") })
    }

    @Test(
        "a check behind a trigger is called too",
        arguments: [
            "words = { \"zqzq*\" }", "is = { role = { \"zz\" } }", "is = { ip = list \"lists/ips.txt\" }",
            "required = { \"author\" }", "history = { by = \"ip\", more_than = 900 }",
        ])
    func triggers(trigger: String) throws {
        let found = try RulesFixture([
            "lists/ips.txt": "203.0.113.0/24\n",
            "a.lua":
                "rule { name = \"a\", category = \"c\", score = 1, \(trigger),\n  check = function(c) return c.bodi end }",
        ]).probeProblems()
        #expect(found.count == 1 && found[0].contains("comment has no field \"bodi\""), "\(found)")
    }

    @Test("a check may rely on what its trigger asks for")
    func reliance() throws {
        let found = try RulesFixture([
            "a.lua": """
            rule { name = "a", category = "c", score = 1, is = { email = { "@x.example" } },
              check = function(c) return true, "from " .. c.email_domain end }
            rule { name = "b", category = "c", score = 1, words = { "zqzq" },
              check = function(c, found) return found[1].found ~= "" end }
            rule { name = "c", category = "c", score = 1, required = { "author" },
              check = function(c, missing) return #missing[1] > 0 end }
            """
        ]).probeProblems()
        #expect(found == [])
    }
}
