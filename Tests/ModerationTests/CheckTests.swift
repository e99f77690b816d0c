import Testing

@testable import Moderation

/// One row: what a check returns, and the points or the failure that come of it.
struct CheckCase: Sendable, CustomTestStringConvertible {
    var testDescription: String { returned }
    var returned: String
    /// In thousandths, for a rule of 2 points; `nil` for a silent rule.
    var points: Int64?
    var reason = ""
    var failure: String?

    init(_ returned: String, points: Int64?, reason: String = "") {
        self.returned = returned
        self.points = points
        self.reason = reason
    }

    init(_ returned: String, fails failure: String) {
        self.returned = returned
        self.failure = failure
    }
}

@Suite("what a check answers")
struct CheckTests {
    @Test(
        "a comment without a body has the empty text, for Lua and where Lua is not asked",
        arguments: [#"comment.text:match("^%s*$")"#, #"comment.text:match("")"#, #"comment.url:match(comment.text)"#])
    func emptyText(_ match: String) throws {
        for comment in [Comment(url: "http://x.example"), Comment(url: "http://x.example", body: "")] {
            for start in ["", "local t = {} "] {
                let check = "check = function(comment) \(start)if \(match) then return true end end"
                let verdict = try judge("rule { name = 'a', category = 'c', score = 1, \(check) }", comment)
                #expect(verdict.names == ["a"])
            }
        }
    }

    @Test("its first value is the strength, its second the reason", arguments: strengths + reasons)
    func answers(row: CheckCase) throws {
        let verdict = try judge(
            """
            rule { name = "a", category = "spam", score = 2, check = function(comment)
              \(row.returned)
            end }
            """)
        #expect(verdict.fired.first?.points.thousandths == row.points)
        #expect(verdict.reasons == (row.points == nil ? [] : [row.reason]))
        if let failure = row.failure {
            #expect(verdict.failureTexts.count == 1)
            #expect(verdict.failureTexts.first?.hasSuffix(": " + failure) == true, "\(verdict.failureTexts)")
            #expect(verdict.failures.first?.file == "rules.lua")
            #expect(verdict.outcome == .hold)
            #expect(verdict.cause == .error)
        } else {
            #expect(verdict.failureTexts == [])
            #expect(verdict.outcome == .accept)
        }
    }

    static let strengths: [CheckCase] = [
        CheckCase("", points: nil),
        CheckCase("return", points: nil),
        CheckCase("return nil", points: nil),
        CheckCase("return false", points: nil),
        CheckCase("return nil, 'a reason'", points: nil),
        CheckCase("return true", points: 2000),
        CheckCase("return 0", points: nil),
        CheckCase("return -0.0", points: nil),
        CheckCase("return 0, 'a reason'", points: nil),
        CheckCase("return 1", points: 2000),
        CheckCase("return 0.3", points: 600),
        CheckCase("return 1/3", points: 667),
        CheckCase("return 1e-9", points: 0),
        CheckCase("return 2", points: 2000),
        CheckCase("return math.huge", points: 2000),
        CheckCase("return math.maxinteger", points: 2000),
        CheckCase(
            "return 0/0", fails: "check returned NaN as its strength; a division of 0 by 0?"),
        CheckCase(
            "return -0.1",
            fails:
                "check returned a negative strength; for points that speak for a comment give the rule a negative score"
        ),
        CheckCase(
            "return {}", fails: "check returned a table; return nothing, true, or a strength from 0 to 1"),
        CheckCase(
            "return 'yes'", fails: "check returned a string; return nothing, true, or a strength from 0 to 1"),
        CheckCase(
            "return comment", fails: "check returned a table; return nothing, true, or a strength from 0 to 1"),
        CheckCase("error('broken')", fails: "broken"),
        CheckCase("error('broken', 0)", fails: "broken"),
        CheckCase("local x = nil; return x.y", fails: "attempt to index a nil value (local 'x')"),
    ]

    static let reasons: [CheckCase] = [
        CheckCase("return true, '5 links'", points: 2000, reason: "5 links"),
        CheckCase("return 0.5, '5 links'", points: 1000, reason: "5 links"),
        CheckCase("return true, ''", points: 2000),
        CheckCase("return true, nil", points: 2000),
        CheckCase("return true, 5", points: 2000, reason: "5"),
        CheckCase("return true, 2.5", points: 2000, reason: "2.5"),
        CheckCase("return true, 'a', 'b'", points: 2000, reason: "a"),
        CheckCase("return true, 'a\\0b'", points: 2000, reason: "a\0b"),
        CheckCase("return true, ('赌'):sub(1, 2)", points: 2000, reason: "\u{FFFD}"),
        CheckCase("return true, 'x\\xff\\xfey'", points: 2000, reason: "x\u{FFFD}\u{FFFD}y"),
        CheckCase("return true, ('x'):rep(2000)", points: 2000, reason: String(repeating: "x", count: 1000)),
        CheckCase(
            "return true, ('赌'):rep(2000)", points: 2000, reason: String(repeating: "赌", count: 333)),
        CheckCase("return true, {}", fails: "check returned a table as its reason; return a string"),
        CheckCase("return true, false", fails: "check returned a boolean as its reason; return a string"),
    ]

    @Test("a failing rule is named with file and line; the others and the next comment are judged")
    func failureIsContained() throws {
        let moderator = try Moderator(
            lua: """
                rule { name = "bad", category = "spam", score = 2, check = function(comment)
                  if comment.author == "Ann" then

                    return comment.extra.x.y
                  end
                end }
                rule { name = "good", category = "spam", score = 1, check = function() return true end }
                """)
        let verdict = moderator.judge(Comment(author: "Ann", body: "x"))
        #expect(verdict.names == ["good"])
        #expect(verdict.failures.map(\.line) == [4])
        #expect(verdict.failures.map(\.rule) == [0])
        #expect(verdict.outcome == .hold)
        #expect(verdict.because == "error")
        let next = moderator.judge(Comment(author: "Bob", body: "x"))
        #expect(next.failures.isEmpty)
        #expect(next.outcome == .accept)
        #expect(next.names == ["good"])
    }

    @Test("a failure in a module names the module")
    func failureInModule() throws {
        let verdict = try judge(
            """
            local m = require "_m"
            rule { name = "a", category = "spam", score = 2, check = function(comment) return m.run() end }
            """, files: ["_m.lua": "return { run = function()\n  error('deep') end }"])
        #expect(verdict.failureTexts == ["_m.lua:2: deep"])
    }

    @Test("a bad answer names the rule's own file and line")
    func badAnswerPlace() throws {
        let verdict = try judge(
            "\n\nrule { name = \"a\", category = \"spam\", score = 2, check = function() return {} end }")
        #expect(verdict.failures.map(\.file) == ["rules.lua"])
        #expect(verdict.failures.map(\.line) == [3])
    }

    @Test("a rule on trial that fails is reported and holds nothing")
    func shadowFailure() throws {
        let verdict = try judge(
            #"rule { name = "a", category = "spam", score = 2, shadow = true, check = function() error("x") end }"#)
        #expect(verdict.failures.count == 1)
        #expect(verdict.outcome == .accept)
    }

    @Test("endless recursion and endless strings are failures like any other")
    func exhaustion() throws {
        let moderator = try Moderator(
            lua: """
                rule { name = "deep", category = "spam", score = 2, check = function()
                  local function f() return 1 + f() end
                  return f()
                end }
                rule { name = "wide", category = "spam", score = 2, check = function()
                  local t = {}
                  for i = 1, 1e9 do t[i] = ("x"):rep(1000000) .. i end
                end }
                """)
        for _ in 0..<3 {
            let verdict = moderator.judge(Comment(body: "x"))
            #expect(verdict.failures.map(\.rule) == [0, 1])
            #expect(verdict.outcome == .hold)
        }
    }

    private final class Counter {
        var count = 0
    }

    @Test(
        "a check is not called where its trigger or its conditions do not hold",
        arguments: [
            #"words = { "casino" }"#, #"pattern = [[\d{2}]]"#, #"is = { ip = "203.0.113.9" }"#,
            #"required = { "email" }"#,
            #"history = { by = "author", more_than = 0 }"#, #"all = { "tag" }"#, #"any = { "tag" }"#,
            #"types = { "review" }"#,
        ])
    func notCalled(rest: String) throws {
        let rules = try RuleSet.of(
            """
            rule { name = "tag", category = "c", score = 0, words = { "tag" } }
            rule { name = "a", category = "c", score = 1, \(rest), check = function() log "called" return true end }
            """)
        let calls = Counter()
        let moderator = try Moderator(ruleSet: rules, log: { _, _, _ in calls.count += 1 })
        _ = moderator.judge(Comment(author: "Ann", email: "ann@example.org", body: "A quiet walk."))
        #expect(calls.count == 0)
        _ = moderator.judge(
            Comment(author: "Ann", body: "A tag at the casino, 12 times.", type: "review", ip: "203.0.113.9"))
        #expect(calls.count == 1)
    }
}
