import Foundation
import Testing

@Suite("Import and export")
struct ImportTests {
    static let export = """
        <?xml version="1.0" encoding="UTF-8" ?>
        <rss version="2.0" xmlns:wp="http://wordpress.org/export/1.2/"><channel><item>
        <title>Tea</title><link>https://blog.example/tea/</link><wp:post_id>7</wp:post_id>
        <wp:comment><wp:comment_id>1</wp:comment_id><wp:comment_author>Ann</wp:comment_author>
        <wp:comment_content><![CDATA[fine]]></wp:comment_content><wp:comment_approved>1</wp:comment_approved></wp:comment>
        <wp:comment><wp:comment_id>2</wp:comment_id><wp:comment_author>Bob</wp:comment_author>
        <wp:comment_content><![CDATA[bad]]></wp:comment_content><wp:comment_approved>spam</wp:comment_approved></wp:comment>
        <wp:comment><wp:comment_id>3</wp:comment_id><wp:comment_author>Eve</wp:comment_author>
        <wp:comment_content><![CDATA[doubtful]]></wp:comment_content><wp:comment_type>pingback</wp:comment_type></wp:comment>
        </item></channel></rss>

        """

    private func place() throws -> Workplace {
        let place = try Workplace()
        try place.write("export.xml", Self.export)
        return place
    }

