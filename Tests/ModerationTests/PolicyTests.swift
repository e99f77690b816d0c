import LuaRuntime
import Testing

@testable import Moderation

private let rules = """
    rule { name = "casino", category = "spam", score = 2, words = { "casino" } }
    rule { name = "rude", category = "tone", score = 2, words = { "fool" } }
    """

@Suite("policies")
struct PolicyTests {
    private func outcome(_ policy: String?, _ comment: Comment, lua: String = rules) throws -> String {
        let verdict = try judge(lua, comment, policy: policy)
        #expect(verdict.failureTexts == [])
        return "\(verdict.outcome.name) \(verdict.because) \(verdict.score)"
    }

    @Test(
        "thresholds, caps and categories from the file",
        arguments: [
            (nil, "casino fool", "hold score 4"),
            ("", "casino", "accept score 2"),
            ("policy { hold = 2, reject = 4 }", "casino fool", "reject score 4"),
            ("policy { hold = 2 }", "casino fool", "hold score 4"),
            ("policy { reject = 4, on_error = 'reject' }", "casino", "accept score 2"),
            ("policy { hold = false, reject = 2, on_error = 'reject' }", "casino", "reject score 2"),
            ("policy { categories = { tone = { cap = 0.5 } } }", "casino fool", "accept score 2.5"),
            ("policy { categories = { tone = { hold = 2, reject = 9 } } }", "fool", "hold score:tone 2"),
            ("policy { categories = { tone = { reject = 2 } } }", "fool", "reject score:tone 2"),
        ] as [(String?, String, String)])
    func thresholds(policy: String?, body: String, result: String) throws {
        #expect(try outcome(policy, Comment(body: body)) == result)
    }

    @Test("the first policy that applies, which inherits the rest")
    func when() throws {
        let policy = """
            policy { hold = 3, reject = 6, categories = { tone = { hold = 2 } }, echo = { "post" }, keep = "ip" }
            policy { name = "kids", when = function(c) return c.section == "kids" end, hold = 1, keep = false }
            policy { name = "never", when = function(c) return false end, hold = 1 }
            policy { name = "also", when = function(c) return c.section == "kids" or c.section == "news" end, hold = 5 }
            """
        #expect(try outcome(policy, Comment([.body: "casino", .section: "kids"])) == "hold score 2")
        #expect(try outcome(policy, Comment([.body: "casino", .section: "news"])) == "accept score 2")
        #expect(try outcome(policy, Comment([.body: "fool", .section: "news"])) == "hold score:tone 2")
        #expect(try outcome(policy, Comment([.body: "casino"])) == "accept score 2")
        let set = try RuleSet.of(rules, policy: policy)
        #expect(set.policies.map(\.name) == ["kids", "never", "also", nil])
        #expect(set.policies[0].echo.map(\.name) == ["post"])
        #expect(set.policies.map(\.keep) == [[], [.ip], [.ip], [.ip]])
        let verdict = try Moderator(ruleSet: set).judge(Comment([.body: "x", .section: "news"]))
        #expect(set.policies[verdict.policy].name == "also")
    }

    @Test("a when that fails is reported, the next policy judges, and on_error counts")
    func failingWhen() throws {
        let verdict = try judge(
            rules, Comment(body: "x"),
            policy: """
                policy { name = "a", when = function(c)
                  return c.extra.x.y end }
                policy { name = "b", when = function(c) return true end, on_error = "reject" }
                """)
        #expect(verdict.failures.map(\.rule) == [nil])
        #expect(verdict.failures.map(\.line) == [2])
        #expect(verdict.failures.map(\.file) == ["policy.lua"])
        #expect(verdict.ruleSet.policies[verdict.policy].name == "b")
        #expect(verdict.outcome == .reject)
        #expect(verdict.because == "error")
    }

    @Test("who is exempt is accepted unjudged")
    func exempt() throws {
        let policy = #"policy { exempt = { role = { "editor", "administrator" }, ip = "10.0.0.0/8" } }"#
        let lua = #"rule { name = "no", category = "c", verdict = "reject", check = function() error("called") end }"#
        let verdict = try judge(lua, Comment([.role: "editor", .ip: "10.1.1.1", .body: "x"]), policy: policy)
        #expect(verdict.because == "exempt")
        #expect(verdict.outcome == .accept)
        #expect(verdict.failures.isEmpty)
        #expect(verdict.fired.isEmpty)
        #expect(try judge(lua, Comment([.role: "editor", .ip: "11.1.1.1"]), policy: policy).failures.count == 1)
        #expect(try judge(lua, Comment([.role: "Editor", .ip: "10.1.1.1"]), policy: policy).failures.count == 1)
    }

