import Testing

@testable import CommentFormats
@testable import Moderation

@Suite("a comment with its verdict, read back")
struct JudgedCommentTests {
    private static let rules = #"""
        {"rule":"words","category":"spam","score":-1.5,"reason":"casino","hits":[{"field":"body","at":[2,8],"found":"ＣＡ","entry":"ca*","from":"l.txt:4"},{"field":"nix","at":[0,1]},{"field":"body","at":[5,2]}],"more":3},{"score":1}
        """#

    @Test("has the fields and the verdict")
    func whole() throws {
        let line =
            #"{"moderation":{"old":1},"comment_author":"Ann","body":"x","created_at":7,"n":[1],"moderation":{"verdict":"hold","because":"rule:words","score":4,"rules":["#
            + Self.rules
            + #"],"shadow":[{"rule":"t","score":1}],"errors":[{"rule":"r","file":"f.lua","line":3,"message":"m"}]}}"#
        let judged = try #require(StoredComment().judged(line))
        #expect(judged.comment[.author] == "Ann" && judged.comment[.body] == "x" && judged.comment.createdAt == 7)
        #expect(judged.comment.extra.value(of: "n", inObjectAt: 0) != nil)
        let verdict = judged.verdict
        #expect(verdict.because == "rule:words" && verdict.score == Points(thousandths: 4000))
        let hit = StoredVerdict.Hit(field: .body, at: 2..<8, found: "ＣＡ", entry: "ca*", from: "l.txt:4")
        #expect(
            verdict.rules == [
                StoredVerdict.Rule(
                    name: "words", category: "spam", points: Points(thousandths: -1500), reason: "casino", hits: [hit],
                    moreHits: 3)
            ])
        #expect(verdict.shadow.map(\.name) == ["t"])
        #expect(verdict.failures == [#"f.lua:3: rule "r" failed: m"#])
    }

    @Test(
        "is without what is missing or of another shape",
        arguments: [
            #"{"body":"x"}"#, #"{"body":"x","moderation":null}"#, #"{"body":"x","moderation":[1,2]}"#,
            #"{"body":"x","moderation":{"rules":{},"score":"4","because":1,"errors":[1,{}],"shadow":null}}"#,
            #"{"body":"x","moderation":{"rules":[[],"a",{"rule":1}],"score":1e300}}"#,
        ])
    func strange(line: String) throws {
        let verdict = try #require(StoredComment().judged(line)).verdict
        #expect(verdict.because.isEmpty && verdict.score == .zero)
        #expect(verdict.rules.isEmpty && verdict.shadow.isEmpty && verdict.failures.isEmpty)
    }

    @Test("is none where the line is no comment", arguments: ["", "{", "[]", "{}", #"{"body":1}"#])
    func none(line: String) { #expect(StoredComment().judged(line) == nil) }
}
