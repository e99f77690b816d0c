import LuaRuntime
import Testing

@testable import Moderation
@testable import Workbench

@Suite("loading rule tests")
struct RuleTestLoaderTests {
    @Test(
        "each problem is named with its place and what to do",
        arguments: [
            (
                "test \"a\" { comment = { body = \"x\" } }",
                #"1: test "a": expects nothing; add fires, silent, verdict, score or reason"#
            ),
            (
                "test \"a\" { comment = { body = \"x\", email = 5 }, score = 1 }",
                #"1: test "a": comment: email is a number; give a string"#
            ),
            (
                "test \"a\" { comment = { email = \"a@b.example\" }, score = 1 }",
                #"1: test "a": comment: it has no body, no author and no url; give one of them; the filter takes no other comment"#
            ),
            (
                "test \"a\" { fires = \"b\" }",
                #"1: test "a": comment is missing; give one, such as comment = { author = "Ann", body = "…" }"#
            ),
            (
                "test \"a\" {\n  coment = 1, comment = { body = \"x\" }, score = 1 }",
                #"2: test "a": unknown key "coment"; did you mean "comment"?"#
            ),
            (
                "test \"a\" { comment = \"x\", score = 1 }",
                #"1: test "a": comment is a string; give a comment, such as comment = { author = "Ann", body = "…" }"#
            ),
            (
                "test \"a\" { comment = { body = {} }, score = 1 }",
                #"1: test "a": comment: body is a table; give a string"#
            ),
            (
                "test \"a\" { comment = { created_at = \"soon\" }, score = 1 }",
                #"1: test "a": comment: created_at is no time; give Unix seconds or "2026-01-31T12:00:00Z""#
            ),
            (
                "test \"a\" { comment = { body = \"x\" }, verdict = \"held\" }",
                #"1: test "a": verdict is "held"; did you mean "hold"?"#
            ),
            (
                "test \"a\" { comment = { body = \"x\" }, score = \"1\" }",
                #"1: test "a": score is a string; give a number, such as score = 2.5"#
            ),
            ("test \"a\"", #"1: test "a" has no body; write test "…" { comment = { … }, fires = { … } }"#),
            (
                "test \"a\" { comment = { body = \"x\", created_at = seconds \"soon\" }, score = 1 }",
                #"1: seconds takes a date such as "2026-01-31" or "2026-01-31T12:00:00Z""#
            ),
            (
                "test \"a\" { comment = { body = \"x\" }, score = 1 }\ntest \"a\" { comment = { body = \"y\" }, score = 1 }",
                #"2: test "a" stands in rules/tests/a.lua:1 already; give it another name"#
            ),
            ("test { comment = {} }", #"1: test takes a name: test "five links are held" { … }"#),
            ("\nerror(\"x\")", "2: x"),
            ("test \"a\" {\n", "2: unexpected symbol near <eof>"),
        ])
    func problem(lua: String, text: String) throws {
        let found = try RulesFixture(["tests/a.lua": lua]).testProblems()
        #expect(found.contains { $0.hasPrefix("rules/tests/a.lua:" + text) }, "\(found)")
    }

    @Test("problems of all files come at once")
    func allFiles() throws {
        let found = try RulesFixture([
            "tests/a.lua": "test \"a\" { comment = { body = \"x\" } }", "tests/b.lua": "x.y = 1",
            "tests/c.lua": "test \"c\" { comment = { body = \"x\" } }",
        ]).testProblems()
        #expect(found.count == 3)
    }

    @Test("a folder without tests has none, a missing one is a problem")
    func noTests() throws {
        let fixture = try RulesFixture(["a.lua": ""])
        #expect(try RuleTestLoader.load(folder: fixture.rules).isEmpty)
        #expect(throws: RuleLoadError.self) { try RuleTestLoader.load(folder: "/nowhere/at/all") }
    }

    @Test("a name stands for one test of the folder, and each further one is named")
    func sameNames() throws {
        let test = #"test "a" { comment = { body = "x" }, score = 1 }"#
        let fixture = try RulesFixture(["tests/a.lua": "\n" + test, "tests/b.lua": test, "tests/c.lua": test])
        #expect(
            fixture.testProblems() == [
                #"rules/tests/b.lua:1: test "a" stands in rules/tests/a.lua:2 already; give it another name"#,
                #"rules/tests/c.lua:1: test "a" stands in rules/tests/a.lua:2 already; give it another name"#,
            ])
    }

    @Test("tests may reckon with times")
    func seconds() throws {
        let fixture = try RulesFixture([
            "tests/a.lua": """
            local noon = seconds "2026-01-31T12:00:00Z"
            test "a" {
                before = { { body = "x", created_at = noon - 60 } },
                comment = { body = "x", created_at = noon, post_created_at = seconds "2026-01-31" },
                score = 0,
            }
            """
        ])
        let tests = try RuleTestLoader.load(folder: fixture.rules)
        #expect(tests.map(\.comment.createdAt) == [1_769_860_800])
        #expect(tests.map(\.comment.postCreatedAt) == [1_769_817_600])
        #expect(tests.first?.before.map(\.createdAt) == [1_769_860_740])
    }
}

@Suite("comments as Lua tables")
struct CommentTableTests {
    private func comment(_ members: [(String, LuaValue)]) throws -> Comment {
        try CommentTable.comment(from: LuaTable(members: members.map { LuaMember(key: $0.0, value: $0.1) }))
    }

    @Test("fields, integers as text, times, and everything else as extra")
    func fields() throws {
        let comment = try comment([
            ("author", .string("Ann")), ("id", .integer(17)), ("created_at", .string("2026-01-31")),
            ("post_created_at", .integer(5)), ("votes", .table(LuaTable(items: [.integer(1), .boolean(true)]))),
            ("extra", .table(LuaTable(members: [LuaMember(key: "note", value: .string("x"))]))),
        ])
        #expect(comment[.author] == "Ann")
        #expect(comment[.id] == "17")
        #expect(comment[.body] == nil)
        #expect(comment.createdAt == 1_769_817_600)
        #expect(comment.postCreatedAt == 5)
        let note = try #require(comment.extra.value(of: "note", inObjectAt: 0))
        guard case .string(let range) = comment.extra.nodes[note] else {
            Issue.record("note is no string")
            return
        }
        #expect(comment.extra.text(range) == "x")
        let votes = try #require(comment.extra.value(of: "votes", inObjectAt: 0))
        #expect(Array(comment.extra.nodes[votes...(votes + 2)]) == [.array(count: 2), .integer(1), .boolean(true)])
    }

    @Test("no extra without other members")
    func noExtra() throws {
        #expect(try comment([("body", .string("x"))]).extra.nodes.isEmpty)
    }
}