    @Test("the pack comes along, the folder's own policy is laid over the pack's")
    func include() throws {
        let files = [
            "policy.lua": "include \"pack\"\npolicy { hold = 2, reject = 9 }\nscores { pack_b = false }",
            "own.lua": "scores { pack_a = 0.5, pack_c = 4 }\n" + rules,
            "pack/policy.lua": """
            policy { hold = 1, reject = 1, on_error = "reject", exempt = { role = "editor" }, site = "blog.example" }
            policy { name = "pack", when = function(c) return c.section == "pack" end, hold = 8 }
            scores { pack_a = 3, pack_b = 3, pack_d = 3 }
            """,
            "pack/p.lua": ["a", "b", "c", "d"].map {
                "rule { name = \"pack_\($0)\", category = \"pack\", score = 1, check = function() return true end }"
            }.joined(separator: "\n"),
        ]
        let set = try RulesFixture(files).load()
        #expect(set.rules.map(\.name) == ["pack_a", "pack_b", "pack_c", "pack_d", "casino", "rude"])
        #expect(set.rules.first?.file == "pack/p.lua")
        let moderator = try Moderator(ruleSet: set)
        let verdict = moderator.judge(Comment(body: "x"))
        #expect(verdict.names == ["pack_a", "pack_c", "pack_d"])
        #expect(verdict.score == Points(thousandths: 7500))
        #expect(verdict.outcome == .hold)
        #expect(moderator.judge(Comment([.role: "editor", .body: "x"])).because == "exempt")
        #expect(moderator.judge(Comment([.section: "pack", .body: "x"])).outcome == .accept)
        #expect(set.policies.map(\.limits.onError) == [.reject, .reject])
    }

    @Test("what the folder's own policy does not say, the pack's does")
    func inherited() throws {
        for (own, limits) in [
            ("hold = 2", (2000, 9000)), ("reject = 5", (1000, 5000)), ("site = \"a.example\"", (1000, 9000)),
        ] {
            let set = try RulesFixture([
                "policy.lua": "include \"pack\"\npolicy { \(own) }", "pack/p.lua": rules,
                "pack/policy.lua": "policy { hold = 1, reject = 9 }",
            ]).load()
            #expect(set.policies.last?.limits.hold == Points(thousandths: Int64(limits.0)))
            #expect(set.policies.last?.limits.reject == Points(thousandths: Int64(limits.1)))
        }
    }

    @Test("a budget is read, inherited in its parts and applied")
    func budget() throws {
        let endless = """
            rule { name = "long", category = "c", score = 1, check = function() while true do end end }
            rule { name = "big", category = "c", score = 1, check = function()
              local t = {} for i = 1, 1e7 do t[i] = {} end end }
            """
        let policy = "policy { budget = { time = \"20ms\", memory = \"2MB\" } }"
        let set = try RulesFixture(["policy.lua": policy, "rules.lua": endless]).load()
        #expect(set.budget == LuaBudget(time: .milliseconds(20), steps: 10_000_000, memory: 2 << 20))
        for strict in [false, true] {
            let verdict = try Moderator(ruleSet: set, strictBudget: strict).judge(Comment(body: "x"))
            #expect(verdict.outcome == .hold && verdict.because == "error")
            #expect(verdict.failures.map(\.line) == [1, 3])
            #expect(verdict.failures[0].message.contains(strict ? "10000000 steps" : "budget of 20 ms"))
            #expect(verdict.failures[1].message == "not enough memory")
        }
    }

    @Test(
        "a budget that makes no sense is a load error",
        arguments: [
            ("budget = 5", "budget is a number"), ("budget = { time = 5 }", "time is a number"),
            ("budget = { time = \"5\" }", "write \"1ms\" to \"60s\""), ("budget = { time = \"0ms\" }", "write \"1ms\""),
            ("budget = { time = \"1h\" }", "write \"1ms\""), ("budget = { memory = \"1MB\" }", "write \"2MB\""),
            ("budget = { memory = \"32\" }", "write \"2MB\""), ("budget = { steps = 5 }", "steps"),
            ("budget = { tim = \"5ms\" }", "did you mean \"time\""),
        ])
    func badBudget(text: String, message: String) throws {
        let messages = try problems(rules, policy: "policy { \(text) }")
        #expect(messages.count == 1 && messages[0].hasPrefix("rules/policy.lua:1: policy"), "\(messages)")
        #expect(messages.first?.contains(message) == true, "\(messages)")
    }

