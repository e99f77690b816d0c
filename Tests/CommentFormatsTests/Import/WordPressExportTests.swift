import Foundation
import Testing

@testable import CommentFormats

/// WordPress's export in XML. Elements and their values are those of wp-admin/includes/export.php.
@Suite("Importing WordPress exports")
struct WordPressExportTests {
    /// An export of one post with these comments.
    static func export(_ comments: String, version: String = "http://wordpress.org/export/1.2/") -> String {
        """
        <?xml version="1.0" encoding="UTF-8" ?>
        <rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wp="\(version)">
        <channel>
        <title>A blog</title><link>https://blog.example</link><language>en-US</language>
        <item>
        <title>Tea &amp; cake</title>
        <link>https://blog.example/tea/</link>
        <content:encoded><![CDATA[<p>Text of the <title>post</title></p>]]></content:encoded>
        <wp:post_id>7</wp:post_id>
        <wp:post_date><![CDATA[2026-01-01 13:00:00]]></wp:post_date>
        <wp:post_date_gmt><![CDATA[2026-01-01 12:00:00]]></wp:post_date_gmt>
        <wp:postmeta><wp:meta_key>_edit</wp:meta_key><wp:meta_value>1</wp:meta_value></wp:postmeta>
        \(comments)
        </item>
        </channel>
        </rss>
        """
    }

    static func comment(_ id: Int, _ members: String) -> String {
        "<wp:comment><wp:comment_id>\(id)</wp:comment_id>\(members)</wp:comment>\n"
    }

    static func body(_ text: String, id: Int = 1) -> String {
        comment(id, "<wp:comment_content><![CDATA[\(text)]]></wp:comment_content>")
    }

    // Each element of `wp:comment` in the order in which export.php writes them.
    static let full = """
        <wp:comment>
            <wp:comment_id>42</wp:comment_id>
            <wp:comment_author><![CDATA[Ann]]></wp:comment_author>
            <wp:comment_author_email><![CDATA[ann@example.org]]></wp:comment_author_email>
            <wp:comment_author_url>https://ann.example/</wp:comment_author_url>
            <wp:comment_author_IP><![CDATA[203.0.113.9]]></wp:comment_author_IP>
            <wp:comment_date><![CDATA[2026-01-02 13:30:00]]></wp:comment_date>
            <wp:comment_date_gmt><![CDATA[2026-01-02 12:30:00]]></wp:comment_date_gmt>
            <wp:comment_content><![CDATA[I <em>like</em> it & more]]></wp:comment_content>
            <wp:comment_approved><![CDATA[spam]]></wp:comment_approved>
            <wp:comment_type><![CDATA[pingback]]></wp:comment_type>
            <wp:comment_parent>41</wp:comment_parent>
            <wp:comment_user_id>3</wp:comment_user_id>
            <wp:commentmeta>
                <wp:meta_key><![CDATA[akismet_result]]></wp:meta_key>
                <wp:meta_value><![CDATA[true]]></wp:meta_value>
            </wp:commentmeta>
            <wp:commentmeta>
                <wp:meta_key>rating</wp:meta_key><wp:meta_value><![CDATA[5]]></wp:meta_value>
            </wp:commentmeta>
        </wp:comment>
        """

