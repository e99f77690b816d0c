import Testing

@testable import Moderation

@Suite("more hits than a verdict can name")
struct HitCountTests {
    private func score(_ rules: String, _ body: String) throws -> Points {
        try judge(rules, Comment(body: body)).score
    }

    @Test("a flood of a light entry does not hide a heavy one", arguments: [1, 999, 1000, 1001, 5000, 30_000])
    func flood(_ count: Int) throws {
        let rules = """
            rule { name = "a", category = "spam", score = 3, words = list "lists/words.txt" }
            rule { name = "b", category = "tone", score = 1, per_hit = 2, words = list "lists/words.txt" }
            """
        let body = String(repeating: "free ", count: count) + "casino" + String(repeating: " free", count: 9)
        let verdict = try judge(
            rules, Comment(body: body), files: ["lists/words.txt": "free\t0.1\ncasino\t3\n"])
        #expect(verdict.score == Points(thousandths: 9000 + 3100))
    }

    @Test("hits of one rule take nothing from another's", arguments: [999, 1000, 5000])
    func groups(_ count: Int) throws {
        let rules = """
            rule { name = "a", category = "spam", score = 1, per_hit = 1000, words = { "the" } }
            rule { name = "b", category = "spam", score = 1, words = { "casino" } }
            rule { name = "c", category = "spam", score = 1, pattern = [[cas.no]] }
            """
        let body = String(repeating: "the ", count: count) + "casino"
        #expect(try score(rules, body) == Points(thousandths: Int64(min(count, 1000) + 2) * 1000))
    }

    @Test("what is quoted takes no room from what is not")
    func quoted() throws {
        let rules =
            #"rule { name = "a", category = "spam", score = 1, per_hit = 9, quoted = false, words = { "the" } }"#
        let body = "> " + String(repeating: "the ", count: 5000) + "\nthe the"
        #expect(try score(rules, body) == Points(thousandths: 2000))
    }

    @Test("a verdict names five and counts the others, in all fields")
    func more() throws {
        let rules =
            #"rule { name = "a", category = "spam", score = 1, fields = { "author", "body" }, words = { "the" } }"#
        let verdict = try judge(rules, Comment(author: "the the", body: String(repeating: "the ", count: 5000)))
        #expect(verdict.fired.first?.hits.count == 5)
        #expect(verdict.fired.first?.moreHits == 997)
        #expect(verdict.hits.map(\.field) == [.author, .author, .body, .body, .body])
    }
}
