import CommentFormats
import Testing

@testable import Moderation
@testable import Workbench

/// Comments as the lines of a file.
private func source(_ bodies: [String]) -> RecordSource {
    RecordSource(
        bodies.enumerated().map { number, body in
            Array(
                JSONValue.object([("id", .integer(number + 1)), ("author", .string("Ann")), ("body", .string(body))])
                    .text.utf8)
        })
}

@Suite("profiles")
struct ProfileTests {
    private static let rules = """
        rule { name = "casino", category = "spam", score = 2, words = { "casino" } }
        rule { name = "slow", category = "spam", score = 0, check = function(c)
          local n = 0
          for i = 1, #c.body * 2000 do n = n + i end
          return n < 0
        end }
        rule { name = "hungry", category = "spam", score = 0, check = function(c) return #c.body:rep(1000) < 0 end }
        rule { name = "fragile", category = "spam", score = 0, check = function(c) if c.body == "bad" then error "no" end end }
        rule { name = "trial", category = "spam", score = 9, shadow = true, words = { "casino" } }
        """

    private func profile(_ bodies: [String]) throws -> RuleProfile {
        let fixture = try RulesFixture(["rules.lua": Self.rules])
        return try RuleProfile(ruleSet: fixture.load(), source: source(bodies), inputs: ["stdin"])
    }

    @Test("each rule's part is counted, and the slowest comes first with its comment")
    func rules() throws {
        let profile = try profile(["a casino", "x", String(repeating: "long ", count: 20), "bad"])
        #expect(profile.comments == 4 && profile.wouldChange == 1 && profile.withFailures == 1)
        let rows = Dictionary(uniqueKeysWithValues: profile.rows.map { ($0.name, $0) })
        #expect(profile.rows.map(\.cost) == profile.rows.map(\.cost).sorted(by: >))
        #expect(["slow", "hungry"].contains(profile.rows.first?.name))
        let slow = try #require(rows["slow"])
        #expect(slow.longestPlace == "line 3" && slow.asked == 4 && slow.fired == 0)
        #expect(slow.longest >= slow.percentile99 && slow.percentile99 > slow.mean && slow.cost == slow.mean)
        #expect(rows["casino"]?.fired == 1 && rows["casino"]?.asked == 1)
        #expect(rows["fragile"]?.failed == 1)
        #expect(rows["hungry"].map { $0.allocated > 10_000 } == true)
        #expect(rows["casino"]?.allocated == 0)
        #expect(profile.stages.map(\.name).contains("rules"))
    }

    @Test("a percentile is near the time that it stands for")
    func percentile() throws {
        let profile = JudgementProfile(ruleCount: 1)
        for number in 1...1000 {
            profile.add(rule: 0, nanoseconds: UInt64(number * 1000), allocated: 0, asksTime: false)
        }
        for (share, exact) in [(0.5, 500_000.0), (0.99, 990_000.0), (1, 1_000_000.0)] {
            let found = Double(profile.rules[0].percentile(share))
            #expect(found >= exact * 0.99 && found <= exact * 1.25, "\(share): \(found)")
        }
    }

    @Test("the table keeps within the width, and JSON has all of it")
    func output() throws {
        let profile = try profile(["a casino", "bad"])
        let lines = ProfileText.lines(profile, style: TextStyle(width: 60))
        #expect(lines.allSatisfy { $0.count <= 60 })
        #expect(lines.contains("Rules on trial would change 1 of 2 verdicts."))
        #expect(profile.json.text.contains(#"{"rule":"trial","shadow":true,"fired":1,"share":0.5"#))
        let none = try self.profile([])
        #expect(ProfileText.lines(none, style: TextStyle()) == ["no comment was judged"])
    }
}

@Suite("comparing two versions of the rules")
struct ComparisonTests {
    private func compare(_ old: String, _ new: String, _ bodies: [String], sample: Int? = nil) throws -> RuleComparison
    {
        let before = try RulesFixture(["rules.lua": old])
        let after = try RulesFixture(["rules.lua": new])
        return try RuleComparison(
            old: before.load(), new: after.load(), source: source(bodies), inputs: ["stdin"], sample: sample)
    }