    @Test("a budget belongs to the policy for all comments, and rules must fit into it")
    func misplacedBudget() throws {
        let conditional = "policy { when = function() return true end, budget = { time = \"5ms\" } }"
        #expect(try problems(rules, policy: conditional).first?.contains("policy with when") == true)
        let set = try RulesFixture([
            "policy.lua": "policy { budget = { memory = \"2MB\" } }",
            "rules.lua": "local t = {} for i = 1, 100000 do t[i] = i .. \"\" end\n" + rules
                + "\nrule { name = \"t\", category = \"c\", score = 1, check = function() return t[1] == \"x\" end }",
        ]).load()
        let error = #expect(throws: RuleLoadError.self) { try Moderator(ruleSet: set) }
        #expect(error?.problems.first?.what.contains("raise budget.memory in the policy") == true)
    }

    @Test(
        "a site that is no domain is a load error",
        arguments: ["https://blog.example/", "*.blog.example", "blog.example:8080", ""])
    func badSite(site: String) throws {
        let expected =
            "rules/policy.lua:1: policy: site names \"\(site)\", which is no domain; write the domain alone, such as blog.example"
        #expect(try problems(rules, policy: "policy { site = \"\(site)\" }") == [expected])
    }

    @Test("an own policy with when comes before the pack's")
    func includeOrder() throws {
        let set = try RulesFixture([
            "policy.lua": "include \"pack\"\npolicy { name = \"own\", when = function() return true end }",
            "pack/policy.lua": "policy { name = \"pack\", when = function() return true end }",
            "pack/p.lua": rules,
        ]).load()
        #expect(set.policies.map(\.name) == ["own", "pack", nil])
    }

    @Test("scores of the policy beat those of other files, and false switches off")
    func scores() throws {
        let set = try RulesFixture([
            "policy.lua": "scores { casino = 5 }", "a.lua": rules, "z.lua": "scores { casino = 1, rude = false }",
        ]).load()
        #expect(set.rules.map(\.score) == [5, 2])
        #expect(set.rules.map(\.isOn) == [true, false])
        let verdict = try Moderator(ruleSet: set).judge(Comment(body: "casino fool"))
        #expect(verdict.names == ["casino"])
    }

    @Test("scores.lua gives way to what people wrote, whatever the order of loading, and beats the pack")
    func tunedScores() throws {
        func rule(_ name: String) -> String {
            "rule { name = \"\(name)\", category = \"c\", score = 1, check = function() return true end }\n"
        }
        let names = ["a", "b", "c", "d", "e", "f"]
        let set = try RulesFixture([
            "policy.lua": "include \"pack\"\nscores { a = 10 }", "early.lua": "scores { b = 20 }",
            "scores.lua": "scores {\n  a = 11,\n  b = 11,\n  c = 11,\n  d = 11,\n  e = 11\n}",
            "pack/p.lua": names.map(rule).joined(), "pack/policy.lua": "scores { c = 30, f = 32 }",
            "pack/scores.lua": "scores { d = 31, f = 33 }", "pack/z.lua": "scores { e = 31 }",
        ]).load()
        #expect(set.rules.map(\.name) == names)
        #expect(set.rules.map(\.score) == [10, 20, 11, 11, 11, 32])
        #expect(
            set.rules.map { $0.override?.file } == [
                "policy.lua", "early.lua", "scores.lua", "scores.lua", "scores.lua", "pack/policy.lua",
            ])
        #expect(set.rules.map { $0.override?.overruledLine } == [2, 3, nil, nil, nil, nil])
        #expect(set.rules.map { $0.override?.isByHand } == [true, true, false, false, false, false])
    }

    @Test("the policy's site is that of the policy that applies")
    func site() throws {
        let policy = """
            policy { site = "one.example" }
            policy { name = "two", when = function(c) return c.section == "two" end, site = "two.example" }
            """
        func own(_ section: String?) throws -> String {
            var comment = Comment(body: "see https://two.example/")
            comment[.section] = section
            return try value(of: "comment.links[1].own", in: comment, policy: policy)
        }
        #expect(try own(nil) == "false")
        #expect(try own("two") == "true")
    }
}

