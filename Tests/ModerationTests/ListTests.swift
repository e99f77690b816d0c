import Foundation
import Testing

@testable import Moderation

@Suite("lists")
struct ListTests {
    private func rule(_ rest: String) -> String {
        "rule { name = \"a\", category = \"spam\", score = 2, \(rest) }"
    }

    @Test("a line with re: is a pattern among words; a hit names the list's line and shows what stood in the comment")
    func patterns() throws {
        let verdict = try judge(
            rule(#"words = list "lists/w.txt""#), Comment(body: "Bet on BIT-coin at the casino"),
            files: ["lists/w.txt": "casino\nre:bit.?coin\\b\t1.5\nre:[#]x # a tag\n"])
        #expect(verdict.hitTexts == ["body[7,15) BIT-coin", "body[23,29) casino"])
        let entries = verdict.hits.map { verdict.ruleSet.entries[$0.entry] }
        #expect(entries.map(\.line) == [2, 1])
        #expect(entries.map(\.file) == ["lists/w.txt", "lists/w.txt"])
        #expect(entries.map(\.text) == [#"bit.?coin\b"#, "casino"])
        #expect(entries.map(\.isPattern) == [true, false])
        #expect(verdict.fired[0].points == Points(thousandths: 3000), "the heaviest that hit")
        #expect(verdict.reasons == ["BIT-coin, casino"])
    }

    @Test("a bad pattern or an entry with nothing to see is named with the list's file and line")
    func badEntries() throws {
        let found = try problems(
            rule(#"words = list "lists/w.txt""#),
            files: ["lists/w.txt": "casino\nre:(a\n\u{200B}\nre:\nre:(?=x)y\nre:Casino"])
        #expect(found.map { String($0.prefix(20)) } == (2...6).map { "rules/lists/w.txt:\($0):" })
        #expect(found[3].contains("look-ahead"))
    }

    @Test("white space around an entry counts for nothing, and a # within a word opens no comment")
    func layout() throws {
        for text in ["casino", " casino ", "\u{3000}casino\u{A0}", "casino # really", "\u{FEFF}casino", "casino\t1"] {
            let verdict = try judge(
                rule(#"words = list "w.txt""#), Comment(body: "a casino"), files: ["w.txt": "#x\r\n\(text)\r\n\n"])
            #expect(verdict.hits.map { verdict.ruleSet.entries[$0.entry].line } == [2], "\(text)")
        }
        let verdict = try judge(rule(#"words = list "w.txt""#), Comment(body: "I like c#"), files: ["w.txt": "c#"])
        #expect(verdict.hitTexts == ["body[7,9) c#"])
    }

    @Test(
        "points are multiplied by the weight of the entry that `is` agrees with",
        arguments: [
            (Comment([.email: "ann@example.org"]), 1000), (Comment([.email: "bob@example.org"]), 6000),
            (Comment([.email: "x@mail.example"]), 2000),
        ] as [(Comment, Int64)])
    func exactWeights(comment: Comment, points: Int64) throws {
        let verdict = try judge(
            rule(#"is = { email = list "w.txt" }"#), comment,
            files: ["w.txt": "ann@example.org\t0.5\nbob@example.org\t3\n@mail.example\n"])
        #expect(verdict.fired.first?.points.thousandths == points)
    }

    @Test("weights of several fields multiply")
    func weightsOfFields() throws {
        let verdict = try judge(
            rule(#"is = { email = list "e.txt", ip = list "i.txt", role = "guest" }"#),
            Comment([.email: "ann@example.org", .ip: "203.0.113.9", .role: "guest"]),
            files: ["e.txt": "ann@example.org\t0.5", "i.txt": "203.0.113.0/24\t3"])
        #expect(verdict.fired.first?.points.thousandths == 3000)
    }

    @Test("a value of a list that its field can't have is named with the list's line")
    func badValues() throws {
        let found = try problems(
            rule(#"is = { ip = list "i.txt" }"#), files: ["i.txt": "10.0.0.1\n10.0.0.0/33\n1.2.3.4/+8\nre:10\n::/129\n"]
        )
        #expect(
            found.map { $0.prefix(while: { $0 != ";" }) } == [
                #"rules/i.txt:2: "10.0.0.0/33" is no IP address or network"#,
                #"rules/i.txt:3: "1.2.3.4/+8" is no IP address or network"#,
                "rules/i.txt:4: a pattern, but is.ip compares whole values",
                #"rules/i.txt:5: "::/129" is no IP address or network"#,
            ])
    }

    @Test("list:has knows the entries and not the patterns")
    func has() throws {
        let lua = """
            local friends = list "w.txt"
            rule { name = "a", category = "a", score = 1, check = function(c) return friends:has(c.author) end }
            """
        for (author, isIn) in [("Ann", true), ("ann", false), ("B.*", false), ("re:B.*", false), ("Bo", false)] {
            let verdict = try judge(lua, Comment(author: author, body: "x"), files: ["w.txt": "Ann\nre:B.*\n"])
            #expect(verdict.names == (isIn ? ["a"] : []), "\(author)")
        }
    }

    @Test(
        "what only looks like an address is another one",
        arguments: [
            ("ann@example.org", true), ("ANN@EXAMPLE.ORG", true), ("x.ann@example.org", false),
            ("ann@example.org.evil.com", false), ("\u{430}nn@example.org", false), ("ann@ex\u{430}mple.org", false),
            ("ann@example.org ", false), ("ａnn@example.org", false), ("a\u{200B}nn@example.org", false),
        ])
    func lookAlikes(email: String, isSame: Bool) throws {
        let verdict = try judge(
            rule(#"is = { email = { "ann@example.org" } }"#), Comment([.email: email, .body: "x"]))
        #expect(verdict.names == (isSame ? ["a"] : []))
    }

    @Test(
        "a domain stands for itself and all below it, and for nothing that merely ends like it",
        arguments: [
            ("https://spam.example/x", true), ("http://a.b.SPAM.example:80", true), ("https://notspam.example", false),
            ("https://spam.example.evil.com/", false), ("https://evil.com/spam.example", false),
            ("https://spam.example@evil.com/", false), ("https://evil.com@spam.example/", true),
        ])
    func domains(url: String, isBelow: Bool) throws {
        let verdict = try judge(rule(#"is = { url = "spam.example" }"#), Comment([.url: url, .body: "x"]))
        #expect(verdict.names == (isBelow ? ["a"] : []))
    }

    @Test("a hundred thousand networks, one within the other too, are told apart")
    func networks() throws {
        var lines = ["10.0.0.0/8", "10.1.0.0/16", "10.1.2.0/24", "2001:db8::/32", "2001:db8:1::/48"]
        for number in 0..<100_000 {
            lines.append("\(20 + number / 65_536).\(number / 256 % 256).\(number % 256).64/28")
        }
        let table = NetworkTable(lines.map { ArraySlice($0.utf8) }) { Issue.record("\(lines[$0]) is refused") }
        func holder(_ address: String) -> String? {
            Array(address.utf8).withUnsafeBytes { table.index(of: $0) }.map { lines[$0] }
        }
        #expect(holder("10.200.0.1") == "10.0.0.0/8")
        #expect(holder("10.1.3.1") == "10.1.0.0/16")
        #expect(holder("10.1.2.255") == "10.1.2.0/24")
        #expect(holder("10.2.0.0") == "10.0.0.0/8")
        #expect(holder("11.0.0.0") == nil)
        #expect(holder("9.255.255.255") == nil)
        #expect(holder("2001:db8:1::7") == "2001:db8:1::/48")
        #expect(holder("2001:db8:2::7") == "2001:db8::/32")
        #expect(holder("2001:db9::") == nil)
        #expect(holder("::ffff:10.1.2.3") == "10.1.2.0/24")
        for number in stride(from: 0, to: 100_000, by: 997) {
            let start = "\(20 + number / 65_536).\(number / 256 % 256).\(number % 256)."
            #expect(holder(start + "64") == lines[number + 5])
            #expect(holder(start + "79") == lines[number + 5])
            #expect(holder(start + "63") == nil)
            #expect(holder(start + "80") == nil)
        }
    }

    /// 62,204 phrases that people look for in comments; the file lies outside of the tree.
    private static var phrases: String {
        let shared = ProcessInfo.processInfo.environment["MODFILTER_SHARED"]
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let base = shared.map { URL(fileURLWithPath: $0) } ?? root.appendingPathComponent("../shared")
        return base.appendingPathComponent("data/lists/spam-phrases.txt").standardizedFileURL.path
    }

    @Test(
        "the phrases of a real list load, and a hit names its line",
        .enabled(
            if: FileManager.default.fileExists(atPath: phrases),
            "set MODFILTER_SHARED to the folder that holds data/lists"))
    func realList() throws {
        let text = try String(contentsOfFile: Self.phrases, encoding: .utf8)
        let verdict = try judge(
            rule(#"words = list "lists/phrases.txt""#), Comment(body: "An essay-fast and a great price with it"),
            files: ["lists/phrases.txt": text])
        let entries = verdict.hits.map { verdict.ruleSet.entries[$0.entry] }
        // One of its 62,204 lines begins with `#`, which makes it a comment.
        #expect(verdict.ruleSet.entries.count == 62_203)
        #expect(entries.map(\.text).contains("great price with"))
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        for entry in entries { #expect(lines[entry.line - 1] == entry.text) }
    }
}