    private func rule(_ name: String, _ score: Double, _ word: String) -> String {
        "rule { name = \"\(name)\", category = \"c\", score = \(score), words = { \"\(word)\" } }\n"
    }

    @Test("every changed verdict is told with the rules that made the difference")
    func changes() throws {
        let old = rule("a", 3, "one") + rule("b", 7, "two") + rule("c", 1, "three")
        let new = rule("a", 6, "one") + rule("c", 2, "three") + rule("d", 4, "four")
        let comparison = try compare(old, new, ["one", "two", "three", "four", "five"])
        #expect(comparison.comments == 5 && comparison.changed == 3 && comparison.otherScores == 1)
        #expect(comparison.changes.map(\.id) == ["1", "2", "4"])
        #expect(comparison.changes.map { $0.rules.map(\.name) } == [["a"], ["b"], ["d"]])
        #expect(comparison.counts == [[2, 1, 0], [0, 0, 1], [1, 0, 0]])
        let lines = ComparisonText.lines(comparison, style: TextStyle())
        #expect(lines[0] == "hold -> reject  3 -> 6  #1 Ann  a 3 -> 6")
        #expect(lines[1] == "reject -> accept  7 -> 0  #2 Ann  b no longer fires (7)")
        #expect(lines[2] == "accept -> hold  0 -> 4  #4 Ann  d now fires (4)")
        #expect(lines.contains("3 of 5 verdicts changed (60.0 %)."))
        #expect(comparison.json.text.contains(#""changed":3,"other_scores":1,"counts":{"accept_to_accept":2"#))
    }

    @Test("a rule that fails, and who is exempt, are named as the cause")
    func causes() throws {
        let failing =
            "rule { name = \"boom\", category = \"c\", score = 1, check = function(c) return c.author.x.y end }\n"
        let broken = try compare(rule("a", 1, "x"), rule("a", 1, "x") + failing, ["one"])
        #expect(broken.changes.first?.causes.first?.hasPrefix("boom now fails (rules.lua:2: ") == true)
        let exempting = "policy { exempt = { author = { \"Ann\" } } }"
        let before = try RulesFixture(["rules.lua": rule("a", 3, "one")])
        let after = try RulesFixture(["rules.lua": rule("a", 3, "one"), "policy.lua": exempting])
        let comparison = try RuleComparison(
            old: before.load(), new: after.load(), source: source(["one"]), inputs: ["stdin"])
        #expect(comparison.changes.first?.causes == ["now exempt"] && comparison.changes.first?.rules.isEmpty == true)
    }

    @Test("the same rules change nothing")
    func same() throws {
        let rules = rule("a", 3, "one")
        let comparison = try compare(rules, rules, ["one", "two"])
        #expect(comparison.changed == 0 && comparison.changes.isEmpty)
        #expect(ComparisonText.lines(comparison, style: TextStyle()).last == "No verdict changed in 2 comments.")
    }

    @Test("a sample is the same each time, as large as asked for, in input order")
    func sample() throws {
        let bodies = (0..<200).map { $0 % 2 == 0 ? "one" : "two" }
        let samples = try (0..<2).map { _ in
            try compare(rule("a", 3, "one"), rule("a", 6, "one"), bodies, sample: 7).changes.map {
                Int($0.id ?? "") ?? 0
            }
        }
        #expect(samples[0].count == 7 && samples[0] == samples[0].sorted() && samples[0] == samples[1])
        #expect(Set(samples[0]).count == 7 && samples[0].contains { $0 > 40 })
        #expect(try compare(rule("a", 3, "one"), rule("a", 6, "one"), bodies, sample: 7).changed == 100)
    }

    @Test("each version has its own history")
    func history() throws {
        let often =
            "rule { name = \"often\", category = \"c\", score = 3, history = { by = \"author\", more_than = 1 } }\n"
        let comparison = try compare(rule("a", 1, "x"), often + rule("a", 1, "x"), ["one", "two", "three"])
        #expect(comparison.changes.map(\.id) == ["3"])
    }
}