    @Test("each element of a comment, and what its post says, becomes the field that is meant")
    func fields() throws {
        let imported = try Imported(.wordpress, Self.export(Self.full))
        #expect(
            imported.lines == [
                #"{"id":42,"type":"pingback","author":"Ann","email":"ann@example.org","url":"https://ann.example/","#
                    + #""ip":"203.0.113.9","body":"I <em>like</em> it & more","post":7,"parent":41,"#
                    + #""permalink":"https://blog.example/tea/","post_title":"Tea & cake","post_language":"en-US","#
                    + #""created_at":"2026-01-02T12:30:00Z","post_created_at":"2026-01-01T12:00:00Z","status":"spam","#
                    + #""user_id":"3","meta":{"akismet_result":"true","rating":"5"}}"#
            ])
        #expect(imported.problems.isEmpty)
    }

    @Test("what is imported reads the same to the filter")
    func roundTrip() throws {
        let line = try #require(try Imported(.wordpress, Self.export(Self.full)).lines.first)
        let record = try #require(Record.one(line))
        #expect(record.code == nil)
        #expect(
            record.fields == [
                "id": "42", "type": "pingback", "author": "Ann", "email": "ann@example.org",
                "url": "https://ann.example/", "ip": "203.0.113.9", "body": "I <em>like</em> it & more", "post": "7",
                "parent": "41", "permalink": "https://blog.example/tea/", "post_title": "Tea & cake",
                "post_language": "en-US",
            ])
        #expect(record.createdAt == 1_767_357_000 && record.postCreatedAt == 1_767_268_800)
    }

    // export.php has written version 1.0 (WordPress 2.x), 1.1 (3.0) and 1.2; some exports say https.
    @Test(
        "all versions are read, by their namespace whatever its prefix",
        arguments: [
            "http://wordpress.org/export/1.0/", "http://wordpress.org/export/1.1/", "https://wordpress.org/export/1.2/",
        ])
    func versions(_ version: String) throws {
        let export = Self.export(Self.full, version: version)
        #expect(try Imported(.wordpress, export).values("id") == ["42"])
        let other = export.replacing("wp:", with: "x:").replacing("xmlns:wp", with: "xmlns:x")
        #expect(try Imported(.wordpress, other).values("body") == ["I <em>like</em> it & more"])
    }

    // wp-includes/comment.php: 1, 0, spam, trash, and post-trashed for comments that went with their post.
    @Test(
        "the state becomes a word, and only what somebody judged a label",
        arguments: [
            ("1", "approved", #"{"spam":false}"#), ("0", "hold", "-"), ("spam", "spam", #"{"spam":true}"#),
            ("trash", "trash", "-"), ("post-trashed", "post-trashed", "-"), ("on-review", "on-review", "-"),
            ("", "-", "-"),
        ])
    func states(_ state: String, _ word: String, _ labels: String) throws {
        let comment = Self.comment(
            1, "<wp:comment_author>A</wp:comment_author><wp:comment_approved>\(state)</wp:comment_approved>")
        var options = CommentImport.Options()
        options.isLabelled = true
        let imported = try Imported(.wordpress, Self.export(comment), options: options)
        #expect(imported.values("status") == [word])
        let line = try #require(imported.lines.first)
        #expect(labels == "-" ? !line.contains("labels") : line.contains(#""labels":\#(labels)"#))
        #expect(try !Imported(.wordpress, Self.export(comment)).lines[0].contains("labels"))
    }

    @Test("no type is a comment, no parent and user 0 are none, and the blog's own time serves where UTC is missing")
    func defaults() throws {
        let comment = Self.comment(
            1,
            """
            <wp:comment_author>A</wp:comment_author><wp:comment_type/><wp:comment_parent>0</wp:comment_parent>
            <wp:comment_user_id>0</wp:comment_user_id><wp:comment_date>2026-01-02 13:30:00</wp:comment_date>
            <wp:comment_date_gmt>0000-00-00 00:00:00</wp:comment_date_gmt>
            """)
        let imported = try Imported(.wordpress, Self.export(comment))
        #expect(imported.values("type") == ["comment"])
        #expect(imported.values("created_at") == ["2026-01-02T13:30:00Z"])
        #expect(imported.report.localTimes == 1)
        var options = CommentImport.Options()
        options.timeZone = -5 * 3600
        for utc in ["0000-00-00 00:00:00", "", "garbage"] {
            let export = Self.export(comment.replacing("0000-00-00 00:00:00", with: utc))
            let zoned = try Imported(.wordpress, export, options: options)
            #expect(zoned.values("created_at") == ["2026-01-02T18:30:00Z"])
            #expect(zoned.report.localTimes == 0 && zoned.problems.isEmpty)
        }
        #expect(imported.values("parent") == ["-"] && imported.values("user_id") == ["-"])
    }

    @Test("white space that was typed stays, white space between the elements does not, and no value of a key is lost")
    func space() throws {
        let meta = "<wp:commentmeta><wp:meta_key>k</wp:meta_key><wp:meta_value>%</wp:meta_value></wp:commentmeta>"
        let imported = try Imported(
            .wordpress,
            Self.export(
                Self.body(" \n a ]]>\n <![CDATA[b \n")
                    + Self.comment(2, "<wp:comment_content> x\n</wp:comment_content>")
                    + Self.comment(
                        3,
                        "<wp:comment_author> A </wp:comment_author><wp:comment_content>\n <![CDATA[ y ]]>\n</wp:comment_content>"
                            + meta + meta.replacing("%", with: " 2 ") + meta.replacing(">k<", with: ">l<"))
                    + Self.comment(4, "<wp:comment_content>\n </wp:comment_content>")))
        #expect(imported.values("body") == [" \n a \n b \n", " x\n", " y "])
        #expect(imported.values("author").last == "A" && imported.report.empty == 1)
        #expect(imported.lines.last?.hasSuffix(#""meta":{"k":["%"," 2 "],"l":"%"}}"#) == true)
    }

    @Test("comments that all stand in a wrong place are told of")
    func strays() throws {
        let export = "<?xml version=\"1.0\"?><rss xmlns:wp=\"http://wordpress.org/export/1.2/\"><channel>"
        let imported = try Imported(.wordpress, export + Self.body("x") + "</channel></rss>")
        #expect(
            imported.problems == ["-: there is no comment in an <item>; comments elsewhere are left out, 1 in all"])
        #expect(try Imported(.wordpress, Self.export("")).problems.isEmpty)
    }

    @Test("however the input is cut into pieces, the comments are the same", arguments: [1, 2, 3, 5, 16, 61, 1000])
    func pieces(_ piece: Int) throws {
        let text = "a ]] ]]]]><![CDATA[> b & c &amp; \u{1}赌博\u{FFFE}🎲 -- ?>"
        let export = Self.export(Self.full + Self.body(text, id: 43) + "<!-- & <wp:comment> -->" + "<?php & ?>")
        let whole = try Imported(.wordpress, export)
        let cut = try Imported(.wordpress, export, piece: piece)
        #expect(cut.lines == whole.lines && cut.report == whole.report)
        #expect(whole.values("body").last == "a ]] ]]> b & c &amp; 赌博🎲 -- ?>")
        #expect(whole.report.controls == 2)
    }

    @Test("control characters are dropped and counted, written as they are or by number; the rest stays")
    func controls() throws {
        let export = Self.export(
            Self.comment(
                1, "<wp:comment_author>a\u{8}b&#8;c&#x1F;d&#0;&#55357;&#65535;e&#9;f&#128512;\0</wp:comment_author>"))
        let imported = try Imported(.wordpress, export)
        #expect(imported.values("author") == ["abcde\tf😀"])
        #expect(imported.report.controls == 7)
        #expect(imported.problems.isEmpty)
    }

    // Old versions of export.php wrote the address of the author as it is stored.
    @Test("an ampersand that begins no reference is itself, and HTML's names are known")
    func ampersands() throws {
        let export = Self.export(
            Self.comment(
                1,
                "<wp:comment_author>R&D &eacute;&nbsp;&lt;&quot;</wp:comment_author>"
                    + "<wp:comment_author_url>http://x.example/?a=1&b=2&amp;c=3&</wp:comment_author_url>"))
        let imported = try Imported(.wordpress, export)
        #expect(imported.values("author") == ["R&D é\u{A0}<\""])
        #expect(imported.values("url") == ["http://x.example/?a=1&b=2&c=3&"])
        #expect(imported.report.ampersands == 3)
    }

    @Test("a section of any length comes whole", arguments: [100, 32_767, 32_768, 32_769, 200_000])
    func longSections(_ length: Int) throws {
        let text = String(repeating: "x]赌]]", count: length / 7)
        let imported = try Imported(.wordpress, Self.export(Self.body(text)), piece: 4093)
        #expect(imported.values("body") == [text])
    }

    @Test("a text beyond what a comment may have leaves out that comment alone")
    func hugeText() throws {
        let huge = String(repeating: "x", count: ImportedComment.longest + 1)
        let export = Self.export(Self.body(huge) + Self.body("small", id: 2))
        let imported = try Imported(.wordpress, export)
        #expect(imported.values("id") == ["2"])
        #expect(imported.problems.count == 1 && imported.problems[0].contains("more than 16 MiB"))
    }

    @Test("a truncated export gives what was whole, then says where it ends")
    func truncated() throws {
        let export = Self.export(Self.body("one") + Self.body("two", id: 2))
        let end = try #require(export.firstRange(of: "two"))
        let imported = try Imported(.wordpress, String(export[..<end.lowerBound]))
        #expect(imported.values("body") == ["one"])
        let message = "14: the file ends in the middle of the document, in a CDATA section that begins in line 14"
        #expect(imported.problems == [message])
        for length in [0, 1, 10, 60, 200] {
            let part = try Imported(.wordpress, String(export.prefix(length)))
            #expect(part.lines.isEmpty && part.problems.count == 1, "\(length)")
        }
    }

    @Test("broken XML gives what was whole, then says where it breaks")
    func broken() throws {
        let imported = try Imported(.wordpress, Self.export(Self.body("one") + "<wp:comment></wp:other>"))
        #expect(imported.values("body") == ["one"])
        #expect(imported.problems.count == 1)
        #expect(imported.problems[0].hasPrefix("14: it is no well-formed XML: Opening and ending tag mismatch"))
    }

    @Test("text before the document is left out, and lines are counted from the file's first")
    func before() throws {
        let blank = try Imported(.wordpress, "\n\n  " + Self.export(Self.body("one")))
        #expect(blank.values("body") == ["one"] && blank.problems.isEmpty)
        let warned = try Imported(.wordpress, "<b>Warning</b>: in x.php\n" + Self.export(Self.body("one") + "</x>"))
        #expect(warned.values("body") == ["one"])
        #expect(warned.problems[0] == "1: there is other text before the XML; it is left out")
        #expect(warned.problems[1].hasPrefix("15: it is no well-formed XML"))
    }

    @Test("comments in any other place than a post are none")
    func places() throws {
        let export = Self.export(
            "<wrap>" + Self.body("inside another element") + "</wrap>" + Self.body("here")
        ).replacing("</channel>", with: Self.body("outside") + "</channel>")
        #expect(try Imported(.wordpress, export).values("body") == ["here"])
    }

    @Test("elements in each other end with an error when they are too many")
    func deep() throws {
        let deep = String(repeating: "<a>", count: 100_000)
        let imported = try Imported(.wordpress, Self.export(Self.body("one") + deep))
        #expect(imported.values("body") == ["one"])
        #expect(imported.problems.count == 1 && imported.problems[0].contains("no well-formed XML"))
    }

    @Test("a comment without text, name and address is left out and counted; a wrong date is told with its line")
    func missing() throws {
        let imported = try Imported(
            .wordpress,
            Self.export(
                Self.comment(1, "<wp:comment_approved>1</wp:comment_approved>") + Self.body("x", id: 1)
                    + Self.comment(
                        2, "<wp:comment_author>B</wp:comment_author><wp:comment_date_gmt>now</wp:comment_date_gmt>")))
        #expect(imported.values("id") == ["1", "2"] && imported.values("created_at") == ["-", "-"])
        #expect(imported.report.empty == 1)
        #expect(imported.problems == ["15: comment_date_gmt is no date; the comment is taken without"])
    }
}
