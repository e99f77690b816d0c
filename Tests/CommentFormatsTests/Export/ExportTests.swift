import Foundation
import Moderation
import Testing

@testable import CommentFormats

@Suite("Exports")
struct ExportTests {
    static let verdicts = """
        {"line":1,"id":17,"verdict":"hold","because":"score","score":4.5,"scores":{"spam":4.5},"rules":[{"rule":"many_links","category":"spam","score":4.5,"reason":"5 links"}]}
        {"line":2,"id":"18","verdict":"accept","because":"score","score":0,"rules":[]}
        {"line":3,"id":19,"verdict":"reject","because":"score","score":9,"scores":{"tone":3,"spam":6},"rules":[]}
        {"line":4,"id":20,"verdict":"reject","because":"rule:rude","score":2,"scores":{"spam":2},"rules":[{"rule":"rude","category":"tone","score":0}]}
        {"line":5,"id":21,"verdict":"reject","because":"score:spam","score":2,"scores":{"tone":9,"spam":2},"rules":[]}

        """
    static let judged =
        #"{"comment_ID":"5","comment_author":"=cmd|' /C calc'!A0","email":"a@example.org","ip":"203.0.113.9","#
        + #""body":"a \"b\",\nc","created_at":1767357000,"moderation":{"verdict":"reject","because":"score","score":-2.5,"#
        + #""scores":{"spam":-2.5},"rules":[{"rule":"x","category":"spam","score":-2.5,"reason":"y"}]}}"#

    private func records(_ text: String) throws -> (records: [VerdictRecord], problems: [String]) {
        let path = NSTemporaryDirectory() + "modfilter-" + UUID().uuidString
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        var problems: [String] = []
        var records: [VerdictRecord] = []
        try VerdictRecords(inputs: [.path(path)]) { problems.append("\($0.line ?? 0): \($0.message)") }
            .read { records.append($0) }
        return (records, problems)
    }

    private func script(
        _ text: String, verdicts: Set<Verdict.Outcome> = [.accept, .hold, .reject],
        rejected: WordPressScript.Action? = nil
    ) throws -> (text: String, refused: Int) {
        var script = WordPressScript(verdicts: verdicts, rejected: rejected)
        for record in try records(text).records { script.take(record) }
        var result = ""
        script.write { result += $0 }
        return (result, script.refused)
    }

    private func commands(_ script: String) -> [String] {
        script.split(separator: "\n").filter { $0.hasPrefix("wp ") }.map(String.init)
    }

