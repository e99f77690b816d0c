import Testing

@testable import Moderation
@testable import Workbench

private let rules = """
    rule { name = "casino", category = "spam", score = 4, words = { "casino" } }
    rule { name = "often", category = "spam", score = 2, history = { by = "author", more_than = 0 } }
    rule { name = "trial", category = "spam", score = 9, shadow = true, words = { "casino" } }
    rule { name = "fragile", category = "spam", score = 1, check = function(comment)
      if comment.author == "Eve" then error("no Eve") end
    end }
    """

@Suite("running rule tests")
struct RuleTestRunnerTests {
    private func differences(_ test: String) throws -> [String] {
        let fixture = try RulesFixture(["rules.lua": rules, "tests/t.lua": test])
        let tests = try RuleTestLoader.load(folder: fixture.rules)
        let runner = RuleTestRunner(ruleSet: try fixture.load())
        return try tests.flatMap { try runner.run($0).differences }
    }

    @Test(
        "a test that says what happens passes",
        arguments: [
            #"comment = { body = "casino" }, fires = { "casino", "trial" }, silent = { "often" }, verdict = "hold", score = 4"#,
            #"comment = { body = "hello" }, silent = "casino", verdict = "accept", score = 0"#,
            #"before = { { author = "Ann", body = "x" } }, comment = { author = "Ann", body = "y" }, fires = "often""#,
            #"comment = { author = "Ann", body = "y" }, silent = "often""#,
        ])
    func passes(test: String) throws {
        #expect(try differences("test \"it\" { \(test) }") == [])
    }

    @Test(
        "each kind of difference is a sentence",
        arguments: [
            (#"comment = { body = "hello" }, fires = "casino""#, "casino should fire and is silent"),
            (#"comment = { body = "a casino" }, silent = "casino""#, "casino should be silent and fires (casino)"),
            (
                #"comment = { body = "casino" }, verdict = "accept""#,
                "the verdict should be accept and is hold (casino 4)"
            ),
            (
                #"comment = { body = "x" }, verdict = "reject""#,
                "the verdict should be reject and is accept (no rule fired)"
            ),
            (#"comment = { body = "casino" }, score = 4.5"#, "the score should be 4.5 and is 4 (casino 4)"),
            (
                #"comment = { body = "casino" }, fires = "casinos", verdict = "hold""#,
                #"there is no rule "casinos"; did you mean "casino"?"#
            ),
            (
                #"comment = { body = "x" }, silent = "elephants""#,
                #"there is no rule "elephants"; name a rule that this folder loads"#
            ),
            (#"comment = { author = "Eve", body = "x" }, silent = "casino""#, "a rule failed: rules.lua:5: no Eve"),
        ])
    func differs(test: String, sentence: String) throws {
        #expect(try differences("test \"it\" { \(test) }") == [sentence])
    }

    @Test("several differences come together, and no test sees what another left behind")
    func several() throws {
        let found = try differences(
            """
            test "one" { comment = { author = "Ann", body = "casino" }, silent = "casino", verdict = "accept" }
            test "two" { comment = { author = "Ann", body = "x" }, silent = "often" }
            """)
        #expect(
            found == [
                "casino should be silent and fires (casino)", "the verdict should be accept and is hold (casino 4)",
            ])
    }

    @Test("a result knows its test")
    func result() throws {
        let fixture = try RulesFixture([
            "rules.lua": rules, "tests/b.lua": "\ntest \"second\" { comment = { body = \"x\" }, score = 0 }",
            "tests/a/a.lua": "test \"first\" { comment = { body = \"x\" }, score = 1 }",
        ])
        let tests = try RuleTestLoader.load(folder: fixture.rules)
        #expect(tests.map(\.name) == ["first", "second"])
        #expect(tests.map(\.line) == [1, 2])
        #expect(tests.last?.file.hasSuffix("/rules/tests/b.lua") == true)
        let runner = RuleTestRunner(ruleSet: try fixture.load())
        #expect(try tests.map { try runner.run($0).hasPassed } == [false, true])
    }
}
