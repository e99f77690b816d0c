import Testing

@testable import Moderation
@testable import Workbench

@Suite("what check notes")
struct RuleNotesTests {
    private func notes(_ files: [String: String]) throws -> [String] {
        let fixture = try RulesFixture(files)
        let tests = try RuleTestLoader.load(folder: fixture.rules)
        return try RuleNotes(ruleSet: fixture.load(), folder: "rules").all(tests: tests).map {
            "\($0.line): \($0.what)"
        }
    }

    /// Says nothing about tests: each rule has one.
    private func notes(_ rules: String, lists: [String: String] = [:]) throws -> [String] {
        try notes(["a.lua": rules].merging(lists) { $1 }).filter { !$0.contains("has no test") }
    }

    @Test("sound rules with tests have none")
    func none() throws {
        let found = try notes([
            "a.lua": "rule { name = \"a\", category = \"spam\", score = 1, words = { \"x\" } }",
            "tests/t.lua": "test \"t\" { comment = { body = \"x\" }, fires = \"a\" }",
        ])
        #expect(found == [])
    }

    @Test("a rule without a test that it fires")
    func untested() throws {
        let found = try notes([
            "a.lua": "rule { name = \"a\", category = \"spam\", score = 1, words = { \"x\" } }",
            "tests/t.lua": "test \"t\" { comment = { body = \"y\" }, silent = \"a\" }",
        ])
        #expect(found == ["1: rule \"a\" has no test that it fires"])
    }

    @Test("a line of scores.lua that a score by hand beats")
    func overruled() throws {
        let found = try notes([
            "policy.lua": "scores { a = 2 }", "scores.lua": "scores {\n  a = 3,\n  b = 3,\n}",
            "a.lua": ["a", "b"].map { "rule { name = \"\($0)\", category = \"c\", score = 1, words = { \"x\" } }" }
                .joined(separator: "\n"),
            "tests/t.lua": "test \"t\" { comment = { body = \"x\" }, fires = { \"a\", \"b\" } }",
        ])
        #expect(found == ["2: scores: a does nothing here, for policy.lua:1 has it too"])
    }

    @Test("a rule that can never fire, with the reason")
    func neverFires() throws {
        let found = try notes(
            """
            rule { name = "ping", category = "c", score = 1, types = { "pingback" }, words = { "x" } }
            rule { name = "off", category = "c", score = 1, words = { "x" } }
            scores { off = false }
            rule { name = "a", category = "c", score = 1, all = { "off" } }
            rule { name = "b", category = "c", score = 1, types = { "comment" }, all = { "ping" } }
            rule { name = "c", category = "c", score = 1, all = { "ping" }, none = { "ping" } }
            rule { name = "d", category = "c", score = 1, any = { "a", "off" } }
            rule { name = "e", category = "c", score = 1, words = list "lists/empty.txt" }
            rule { name = "f", category = "c", score = 1, any = { "a", "ping" } }
            """, lists: ["lists/empty.txt": "# nothing\n"])
        #expect(
            found == [
                #"4: rule "a" can never fire: it needs "off", which never fires"#,
                #"5: rule "b" can never fire: it needs "ping", which judges other types of comment"#,
                #"6: rule "c" can never fire: it needs "ping" and excludes it"#,
                #"7: rule "d" can never fire: none of the rules in its any can fire with it"#,
                #"8: rule "e" can never fire: the list that it looks for is empty"#,
            ])
    }

    @Test("a category that resembles another")
    func categories() throws {
        let found = try notes(
            """
            rule { name = "a", category = "spam", score = 1, words = { "x" } }
            rule { name = "b", category = "spam", score = 1, words = { "x" } }
            rule { name = "c", category = "sapm", score = 1, words = { "x" } }
            rule { name = "d", category = "politics", score = 1, words = { "x" } }
            """)
        #expect(found == [#"3: rule "c" is the only one with the category "sapm", and there is "spam""#])
    }

    @Test("an entry that stands twice, as folding reads words and as it is elsewhere")
    func entries() throws {
        let found = try notes(
            """
            rule { name = "a", category = "c", score = 1, words = list "lists/words.txt" }
            rule { name = "b", category = "c", score = 1, is = { role = list "lists/roles.txt" } }
            """,
            lists: ["lists/words.txt": "Casino\nbingo\n\n ｃａｓｉｎｏ\t2\n", "lists/roles.txt": "Editor\neditor\neditor\n"])
        #expect(
            found == ["3: \"editor\" stands in line 2 already", "4: \"ｃａｓｉｎｏ\" stands in line 1 already"])
    }

    @Test(
        "a check that asks for the present time",
        arguments: [
            "os.time() > 5", "os.date('%H') == '03'", "os.date('*t').wday == 1",
            "(function() return os.time() end)() > 5",
        ])
    func presentTime(condition: String) throws {
        let found = try notes(
            """
            rule { name = "a", category = "c", score = 1, check = function(c) return \(condition) end }
            rule { name = "b", category = "c", score = 1, check = function(c)
              return os.date("%w", c.created_at) == "0" or os.time { year = 2026, month = 1, day = 1 } > c.created_at
            end }
            """)
        #expect(found.count == 1 && found[0].hasPrefix("1: rule \"a\" asks for the present time"))
    }
}
