import Testing
import TextAnalysis

@testable import Moderation

@Suite("keys that rules share")
struct RuleKeyTests {
    private func rule(_ name: String, _ rest: String, fires: Bool = true) -> String {
        "rule { name = \"\(name)\", category = \"c\", score = 1, check = function() return \(fires) end, \(rest) }\n"
    }

    @Test(
        "conditions",
        arguments: [
            (#"all = { "yes", "also" }"#, true), (#"all = { "yes", "no" }"#, false), (#"any = { "no", "yes" }"#, true),
            (#"any = { "no" }"#, false), (#"none = { "no" }"#, true), (#"none = { "yes" }"#, false),
            (#"all = { "yes" }, any = { "also", "no" }, none = { "no" }"#, true),
            (#"all = { "yes" }, none = { "also" }"#, false), (#"all = "yes""#, true),
        ])
    func conditions(conditions: String, fires: Bool) throws {
        let lua =
            rule("first", conditions) + rule("yes", "") + rule("also", "") + rule("no", "", fires: false)
        let verdict = try judge(lua)
        #expect(verdict.names == (fires ? ["first", "yes", "also"] : ["yes", "also"]), "in load order")
    }

    @Test("conditions without check or trigger fire by themselves and name what fired")
    func bareConditions() throws {
        let verdict = try judge(
            "rule { name = \"both\", category = \"c\", score = 1, all = { \"a\" }, any = { \"b\", \"n\" } }\n"
                + rule("a", "") + rule("b", "") + rule("n", "", fires: false))
        #expect(verdict.reasons.first == "a, b")
    }

    @Test("conditions and a trigger must both hold, before check is called")
    func conditionsAndTrigger() throws {
        let lua =
            rule("yes", "") + rule("no", "", fires: false) + """
                rule { name = "a", category = "c", score = 1, words = { "casino" }, all = { "no" }, check = function() error("called") end }
                rule { name = "b", category = "c", score = 1, words = { "casino" }, all = { "yes" } }
                rule { name = "d", category = "c", score = 1, words = { "absent" }, all = { "yes" }, check = function() error("called") end }
                """
        let verdict = try judge(lua, Comment(body: "casino"))
        #expect(verdict.failureTexts == [])
        #expect(verdict.names == ["yes", "b"])
    }

    @Test("a chain of conditions is tried in its order, whatever the order of the files")
    func chain() throws {
        let names = ["e", "d", "c", "b", "a"]
        let lua = names.dropLast().enumerated().map {
            "rule { name = \"\($1)\", category = \"c\", score = 1, all = { \"\(names[$0 + 1])\" } }"
        }
        .joined(separator: "\n")
        #expect(try judge(lua + "\n" + rule("a", "")).names == names)
    }

    @Test("a failed rule and one switched off have not fired")
    func failedConditions() throws {
        let lua =
            "rule { name = \"bad\", category = \"c\", score = 1, check = function() error('x') end }\n"
            + rule("off", "")
            + "rule { name = \"a\", category = \"c\", score = 1, none = { \"bad\", \"off\" } }"
        #expect(try judge(lua, policy: "scores { off = false }").names == ["a"])
    }

    @Test(
        "types: which comments a rule looks at",
        arguments: [
            ("comment", ["all", "comments"]), ("pingback", ["all", "pings"]), ("trackback", ["all", "pings"]),
            ("other", ["all"]), (nil, ["all", "comments"]),
        ] as [(String?, [String])])
    func types(type: String?, names: [String]) throws {
        let lua =
            rule("all", "") + rule("comments", #"types = "comment""#)
            + rule("pings", #"types = { "pingback", "trackback" }"#)
        #expect(try judge(lua, Comment(body: "x", type: type)).names == names)
    }

    @Test("tell: each sentence once, in load order, of rules that count")
    func tell() throws {
        let lua =
            rule("a", #"tell = "Please give your name""#) + rule("b", #"tell = "Slow down""#)
            + rule("c", #"tell = "Please give your name""#) + rule("d", #"tell = "Never", shadow = true"#)
            + rule("e", #"tell = "Not this""#, fires: false)
        #expect(try judge(lua).tell == ["Please give your name", "Slow down"])
    }

    @Test("shadow: reported and never counted; would says what it would have done")
    func shadow() throws {
        let lua =
            rule("a", "") + rule("t", #"shadow = true, verdict = "reject""#)
            + "rule { name = \"s\", category = \"c\", score = 9, shadow = true, check = function() return true, 'why' end }"
        let verdict = try judge(lua)
        #expect(verdict.names == ["a"])
        #expect(verdict.shadowNames == ["t", "s"])
        #expect(verdict.string(verdict.shadow[1].reason) == "why")
        #expect(verdict.outcome == .accept)
        #expect(verdict.score == Points(thousandths: 1000))
        #expect(verdict.categoryScores == [Points(thousandths: 1000)])
        #expect(verdict.would == .reject)
        #expect(try judge(rule("a", "")).would == nil)
        #expect(try judge(rule("a", "shadow = true")).would == .accept)
    }

    @Test(
        "verdict: decisive at any strength, without a score",
        arguments: [
            ("accept", Verdict.Outcome.accept), ("hold", .hold), ("reject", .reject),
        ])
    func decisive(word: String, outcome: Verdict.Outcome) throws {
        let verdict = try judge(
            """
            rule { name = "d", category = "c", verdict = "\(word)", check = function() return 1e-9 end }
            rule { name = "nine", category = "c", score = \(word == "accept" ? 9 : 0), check = function() return true end }
            """)
        #expect(verdict.outcome == outcome)
        #expect(verdict.because == "rule:d")
    }

    @Test("categories have sums where a rule fired, and none where none did")
    func categorySums() throws {
        let verdict = try judge(
            """
            rule { name = "a", category = "one", score = 1.25, check = function() return true end }
            rule { name = "b", category = "two", score = 1, check = function() end }
            rule { name = "d", category = "three", score = -0.5, check = function() return true end }
            """)
        #expect(verdict.categoryScores == [Points(thousandths: 1250), nil, Points(thousandths: -500)])
        #expect(verdict.score == Points(thousandths: 750))
    }

    @Test("a field beyond 256 KiB is judged on its first part, and the verdict names it")
    func truncated() throws {
        let lua =
            #"rule { name = "a", category = "c", score = 1, words = { "casino" }, fields = { "body", "author" } }"#
        let filler = String(repeating: "x ", count: TextForms.limit / 2)
        let beyond = try judge(lua, Comment(author: "Ann", body: filler + "casino"))
        #expect(beyond.names == [])
        #expect(beyond.truncated == [.body])
        let within = try judge(lua, Comment(author: filler + "y", body: "casino " + filler))
        #expect(within.names == ["a"])
        #expect(Set(within.truncated) == [.body, .author])
        #expect(try judge(lua, Comment(author: "Ann", body: "casino")).truncated == [])
    }
}