    @Test("an export goes through the import, the filter and the export back to WordPress")
    func pipe() throws {
        let place = try place()
        let run = try place.shell(
            "$MODFILTER import wordpress export.xml | $MODFILTER --json | $MODFILTER export wordpress")
        #expect(run.status == 0)
        #expect(
            run.lines.filter { $0.hasPrefix("wp ") } == [
                #"wp "$@" comment approve 1 || status=1"#, #"wp "$@" comment spam 2 || status=1"#,
            ])
        #expect(run.messages.hasPrefix("3 comments imported\n"))
        #expect(run.messages.contains("3 comments in "))
    }

    @Test("the script passes its arguments to WP-CLI and fails where WP-CLI does")
    func script() throws {
        let place = try place()
        try place.write("bin/wp", "#!/bin/sh\necho \"$@\"\n[ \"$3\" != spam ]\n")
        let run = try place.shell(
            """
            chmod +x bin/wp && $MODFILTER import --quiet wordpress export.xml | $MODFILTER --json --quiet --emit comments |
            $MODFILTER export wordpress --verdict accept,hold,reject --rejected spam > s.sh && PATH="$PWD/bin:$PATH" sh s.sh --path=/x
            """)
        #expect(
            run.lines == ["--path=/x comment approve 1", "--path=/x comment unapprove 3", "--path=/x comment spam 2"])
        #expect(run.status == 1 && run.messages.isEmpty)
    }

    @Test("the first lines are enough: a reader that goes away ends all quietly")
    func head() throws {
        let place = try place()
        let comment = try #require(Self.export.split(separator: "\n").dropFirst(3).prefix(2).joined() as String?)
        let many = String(repeating: comment, count: 20_000)
        try place.write("many.xml", Self.export.replacing("</item>", with: many + "</item>"))
        let run = try place.shell(
            "$MODFILTER import wordpress many.xml | head -n 2; $MODFILTER import wordpress many.xml | $MODFILTER --json --quiet | head -n 1"
        )
        #expect(run.lines.count == 3 && run.status == 0)
        #expect(!run.messages.contains("written"))
    }

    @Test("the format of each file is told, and what is none makes status 1")
    func detect() throws {
        let place = try place()
        try place.write("c.jsonl", #"{"body":"x"}"#)
        let one = try place.run("import", "--detect", "export.xml")
        #expect(one.text == "wordpress\n" && one.status == 0)
        let two = try place.run("import", "--detect", "export.xml", "c.jsonl")
        #expect(two.text == "export.xml: wordpress\n" && two.status == 1)
        #expect(two.messages == "modfilter: c.jsonl is JSON Lines, which modfilter reads without an import\n")
        let input = try place.run("import", "--detect", "-", input: "id,body\n1,x")
        #expect(input.text == "csv\n")
    }

    @Test("a file of another format is refused with what it is and what to do, status 64")
    func wrongFormat() throws {
        let place = try place()
        let run = try place.run("import", "disqus", "export.xml")
        #expect(run.status == 64 && run.output.isEmpty)
        #expect(
            run.messages
                == "modfilter: export.xml: it is a WordPress export (WXR), not a Disqus export; modfilter import wordpress export.xml reads it\n"
        )
        try place.write("x.xml.gz", Data([0x1F, 0x8B, 8, 0]))
        #expect(try place.run("import", "disqus", "x.xml.gz").messages.contains("packed with gzip: unpack it first"))
        try place.write("empty", "")
        for format in ["wordpress", "wp-json", "disqus", "isso", "remark42", "akismet", "csv", "tsv"] {
            let run = try place.run("import", format, "empty")
            #expect(run.status == 64 && run.messages.contains("empty: it is an empty file"), "\(format)")
        }
    }

    @Test("filters, labels and the summary say what was done")
    func filters() throws {
        let place = try place()
        let run = try place.run("import", "wordpress", "--status", "approved,spam", "--labelled", "export.xml")
        #expect(try run.records.compactMap { $0["id"] as? Int } == [1, 2])
        #expect(run.lines.map { $0.contains(#""labels":{"spam":true}"#) } == [false, true])
        #expect(run.messages == "2 comments imported; 1 left out by the filters\n")
        #expect(try place.run("import", "wordpress", "--type", "pingback", "export.xml").lines.count == 1)
        #expect(try place.run("import", "wordpress", "--post", "7", "--post", "8", "export.xml").lines.count == 3)
        #expect(try place.run("import", "wordpress", "--since", "2026-01-01", "export.xml").lines.isEmpty)
        let quiet = try place.run("import", "wordpress", "--quiet", "--post", "https://blog.example/tea/", "export.xml")
        #expect(quiet.lines.count == 3 && quiet.messages.isEmpty)
    }

    @Test("filters take any case and white space, years and months")
    func filterWords() throws {
        let place = try place()
        try place.write(
            "c.csv", "id,type,status,created_at,body\n1,ping,spam,2013-05-01,a\n2,note,trash,2013-04-30,b\n3,x,,,c\n")
        func ids(_ arguments: String...) throws -> [Int] {
            try place.run(["import", "csv", "--quiet"] + arguments + ["c.csv"], input: Data()).records
                .compactMap { $0["id"] as? Int }
        }
        #expect(try ids("--status", "SPAM, Trash") == [1, 2])
        #expect(try ids("--type", "ping, note") == [1, 2])
        #expect(try ids("--since", "2013") == [1, 2])
        #expect(try ids("--since", "2013-05") == [1])
        #expect(try ids("--since", "1367366400") == [1])
    }

    @Test("dates in the blog's own time are counted, and --time-zone puts them right")
    func localTime() throws {
        let place = try place()
        try place.write("c.csv", "comment_ID,comment_date,comment_content\n1,2026-01-02 13:30:00,x\n")
        let plain = try place.run("import", "csv", "c.csv")
        #expect(plain.status == 0 && plain.text.contains("2026-01-02T13:30:00Z"))
        #expect(
            plain.messages
                == "1 comment imported\n1 date in the blog's own time taken as UTC; --time-zone +08:00 says what it is\n"
        )
        for (zone, time) in [("-05:30", "19:00:00Z"), ("+08:00", "05:30:00Z"), ("Z", "13:30:00Z")] {
            let zoned = try place.run("import", "csv", "--time-zone", zone, "c.csv")
            #expect(zoned.text.contains("2026-01-02T" + time) && zoned.messages == "1 comment imported\n")
        }
    }

    @Test("a deleted comment keeps its place and is judged; one that holds nothing is left out with status 1")
    func deleted() throws {
        let place = try place()
        try place.write(
            "r.json",
            #"{"id":"a","user":{},"text":"","locator":{"url":"u"},"delete":true}"# + "\n" + #"{"id":"b","user":{}}"#)
        let run = try place.run("import", "remark42", "--quiet", "r.json")
        #expect(run.status == 1)
        #expect(run.messages == "modfilter: 1 left out without text, name and address\n")
        let judged = try place.shell(
            "$MODFILTER import --quiet remark42 --status deleted r.json | $MODFILTER --json --quiet")
        #expect(judged.status == 0)
        #expect(try judged.records.map { $0["verdict"] as? String } == ["accept"])
    }

    @Test("a file from which nothing came says what it holds, with status 1")
    func nothing() throws {
        let place = try place()
        try place.write("m.json", #"{"comments":[{"author_name":"A"}]}"#)
        let run = try place.run("import", "wp-json", "m.json")
        #expect(run.status == 1 && run.messages.contains(#"no comment in it, but objects with "comments""#))
        try place.write("i.json", #"{"id":null,"total_replies":1,"hidden_replies":0,"replies":[{"text":"x"}]}"#)
        let isso = try place.run("import", "isso", "i.json")
        #expect(isso.status == 64 && isso.messages.contains("an answer of Isso's interface"))
    }

    @Test("a truncated file gives what was whole and status 1; the next file is read all the same")
    func truncated() throws {
        let place = try place()
        let end = try #require(Self.export.firstRange(of: "Bob"))
        try place.write("cut.xml", String(Self.export[..<end.lowerBound]))
        let run = try place.run("import", "wordpress", "cut.xml", "export.xml")
        #expect(try run.records.compactMap { $0["id"] as? Int } == [1, 1, 2, 3])
        #expect(run.status == 1)
        #expect(
            run.messages
                == "modfilter: cut.xml:6: the file ends in the middle of the document\n4 comments imported; 1 problem\n"
        )
    }

    @Test("of many problems the first are shown and the others counted")
    func manyProblems() throws {
        let run = try place().run("import", "csv", "-", input: "id,body\n" + String(repeating: "1,2,3\n", count: 50))
        #expect(run.status == 1 && run.messages.split(separator: "\n").count == 22)
        #expect(run.messages.contains("modfilter: stdin:2: the row has 3 cells"))
        #expect(run.messages.contains("and 30 more problems"))
    }

    @Test("wrong usage is status 64 with a sentence")
    func usage() throws {
        let place = try place()
        let cases: [([String], String)] = [
            (["import"], "a format and a file"), (["import", "wordpres", "x"], "did you mean \"wordpress\"?"),
            (["import", "wordpress", "gone.xml"], "no file \"gone.xml\""),
            (["import", "wordpress", "."], "is a folder"),
            (["import", "wordpress", "--since", "soon", "export.xml"], "--since takes a date"),
            (["import", "wordpress", "--map", "author=x", "export.xml"], "--map goes with csv and tsv"),
            (["import", "csv", "--map", "authr=x", "export.xml"], "did you mean \"author\"?"),
            (["import", "csv", "--map", "author", "export.xml"], "--map takes field=Column"),
            (["import", "akismet", "--encoding", "GBK", "export.xml"], "--encoding goes with"),
            (["import", "csv", "--map", "body=A,body=B", "export.xml"], "--map gives \"body\" two columns"),
            (["import", "csv", "--map", "", "export.xml"], "--map has an empty value"),
            (
                ["import", "wordpress", "--status", "aproved", "export.xml"],
                "--status takes approved, hold, spam, trash"
            ),
            (["import", "wordpress", "--status", "", "export.xml"], "--status has an empty value"),
            (["import", "wordpress", "--type", "a,,b", "export.xml"], "--type has an empty value"),
            (["import", "wordpress", "--post", "", "export.xml"], "--post takes the id"),
            (["import", "wordpress", "--since", "", "export.xml"], "--since takes a date"),
            (["import", "wordpress", "--since", "2026-13", "export.xml"], "--since takes a date"),
            (["import", "wordpress", "--time-zone", "Vienna", "export.xml"], "--time-zone takes an offset"),
            (["import", "wordpress", "--time-zone", "+15:00", "export.xml"], "--time-zone takes an offset"),
            (["import", "disqus", "--time-zone", "Z", "export.xml"], "--time-zone goes with"),
            (["export", "ids", "export.xml"], "ids takes --verdict"),
            (["export", "xml", "export.xml"], "'wordpress', 'csv' or 'ids'"),
            (["export", "csv", "--verdict", "maybe", "export.xml"], "--verdict takes accept, hold or reject"),
            (["export", "csv", "--rejected", "spam", "export.xml"], "--rejected goes with wordpress"),
            (["export", "csv", "gone"], "no file \"gone\""),
        ]
        for (arguments, message) in cases {
            let run = try place.run(arguments, input: Data())
            #expect(run.status == 64 && run.output.isEmpty, "\(arguments)")
            #expect(run.messages.contains(message), "\(run.messages)")
        }
    }

    @Test("an output that can't be written is status 74")
    func fullOutput() throws {
        let place = try place()
        for command in ["import wordpress export.xml", "export csv /dev/null", "export wordpress /dev/null"] {
            let run = try place.shell("$MODFILTER \(command) > /dev/full")
            #expect(run.status == 74 && run.messages.contains("stdout can't be written"), "\(command): \(run.messages)")
        }
    }

    @Test("ids are written one a line, tables with their header, and lines without a verdict make status 1")
    func exports() throws {
        let place = try place()
        let ids = try place.shell(
            "$MODFILTER import --quiet wordpress export.xml | $MODFILTER --json --quiet | $MODFILTER export ids --verdict reject,hold"
        )
        #expect(ids.text == "2\n3\n" && ids.status == 0)
        let table = try place.shell(
            "$MODFILTER import --quiet wordpress export.xml | $MODFILTER --emit comments --quiet | $MODFILTER export csv --verdict reject"
        )
        #expect(
            table.text
                == "id,verdict,score,because,rules,type,post,permalink,author,url,body,created_at,parent,post_title,status\r\n"
                + "2,reject,6,score,bad,comment,7,https://blog.example/tea/,Bob,,bad,,,Tea,spam\r\n")
        let wrong = try place.run(
            "export", "ids", "--verdict", "reject",
            input: "{\"body\":\"x\"}\n{\"id\":\"a\\nb\",\"verdict\":\"reject\"}\n")
        #expect(wrong.status == 1 && wrong.output.isEmpty)
        #expect(
            wrong.messages
                == "modfilter: stdin:1: there is no verdict; export reads what modfilter writes\nmodfilter: 1 comment left out, with no id on one line\n"
        )
    }

    @Test("each command's help has an example", arguments: ["import", "export"])
    func help(_ command: String) throws {
        let run = try place().run(command, "--help")
        #expect(run.status == 0 && run.text.contains("EXAMPLES\n  modfilter "))
    }

    @Test("a bar shows on a terminal while a long import goes on")
    func bar() throws {
        let command = try place().start("import", "csv", "-", stderr: .terminal)
        command.send("id,body\n")
        for _ in 0..<10 {
            command.send(String(repeating: "1,x\n", count: 2000))
            try command.pass(seconds: 0.2)
        }
        command.endInput()
        let messages = try command.finish().messages
        #expect(messages.contains(" comments, ") && messages.contains("\r\u{1B}[K20,000 comments imported"))
    }
}

