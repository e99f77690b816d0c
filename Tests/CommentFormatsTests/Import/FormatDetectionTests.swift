import Foundation
import Testing

@testable import CommentFormats

@Suite("Telling formats")
struct FormatDetectionTests {
    static let samples: [(ImportFormat, String)] = [
        (.wordpress, WordPressExportTests.export("")), (.wordpress, "\n \n" + WordPressExportTests.export("")),
        (.wordpress, "<b>Warning</b> in x.php" + WordPressExportTests.export("")),
        (
            .wordpress,
            WordPressExportTests.export("").replacing("<rss", with: "<!-- <disqus> -->\n<!DOCTYPE rss>\n<rss")
        ),
        (.disqus, DisqusExportTests.export("")), (.wpJSON, "[\(WordPressJSONTests.view)]"),
        (.wpJSON, WordPressJSONTests.edit),
        (.wpJSON, "[]"), (.wpJSON, "[ {\"comment_ID\":\"1\"} ]"),
        (.wpJSON, "[{\"id\":1,\"content\":{\"rendered\":\"x\"}}]"), (.isso, IssoTests.json),
        (.isso, "SQLite format 3\0"), (.remark42, Remark42Tests.head), (.remark42, Remark42Tests.full),
        (.akismet, AkismetFormsTests.full), (.akismet, "comment_content=x\n"), (.csv, TableTests.commandLine),
        (.csv, "\u{FEFF}\"id\";\"body\"\n1;x\n"), (.tsv, "id\tbody\n1\tx"),
    ]

    @Test("each format is told by its beginning", arguments: samples)
    func formats(_ format: ImportFormat, _ text: String) {
        #expect(Array(text.utf8).withUnsafeBytes { FormatDetection.format(of: $0) } == .format(format))
    }

    @Test(
        "what is none of them is said",
        arguments: [
            ("", "an empty file"), (" \n\t", "a file of white space"), ("<!DOCTYPE html><html></html>", "an HTML page"),
            ("<html>", "an HTML page"), ("<feed xmlns='http://www.w3.org/2005/Atom'>", "an Atom feed"),
            ("<rss version='2.0'><channel>", "an RSS feed, which is no WordPress export"),
            ("<a><b>", "XML with the root element <a>"),
            (
                #"{"id":null,"hidden_replies":0,"replies":[{"text":"x"}]}"#,
                "an answer of Isso's interface; modfilter import isso reads its database"
            ),
            ("<!-- x", "XML without an element"), ("[1,2]", "an array of JSON that none of the systems writes"),
            (
                #"{"code":"rest_no_route","message":"No","data":{"status":404}}"#,
                "an error that WordPress answered with"
            ),
            (#"{"id":1,"author":"Ann","body":"x"}"#, "JSON Lines, which modfilter reads without an import"),
            ("\u{1F}", "text without columns that are known"), ("Name,Text\n", "text without columns that are known"),
        ])
    func others(_ text: String, _ title: String) {
        #expect(Array(text.utf8).withUnsafeBytes { FormatDetection.format(of: $0) }.title == title)
    }

    @Test(
        "a long comment or document type before the first element leaves it to who reads it",
        arguments: ["--", "DOCTYPE x [<!ENTITY a '"])
    func longProlog(_ beginning: String) {
        let head = "<?xml version='1.0'?><!\(beginning)" + String(repeating: "x", count: FormatDetection.length)
        let format = Array(head.utf8).withUnsafeBytes { FormatDetection.format(of: $0) }
        #expect(format == .longProlog && format.allows(.disqus) && !format.allows(.csv))
    }

    @Test("packed files are said to be packed, by whom, and what to do")
    func packed() {
        let title = [0x1F, 0x8B, 0x08, 0].withUnsafeBytes { _ in
            ([0x1F, 0x8B, 0x08, 0x00] as [UInt8]).withUnsafeBytes { FormatDetection.format(of: $0).title }
        }
        #expect(title == "packed with gzip: unpack it first, as by gunzip")
    }

    @Test("UTF-16 is no riddle")
    func utf16() throws {
        let data = try #require(("\u{FEFF}" + DisqusExportTests.export("")).data(using: .utf16LittleEndian))
        #expect(Array(data).withUnsafeBytes { FormatDetection.format(of: $0) } == .format(.disqus))
    }
}

@Suite("Which comments are imported")
struct ImportFilterTests {
    private func ids(_ change: (inout ImportFilter) -> Void) throws -> [String] {
        var options = CommentImport.Options()
        change(&options.filter)
        let text = """
            id,post,permalink,type,comment_approved,created_at,body
            1,7,https://b.example/tea/,,1,2026-01-01T00:00:00Z,a
            2,8,https://b.example/cake/,pingback,spam,2026-01-02T00:00:00Z,b
            3,7,,trackback,0,,c
            """
        let imported = try Imported(.csv, text, options: options)
        #expect(imported.report.comments + imported.report.leftOut == 3)
        return imported.values("id")
    }

    @Test("the post, by number or address, the type, the state and the date each leave out the others")
    func tests() throws {
        #expect(try ids { $0.posts = ["7"] } == ["1", "3"])
        #expect(try ids { $0.posts = ["https://b.example/cake/"] } == ["2"])
        #expect(try ids { $0.types = ["comment"] } == ["1"])
        #expect(try ids { $0.types = ["pingback", "trackback"] } == ["2", "3"])
        #expect(try ids { $0.statuses = ["approved", "hold"] } == ["1", "3"])
        #expect(try ids { $0.since = 1_767_312_000 } == ["2"])
        #expect(try ids { $0.since = 1_767_312_001 } == [])
        #expect(
            try ids {
                $0.posts = ["7"]
                $0.statuses = ["hold"]
            } == ["3"])
    }

    @Test(
        "times are written as they are read",
        arguments: [-62_135_596_800, -1, 0, 951_782_400, 1_767_357_000, 253_402_300_799] as [Int64])
    func times(_ seconds: Int64) throws {
        let line = try Imported(.csv, "body,created_at\nx,\(seconds)\n").lines[0]
        #expect(Record.one(line)?.createdAt == seconds)
    }
}
