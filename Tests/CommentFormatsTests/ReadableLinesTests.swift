import Testing

@testable import CommentFormats
@testable import Moderation

struct ReadableLinesTests {
    let fixtures: VerdictFixtures

    init() throws { fixtures = try VerdictFixtures() }

    private func written(
        _ line: String, _ verdict: Verdict, inputs: [String] = [], isColoured: Bool = false
    ) throws -> String {
        try fixtures.written(line, verdict) { ReadableLines(output: $0, inputs: inputs, isColoured: isColoured) }
    }

    @Test("a verdict is one readable line")
    func held() throws {
        #expect(
            try written(#"{"id":17,"author":"Ann","body":"x"}"#, fixtures.held())
                == "hold  4.5  #17 Ann  many_links 2.5 (5 links), spam_words 2 (casino)\n")
        #expect(try written(#"{"body":"x"}"#, fixtures.quiet()) == "accept  0  line 17\n")
        #expect(try written(#"{"body":"x"}"#, fixtures.quiet(), inputs: ["a", "b"]) == "accept  0  a:17\n")
        #expect(
            try written(#"{"body":"x"}"#, fixtures.full())
                == "reject  -0.125  line 17  by rule:rude, rude 0.125 (\"fool\" \u{FFFD}[31m), "
                + "on trial: many_links 2.5, many_links failed (rules/a.lua:12: attempt to \"x\"), "
                + "failed: rules/policy.lua:3: no\n")
        #expect(try written("{", fixtures.quiet()) == "malformed  line 17  unexpected end of line at byte 1\n")
    }

    @Test("only the outcome is coloured, and only when asked")
    func colours() throws {
        #expect(
            try written(#"{"body":"x"}"#, fixtures.quiet(), isColoured: true)
                == "\u{1B}[32maccept\u{1B}[0m  0  line 17\n")
    }

    @Test(
        "a stranger's text can neither command the terminal nor fill it",
        arguments: [
            (#"\u001b[2J\u0007Ann"#, "\u{FFFD}[2J\u{FFFD}Ann"), (#"A\u009b31m"#, "A\u{FFFD}31m"),
            (#"A\r\nhold  9\t"#, "A  hold  9 "), (#"\u202eevil\u2066"#, "\u{FFFD}evil\u{FFFD}"),
            (#"a\u007f"#, "a\u{FFFD}"),
            ("abcdefghijklmnopqrstuvwxyz", "abcdefghijklmnopqrst…"), ("一二三四五六七八九十一二三四五六七八九十", "一二三四五六七八九十一二三四五六七八九十"),
            ("ann@example.org", "[email]"), ("x ANN@example.org", "[email]"),
        ])
    func authors(author: String, shown: String) throws {
        let line = #"{"id":"1","author":"\#(author)","email":"Ann@Example.org"}"#
        #expect(try written(line, fixtures.quiet()) == "accept  0  #1 \(shown)\n")
    }

    @Test("a character of endless marks is cut")
    func marks() throws {
        let author = "a" + String(repeating: "\u{0301}", count: 10_000)
        #expect(try written(#"{"author":"\#(author)"}"#, fixtures.quiet()).unicodeScalars.count < 60)
    }
}