    // https://developer.wordpress.org/cli/commands/comment/: approve, unapprove, spam and trash take <id>...
    @Test(
        "accepted comments are approved, rejected ones spam or trash by the category that speaks most, held ones unapproved"
    )
    func wordpress() throws {
        let result = try script(Self.verdicts)
        #expect(
            commands(result.text) == [
                "wp \"$@\" comment approve 18 || status=1", "wp \"$@\" comment unapprove 17 || status=1",
                "wp \"$@\" comment spam 19 21 || status=1", "wp \"$@\" comment trash 20 || status=1",
            ])
        #expect(result.text.hasPrefix("#!/bin/sh\n") && result.text.hasSuffix("exit $status\n"))
        #expect(
            commands(try script(Self.verdicts, rejected: .trash).text).last
                == "wp \"$@\" comment trash 19 20 21 || status=1")
    }

    @Test(
        "no id but a whole number comes into the script",
        arguments: [
            #""1; rm -rf /""#, #""$(id)""#, #""`id`""#, #""1 2""#, #""1\n2""#, #""-1""#, "-1", "0", "1.5", #""''""#,
            "null",
            #""１""#, #""--path=/x""#, #""99999999999999999999""#, #""+1""#, "true", "[1]",
        ])
    func hostileIDs(_ id: String) throws {
        let result = try script(#"{"line":1,"id":\#(id),"verdict":"accept","because":"score","score":0,"rules":[]}"#)
        #expect(commands(result.text).isEmpty && result.refused == 1)
    }

    @Test("commands name a hundred comments each, and of an id that comes twice the last verdict counts")
    func batches() throws {
        let lines =
            (1...250).map { #"{"id":\#($0),"verdict":"accept","score":0}"# } + [
                #"{"id":7,"verdict":"reject","score":0}"#
            ]
        let found = commands(try script(lines.joined(separator: "\n")).text)
        #expect(found.map { $0.split(separator: " ").compactMap { Int($0) }.count } == [100, 100, 49, 1])
        #expect(found.last == "wp \"$@\" comment trash 7 || status=1")
    }

    @Test("the last verdict counts also when it is one that is not asked for, and each id comes once")
    func lastVerdict() throws {
        let text = """
            {"id":1,"verdict":"accept"}
            {"id":2,"verdict":"reject"}
            {"id":3,"verdict":"hold"}
            {"verdict":"hold"}
            {"id":1,"verdict":"hold"}
            {"id":2,"verdict":"reject"}
            {"id":3,"verdict":"accept"}

            """
        let result = try script(text, verdicts: [.accept, .reject])
        #expect(
            commands(result.text) == [
                "wp \"$@\" comment approve 3 || status=1", "wp \"$@\" comment trash 2 || status=1",
            ])
        #expect(result.refused == 0)
        var ids = VerdictIDs(verdicts: [.reject, .accept])
        for record in try records(text).records { ids.take(record) }
        var lines = ""
        ids.write { lines += $0 }
        #expect(lines == "2\n3\n" && ids.refused == 0)
    }

    @Test("a table's cells can't be formulas, and addresses stay out")
    func table() throws {
        let record = try #require(try records(Self.judged).records.first)
        #expect(
            VerdictTable.header
                == "id,verdict,score,because,rules,type,post,permalink,author,url,body,created_at,parent,post_title,status\r\n"
        )
        #expect(
            VerdictTable().row(record)
                == "5,reject,-2.5,score,x (y),comment,,,'=cmd|' /C calc'!A0,,\"a \"\"b\"\",\nc\",2026-01-02T12:30:00Z,,,\r\n"
        )
        let bare = try #require(try records(Self.verdicts).records.first)
        #expect(VerdictTable().row(bare) == "17,hold,4.5,score,many_links (5 links),,,,,,,,,,\r\n")
    }

    @Test("a table that was written is read back")
    func roundTrip() throws {
        let record = try #require(try records(Self.judged).records.first)
        let imported = try Imported(.csv, VerdictTable.header + VerdictTable().row(record))
        #expect(imported.values("body") == ["a \"b\",\nc"] && imported.values("id") == ["5"])
        #expect(imported.values("created_at") == ["2026-01-02T12:30:00Z"])
        #expect(imported.values("author") == ["=cmd|' /C calc'!A0"])
    }

    @Test(
        "what guards cells is taken off again, and nothing else is",
        arguments: ["=1", "'=1", "''＋x", "'x", "-", "'", "\n"])
    func guards(_ text: String) throws {
        let quoted = JSONValue.string(text).text
        let line =
            #"{"id":1,"parent":3,"post_title":\#(quoted),"body":\#(quoted),"status":"spam","#
            + #""moderation":{"verdict":"hold","because":"score","score":0,"rules":[]}}"#
        let record = try #require(try records(line).records.first)
        let row = VerdictTable().row(record)
        let imported = try Imported(.csv, VerdictTable.header + row)
        #expect(imported.values("body") == [text] && imported.values("post_title") == [text])
        #expect(imported.values("parent") == ["3"] && imported.values("status") == ["spam"])
        // In a table of somebody else an apostrophe is one.
        let other = try Imported(.csv, "id,body\n1,'=x\n")
        #expect(other.values("body") == ["'=x"])
    }

    @Test("lines without a verdict are told with their number")
    func wrong() throws {
        let result = try records(
            Self.verdicts + "{\"line\":6,\"error\":{\"code\":\"x\",\"message\":\"y\"}}\n{\"id\":1,\"body\":\"x\"}\n{\n"
                + #"{"id":1,"verdict":"maybe"}"#)
        #expect(result.records.map(\.id) == ["17", "18", "19", "20", "21"])
        #expect(result.records.map(\.verdict) == [.hold, .accept, .reject, .reject, .reject])
        #expect(result.problems.map { $0.prefix { $0 != ":" } } == ["6", "7", "8", "9"])
    }
}