/// Exports of real blogs, which lie outside the tree.
@Suite("Real exports")
struct RealExportTests {
    private static var folder: String {
        let shared = ProcessInfo.processInfo.environment["MODFILTER_SHARED"] ?? Command.root + "/../shared"
        return URL(fileURLWithPath: shared).appendingPathComponent("data/formats").standardizedFileURL.path
    }

    private static var isThere: Bool { FileManager.default.fileExists(atPath: folder) }

    private func run(_ format: String, _ file: String) throws -> Command.Result {
        try Workplace().run("import", format, Self.folder + "/" + file)
    }

    @Test(
        "WordPress's theme test data hold 32 comments, among them 4 pings",
        .enabled(if: isThere, "set MODFILTER_SHARED to the folder that holds data/formats"))
    func wordpress() throws {
        let imported = try run("wordpress", "wordpress-theme-test.wxr.xml")
        #expect(imported.status == 0 && imported.messages == "32 comments imported\n")
        let records = try imported.records
        #expect(records.count == 32)
        let types = records.compactMap { $0["type"] as? String }
        #expect(types.count { $0 == "pingback" } == 2 && types.count { $0 == "trackback" } == 2)
        #expect(records.count { $0["status"] as? String == "hold" } == 3)
        #expect(records.allSatisfy { $0["created_at"] is String && $0["post"] is Int && $0["permalink"] is String })
        let judged = try Workplace().shell(
            "$MODFILTER import wordpress \(Self.folder)/wordpress-theme-test.wxr.xml | $MODFILTER --json | head -n 5")
        #expect(judged.lines.count == 5)
    }

    @Test(
        "small Disqus and Isso exports give their comments; one that breaks gives what was before",
        .enabled(if: isThere, "set MODFILTER_SHARED to the folder that holds data/formats"))
    func others() throws {
        let small = try run("disqus", "disqus-small.xml")
        #expect(try small.status == 0 && small.records.compactMap { $0["id"] as? Int } == [4, 5, 6, 8, 9, 11])
        let threads = try run("disqus", "disqus-threads.xml")
        // Its first character is no XML, and its last post is broken on purpose.
        #expect(threads.status == 1 && threads.messages.contains("there is other text before the XML"))
        #expect(threads.messages.contains("no well-formed XML: AttValue"))
        #expect(
            try threads.records.map { $0["status"] as? String } == [
                "approved", "approved", "approved", "approved", "spam",
            ])
        let isso = try run("isso", "isso-generic.json")
        #expect(
            try isso.status == 0
                && isso.records.compactMap { $0["author"] as? String } == ["texas holdem", "Richard Crinshaw"])
    }
}
