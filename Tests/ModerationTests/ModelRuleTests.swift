import Testing
import TextAnalysis

@testable import Moderation

@Suite("rules with models")
struct ModelRuleTests {
    /// A model that knows one word: a comment of it alone is nearly surely the class, others nearly surely not.
    private static func file(knowing word: String, in part: Int = 0, input: ModelInput = .body) -> [UInt8] {
        var bytes = Array(word.utf8)
        return bytes.withUnsafeMutableBytes { buffer in
            let forms = input.parts.map { _ in TextForms() }
            for (index, form) in forms.enumerated() {
                form.reset(
                    index == part ? UnsafeRawBufferPointer(buffer) : UnsafeRawBufferPointer(start: nil, count: 0))
            }
            var weights = [Float](repeating: 0, count: FeatureCounts.featureCount)
            for feature in FeatureCounts(input).features(of: ModelTexts(forms))
            where Int(feature.place) < FeatureCounts.firstTrait { weights[Int(feature.place)] = 1 }
            return TextModel(input: input, weights: weights, bias: -2.2, slope: 2, intercept: 0, account: "").file
        }
    }

    private func ruleSet(_ rules: String, _ model: [UInt8] = file(knowing: "casino")) throws -> RuleSet {
        let fixture = try RulesFixture()
        try fixture.write(Array(rules.utf8), to: "rules/a.lua")
        try fixture.write(model, to: "rules/models/m.model")
        return try fixture.load()
    }

    @Test("a rule fires as strongly as the model is surer than above, and shows the words")
    func trigger() throws {
        let rules = try ruleSet(
            "rule { name = \"m\", category = \"spam\", score = 4, model = { \"models/m.model\", above = 0.5 } }")
        let moderator = try Moderator(ruleSet: rules)
        let verdict = moderator.judge(Comment(body: "<b>CASINO</b>"))
        let fired = try #require(verdict.fired.first)
        #expect(fired.points > Points(rounding: 3.5) && fired.points <= Points(rounding: 4))
        #expect(verdict.string(fired.reason) == "97 % sure: CASINO")
        let hit = try #require(verdict.hits.first)
        #expect(hit.field == .body && hit.at == 3..<9)
        #expect(rules.entries[hit.entry].text == "models/m.model")
        #expect(moderator.judge(Comment(body: "A quiet walk by the river.")).fired.isEmpty)
        #expect(moderator.judge(Comment(author: "Ann")).fired.isEmpty)
    }

    @Test("the handle gives the probability; with check, found is it")
    func handle() throws {
        let rules = try ruleSet(
            """
            local m = model "models/m.model"
            rule { name = "a", category = "c", score = 1, check = function(c) return true, m(c) > 0.9 and "sure" or "not" end }
            rule { name = "b", category = "c", score = 1, model = { "models/m.model", above = 0.5 },
              check = function(c, found) return 0.5, tostring(found == m(c)) end }
            """)
        let moderator = try Moderator(ruleSet: rules)
        #expect(moderator.judge(Comment(body: "casino")).reasons == ["sure", "true"])
        #expect(moderator.judge(Comment(body: "river")).reasons == ["not"])
    }

    @Test("a model of authors looks at the name, the address and the mail")
    func author() throws {
        let rules = try ruleSet(
            "rule { name = \"m\", category = \"spam\", score = 4, model = { \"models/m.model\", above = 0.5 } }",
            Self.file(knowing: "casino", input: .author))
        let moderator = try Moderator(ruleSet: rules)
        let verdict = moderator.judge(Comment(author: "Casino", body: "Nice post."))
        #expect(verdict.hits.first?.field == .author)
        #expect(moderator.judge(Comment(author: "Ann", body: "casino")).fired.isEmpty)
    }

    @Test("a model is asked only of comments that have the fields given, and after the conditions")
    func given() throws {
        let rules = try ruleSet(
            """
            rule { name = "river", category = "c", score = 0, words = { "river" } }
            rule { name = "m", category = "c", score = 4, none = { "river" },
              model = { "models/m.model", above = 0.5, given = { "url", "email" } } }
            """)
        let moderator = try Moderator(ruleSet: rules)
        func score(_ body: String, email: String? = "ann@example.org", url: String? = "https://ann.example") -> Points {
            moderator.judge(Comment(author: "Ann", email: email, url: url, body: body)).score
        }
        #expect(score("casino") > .zero)
        #expect(score("casino", url: nil) == .zero)
        #expect(score("casino", url: " ") == .zero)
        #expect(score("casino", email: nil) == .zero)
        #expect(score("casino by the river") == .zero)
    }

    @Test("another model makes another rule set")
    func hash() throws {
        let rule = "rule { name = \"m\", category = \"spam\", score = 4, model = { \"models/m.model\", above = 0.5 } }"
        #expect(try ruleSet(rule).hash == ruleSet(rule).hash)
        #expect(try ruleSet(rule).hash != ruleSet(rule, Self.file(knowing: "poker")).hash)
    }
}
