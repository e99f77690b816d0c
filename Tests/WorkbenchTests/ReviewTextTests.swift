import Testing
import TextAnalysis

@testable import Moderation
@testable import ModerationQueue
@testable import Workbench

@Suite("a held comment for the eye")
struct ReviewTextTests {
    private let fixture: ReviewFixture

    init() throws {
        fixture = try ReviewFixture([
            #"{"id":1,"author":"李明","email":"li@example.org","body":"很好\n的文章"}"#,
            #"{"id":2,"author":"李明","email":"LI@example.org","post":7,"post_title":"Media","parent":1,"type":"reply","url":"http://a.example","body":"Ｃａｓｉｎｏ\u001b[31m，我们去赌博吧","created_at":992800}"#,
            #"{"id":3,"author":"李明","email":"other@example.org","body":"doubtful","parent":99}"#,
            #"{"id":4,"body":"doubtful one\ndoubtful two\ndoubtful three\ndoubtful four\ndoubtful five\ndoubtful six"}"#,
        ])
    }

    private func page(_ id: String, _ style: TextStyle = TextStyle(width: 40), textLines: Int = 20) throws -> [String] {
        ReviewText(style: style, textLines: textLines, now: 1_000_000).page(try fixture.held(id), place: "[3 of 41]")
    }

    @Test("shows the text with its hits, why, the author's past and the parent, within the width")
    func whole() throws {
        let lines = try page("2")
        #expect(
            lines == [
                "[3 of 41]  #2 by 李明, 2 hours ago",
                "under “Media” (post 7), a reply",
                "",
                "  «Ｃａｓｉｎｏ»\u{FFFD}[31m，我们去«赌博»吧",
                "  url: http://a.example",
                "",
                "Held by the rules with 4 points, by the",
                "score",
                "  casino  +4     casino, 赌博",
                "      «Ｃａｓｉｎｏ» is casino",
                "  on trial: trial, casino",
                "",
                "With the same e-mail address: 1 accepted",
                "As 李明, another e-mail address: 1 held",
                "  just now, accepted: 很好 的文章",
                "  just now, held: doubtful",
                "",
                "In answer to #1 by 李明, accepted, just",
                "now",
                "  很好",
                "  的文章",
            ])
    }

    @Test("no line is wider than the terminal, whatever it is made of", arguments: [20, 21, 24, 25, 30, 33, 40, 80])
    func widths(columns: Int) throws {
        try fixture.run([
            #"{"id":2,"author":"李明","url":"http://a.example/a/path/that/is/longer/than/any/terminal/in/this/test/is/wide","body":"Ｃａｓｉｎｏ赌博赌博赌博casino casino，我们去吧"}"#
        ])
        for id in ["2", "3"] {
            for line in try page(id, TextStyle(width: columns)) {
                #expect(DisplayWidth.columns(of: line) <= columns, "\(line)")
            }
        }
    }

    @Test("colours in place of signs, and no line longer for it")
    func colours() throws {
        let lines = try page("2", TextStyle(isColoured: true, width: 40))
        #expect(lines[0] == "\u{1B}[1m[3 of 41]  #2 by 李明, 2 hours ago\u{1B}[0m")
        #expect(!lines.joined().contains("«"))
        #expect(lines[3].hasPrefix("  \u{1B}[4;33mＣａｓｉｎｏ\u{1B}[0m\u{FFFD}[31m，"))
    }

    @Test("says what is not known")
    func unknown() throws {
        #expect(try page("3").contains("In answer to #99, which is not in the"))
        let nameless = try page("4")
        #expect(nameless[0] == "[3 of 41]  #4 by nobody, just now")
        #expect(!nameless.joined().contains("ther comment"))
        var broken = try fixture.entry("3")
        broken.comment = "{"
        let held = HeldComment(entry: broken, judged: nil, past: AuthorPast(), parent: nil)
        let lines = ReviewText(style: TextStyle(), textLines: 9, now: 0).page(held, place: "[1 of 1]")
        #expect(lines.contains("  doubtful") && lines.contains("Held, and the queue does not say why"))
    }

    @Test("shows a long text part by part, and no rest of a line or two")
    func parts() throws {
        #expect(
            try page("4", textLines: 3)[2...5] == [
                "  «doubtful» one", "  «doubtful» two", "  «doubtful» three", "  … 3 more lines, m shows them",
            ])
        let text = ReviewText(style: TextStyle(), textLines: 3, now: 0)
        let held = try fixture.held("4")
        #expect(text.text(held, part: 1) == ["  «doubtful» four", "  «doubtful» five", "  doubtful six"])
        // Verdicts name five hits of a rule.
        #expect(try page("4").contains("      and 1 more"))
        #expect(text.text(held, part: 2) == ["  That was all of the text."])
        #expect(ReviewText(style: TextStyle(), textLines: 4, now: 0).text(held, part: 0).count == 6)
        #expect(text.text(held, part: 1000) == ["  That was all of the text."])
    }

    @Test(
        "says how long ago something was",
        arguments: [
            (0, "just now"), (59, "just now"), (60, "1 minute ago"), (7_199, "1 hour ago"), (172_799, "47 hours ago"),
            (172_800, "2 days ago"), (5_259_492, "2 months ago"), (63_113_904, "2 years ago"), (-59, "just now"),
            (-86_400, "on 1970-01-13"), (Int64.max, "on 1970-01-01"),
        ])
    func ages(seconds: Int64, text: String) {
        // The last is further back than numbers reach.
        let time = seconds == .max ? 0 : 1_000_000 - seconds
        #expect(Age.text(time, now: seconds == .max ? .min : 1_000_000) == text)
    }
}
