import CommentFormats
import Testing

@testable import Moderation
@testable import Workbench

@Suite("accounts of a verdict")
struct AccountTests {
    private static let rules = """
        rule { name = "casino", category = "spam", score = 2, about = "Names casinos", words = { "casino", "赌博" } }
        rule { name = "links", category = "spam", score = 2, check = function(c) return #c.links > 0, #c.links .. " links" end }
        rule { name = "both", category = "other", score = 1.5, all = { "casino", "links" }, none = { "kind" } }
        rule { name = "kind", category = "praise", score = -1, words = { "thanks" } }
        rule { name = "trial", category = "spam", score = 9, shadow = true, words = { "casino" } }
        rule { name = "capped", category = "tone", score = 7, words = { "ass" } }
        rule { name = "stop", category = "ban", verdict = "reject", tell = "Go away.", words = { "viagra" } }
        rule { name = "fragile", category = "spam", score = 1, check = function(c)
          if c.author == "Eve" then error("no Eve") end
        end }
        """

    private func account(_ body: String, author: String = "Ann", email: String? = nil) throws -> CommentAccount {
        let fixture = try RulesFixture([
            "policy.lua": "policy { hold = 3, reject = 6, categories = { tone = { cap = 2 }, other = { hold = 5 } } }",
            "rules.lua": Self.rules,
        ])
        let moderator = try Moderator(ruleSet: fixture.load())
        let comment = Comment(author: author, email: email, body: body)
        return CommentAccount(moderator.judge(comment), text: { comment[$0] }, redactor: moderator.redactor)
    }

    private func text(_ account: CommentAccount, _ style: TextStyle = TextStyle()) -> [String] {
        AccountText.lines(account, style: style)
    }

    @Test("words are marked where they stand, and rules say what they found")
    func marks() throws {
        let account = try account("My casino 赌博 at http://a.example")
        #expect(account.outcome == .hold && account.score == Points(thousandths: 5500))
        #expect(account.fields.map(\.name) == ["body"])
        #expect(account.fields[0].pieces.filter(\.isMarked).map(\.text) == ["casino", "赌博"])
        #expect(account.fields[0].pieces.map(\.text).joined() == "My casino 赌博 at http://a.example")
        let lines = text(account)
        #expect(lines[0] == "hold, 5.5 points, by the score")
        #expect(lines.contains("  My «casino» «赌博» at http://a.example"))
        #expect(lines.contains("  casino  +2      spam  casino, 赌博"))
        #expect(lines.contains("      rules.lua:1: Names casinos"))
        #expect(lines.contains("      body 3-9: «casino» is casino"))
        #expect(lines.contains("      needs all of casino (fired), links (fired)"))
        #expect(lines.contains("      needs none of kind (silent)"))
        #expect(lines.contains("  other 1.5, holds from 5"))
        #expect(lines.contains("  If they counted, the verdict would be reject."))
    }

    @Test("what would change it is what a new decision says")
    func changes() throws {
        let changes = try account("My casino at http://a.example").changes
        #expect(
            changes == [
                "hold begins at 3; this comment has 2.5 more.", "reject begins at 6, 0.5 more than this comment has.",
                "Without casino, links together the verdict would be accept.",
            ])
        #expect(
            try account("viagra").changes.first
                == "stop decides, whatever the points; without it the verdict would be accept.")
        #expect(try account("hello").changes == ["hold begins at 3, 3 more than this comment has."])
        let failed = try account("hello", author: "Eve")
        #expect(failed.changes == ["A rule failed, and the policy's on_error asks for at least hold."])
        #expect(failed.failures == ["rules.lua:9: rule \"fragile\" failed: no Eve"])
    }

    @Test("a cap is told, with what there would be without it")
    func caps() throws {
        #expect(text(try account("ass")).contains("  tone 2 (capped, without the cap 7)"))
    }

    @Test("the comment's e-mail leaves in no part of it")
    func redaction() throws {
        let account = try account(
            "write to ann@example.org, casino", author: "ann@example.org", email: "ann@example.org")
        let all = text(account).joined() + AccountPage.html([account], rules: "") + account.json(ruleSet: "x").text
        #expect(!all.contains("ann@example.org"))
        #expect(all.contains("[email]"))
    }

    @Test("an address in which a word was found is marked whole, and not shown")
    func markedAddress() throws {
        let account = try account("write casino@x.example now, casino", email: "casino@x.example")
        #expect(
            account.fields[0].pieces.map(\.text) == ["write ", "[email]", " now, ", "casino"],
            "\(account.fields[0].pieces)")
        #expect(account.fields[0].pieces.map(\.isMarked) == [false, true, false, true])
    }

    @Test("long fields that nearly hold the address again and again take no longer than their length")
    func longFields() throws {
        let email = String(repeating: "a", count: 100_000) + "@b.example"
        let account = try account("hello", author: String(repeating: "a", count: 900_000), email: email)
        #expect(account.author?.count == 900_000)
    }

    @Test("a page shows what strangers write as text, and needs nothing from elsewhere")
    func page() throws {
        let account = try account("<script>alert(1)</script> casino & \"x\"", author: "<b>")
        let page = AccountPage.html([account], rules: "rules: r")
        #expect(!page.contains("<script") && !page.contains("<b>"))
        #expect(page.contains("&lt;script&gt;") && page.contains("<mark>casino</mark>"))
        #expect(!page.contains("http") && !page.contains("src="))
    }

    @Test("JSON has every rule with its hits, and the changes")
    func json() throws {
        let json = try account("My casino").json(ruleSet: "x").text
        #expect(json.contains(#""verdict":"accept","because":"score","score":2"#))
        #expect(json.contains(#""hits":[{"field":"body","at":[3,9],"found":"casino","entry":"casino"}]"#))
        #expect(json.contains(#""shadow":[{"rule":"trial""#) && json.contains(#""would":"reject""#))
    }
}

@Suite("text for terminals")
struct TextStyleTests {
    @Test("lines break at white space and between Chinese characters, by columns")
    func wrapping() {
        let style = TextStyle(width: 14)
        #expect(
            style.wrapped([("one two three 我喜欢赌博网站", false)], indent: 2)
                == ["  one two", "  three 我喜欢", "  赌博网站"])
        #expect(TextStyle().wrapped([("one\n two", false)], indent: 2) == ["  one", "  two"])
    }

    @Test("marks are colours on a terminal and signs elsewhere; what touches is one")
    func marks() {
        #expect(TextStyle().wrapped([("a ", false), ("b c", true), ("d", true)], indent: 0) == ["a «b cd»"])
        #expect(
            TextStyle(isColoured: true, width: 40).wrapped([("a ", false), ("b", true)], indent: 0)
                == ["a \u{1B}[4;33mb\u{1B}[0m"])
    }

    @Test("strangers' text can't steer a terminal or fill it")
    func controls() {
        let line = TextStyle(width: 20).wrapped(
            [("\u{1B}[2Jx\u{7}" + String(repeating: "y", count: 500), false)], indent: 0)
        #expect(!line.joined().contains("\u{1B}") && !line.joined().contains("\u{7}"))
    }

    @Test("a line is cut to its columns")
    func cut() {
        #expect(TextStyle(width: 5).line("赌博网站") == "赌博…")
        #expect(TextStyle().line("赌博网站") == "赌博网站")
    }
}