@Suite("problems of a policy")
struct LoadingPolicyTests {
    @Test(
        "each is named with its place and what to do",
        arguments: [
            ("policy { hold = 3, rejct = 6 }", #"1: policy: unknown key "rejct"; did you mean "reject"?"#),
            ("policy { hold = \"3\" }", "1: policy: hold is a string; give a number, such as hold = 3"),
            (
                "policy { hold = 6, reject = 3 }",
                "1: policy: hold is 6, above reject, which is 3; hold comes first; leave it out where nothing is to be held"
            ),
            (
                "policy { reject = 3 }",
                #"1: policy: it has no hold, but a comment on which a rule fails would be held; add on_error = "reject""#
            ),
            (
                "policy { reject = 3, on_error = 'accept' }",
                #"1: policy: it has no hold, but a comment on which a rule fails would be accepted; add on_error = "reject""#
            ),
            ("policy { on_error = 'holt' }", #"1: policy: on_error is "holt"; did you mean "hold"?"#),
            (
                "policy { categories = { tne = { cap = 1 } } }",
                #"1: policy: categories names "tne", and no rule has that category; did you mean "tone"?"#
            ),
            (
                "policy { categories = { tone = 5 } }",
                "1: policy: categories.tone is a number; give a table, such as categories.tone = { cap = 5 }"
            ),
            (
                "policy { categories = { tone = { cpa = 5 } } }",
                #"1: policy: categories.tone: unknown key "cpa"; did you mean "cap"?"#
            ),
            (
                "policy { exempt = { rol = 'x' } }",
                #"1: policy: exempt names "rol", which is no field of a comment; did you mean "role"?"#
            ),
            (
                "policy { echo = { 'email' } }",
                "1: policy: echo names email; verdicts never carry it; --emit comments gives the whole comment"
            ),
            (
                "policy { keep = { 'email', 'body' } }",
                "1: policy: keep names \"body\", which is kept anyway or is no field of a comment; "
                    + "only email and ip are taken out of what is done"
            ),
            (
                "policy { keep = 'emial' }",
                "1: policy: keep names \"emial\", which is kept anyway or is no field of a comment; "
                    + "did you mean \"email\"?"
            ),
            (
                "policy { echo = { 'pst' } }",
                #"1: policy: echo names "pst", which is no field of a comment; did you mean "post"?"#
            ),
            (
                "policy { when = true }",
                "1: policy: when is a boolean; give a function, such as when = function(comment) … end"
            ),
            (
                "policy { hold = 3 }\npolicy { hold = 4 }",
                "2: policy: a second policy without when; give it when = function(comment) … end, or join the two"
            ),
            ("policy 'x'", "1: policy takes a table, such as policy { … }"),
            ("scores { casno = 1 }", #"1: scores: there is no rule "casno"; did you mean "casino"?"#),
            (
                "scores { casino = true }",
                "1: scores: casino is a boolean; give a number, such as casino = 2.5, or false"
            ),
            ("include 'pck'", #"1: include takes "pack", the rules that came with modfilter"#),
        ])
    func problem(policy: String, text: String) throws {
        #expect(try problems(rules, policy: policy) == ["rules/policy.lua:" + text])
    }

    @Test("a rule that holds needs a policy that can, and a policy stands in policy.lua")
    func holdRule() throws {
        let lua = #"rule { name = "a", category = "c", verdict = "hold", check = function() end }"#
        #expect(
            try problems(lua, policy: "policy { reject = 6, on_error = 'reject' }") == [
                #"rules/a.lua:1: rule "a": verdict is "hold", but a policy has no hold at all; give that policy a hold, or use verdict = "reject""#
            ])
        #expect(
            try problems(lua + "\npolicy { hold = 1 }") == [
                "rules/a.lua:2: policy: stands in a.lua; policies belong in policy.lua"
            ])
    }

    @Test("a pack that is not there")
    func noPack() throws {
        #expect(
            try problems(rules, policy: "include 'pack'") == [
                #"rules/policy.lua: include "pack": there is no installed pack; install modfilter with make install, or name the pack with $MODFILTER_PACK"#
            ])
    }
}
