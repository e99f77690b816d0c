import Testing

@testable import CommentFormats

/// Tables (RFC 4180; `wp comment list --format=csv`, whose columns developer.wordpress.org/cli/commands/comment/list
/// names, written by PHP's `fputcsv`).
@Suite("Importing tables")
struct TableTests {
    static let commandLine = """
        comment_ID,comment_post_ID,comment_date_gmt,comment_approved,comment_author,comment_author_email,comment_content,url
        4,7,"2026-01-02 12:30:00",1,Ann,ann@example.org,"Two lines,
        and a ""word"" 赌博","https://blog.example/tea/#comment-4"
        5,7,"2026-01-02 12:31:00",spam,"Bob, Jr.",,x,

        """

    private func options(_ map: [String: String]) -> CommentImport.Options {
        var options = CommentImport.Options()
        options.map = map.map { ImportMapping(field: $0.key, column: $0.value) }
        return options
    }

    @Test("each column of WP-CLI becomes the field that is meant, in pieces of any length", arguments: [1, 2, 9, 1000])
    func fields(_ piece: Int) throws {
        let imported = try Imported(.csv, Self.commandLine, piece: piece)
        #expect(
            imported.lines == [
                #"{"id":4,"type":"comment","author":"Ann","email":"ann@example.org","body":"Two lines,\nand a \"word\" 赌博","#
                    + #""post":7,"permalink":"https://blog.example/tea/#comment-4","#
                    + #""created_at":"2026-01-02T12:30:00Z","status":"approved"}"#,
                #"{"id":5,"type":"comment","author":"Bob, Jr.","body":"x","post":7,"#
                    + #""created_at":"2026-01-02T12:31:00Z","status":"spam"}"#,
            ])
        #expect(imported.problems.isEmpty)
    }

    @Test(
        "line ends, a mark at the start, semicolons and tabs are told by themselves",
        arguments: [
            (ImportFormat.csv, "id,body\r\n1,a\r\n2,\"b\r\nc\"\r\n"), (.csv, "\u{FEFF}id;body\n1;a\n2;\"b\r\nc\""),
            (.tsv, "id\tbody\r1\ta\r2\t\"b\r\nc\"\r"), (.tsv, "\u{FEFF}\"id\"\t\"body\"\n\n1\ta\n\n2\t\"b\r\nc\"\n\n"),
        ],
        [1, 1000])
    func shapes(_ given: (format: ImportFormat, text: String), _ piece: Int) throws {
        let imported = try Imported(given.format, given.text, piece: piece)
        #expect(imported.values("id") == ["1", "2"] && imported.values("body") == ["a", "b\r\nc"])
        #expect(imported.problems.isEmpty)
    }

    @Test("--map says which column is which, whatever its case; columns that are no field stay beside")
    func map() throws {
        let text = "Name,Text,When,Stars,State\nAnn,I like it,2026-01-02,5,approved\n"
        let imported = try Imported(
            .csv, text, options: options(["author": "Name", "body": "text", "created_at": "When", "status": "State"]))
        #expect(
            imported.lines == [
                #"{"type":"comment","author":"Ann","body":"I like it","created_at":"2026-01-02T00:00:00Z","#
                    + #""status":"approved","Stars":"5"}"#
            ])
    }

    @Test("a column that is not there, and a table in which no column is a comment's, say which columns there are")
    func noColumn() throws {
        let missing = try Imported(.csv, "Name,Text\nAnn,x\n", options: options(["author": "name", "body": "Body"]))
        #expect(missing.problems == ["1: there is no column \"Body\"; the columns are \"Name\", \"Text\""])
        let none = try Imported(.csv, "Name,Text\nAnn,x\n")
        #expect(
            none.problems == [
                "1: no column is a comment's text, name or address; the columns are \"Name\", \"Text\"; "
                    + "--map body=COLUMN names one"
            ])
    }

    @Test("rows that are wrong are told with their line and hurt no other")
    func wrong() throws {
        let imported = try Imported(
            .csv, "id,body,created_at\n1,a\n2,b,,extra\n3,\"c\nd\",yesterday\n4,,\n5,e,1767357000\n")
        #expect(imported.values("id") == ["1", "3", "5"] && imported.values("created_at")[1] == "-")
        #expect(imported.report.empty == 1)
        #expect(imported.problems.map { $0.prefix { $0 != ":" } } == ["3", "4"])
        #expect(imported.problems[0] == "3: the row has 4 cells, the header 3; it is left out")
        #expect(imported.problems[1] == "4: created_at is no date; the comment is taken without")
    }

    @Test("a quotation mark that is never closed ends the import with its line")
    func openQuote() throws {
        let imported = try Imported(.csv, "id,body\n1,a\n2,\"b\n3,c\n4,d\n")
        #expect(imported.values("id") == ["1"])
        #expect(imported.problems == ["3: the quotation mark is never closed; what follows it is left out"])
        let later = try Imported(.csv, "id,body\n1,\"a\"b\n2,c\n3,\"d\n4,e")
        #expect(later.problems == ["4: the quotation mark is never closed; what follows it is left out"])
    }

    // As Python's csv reads it.
    @Test("what stands behind a closing quotation mark belongs to the cell, and swallows no row")
    func behindQuote() throws {
        let imported = try Imported(.csv, "id,body\n1,\"ab\"cd\n2,x\n3,\"a,\"b\"c\"\n4,\"y\\\"\n5,z\n")
        #expect(imported.values("id") == ["1", "2", "3", "4", "5"])
        #expect(imported.values("body") == ["abcd", "x", "a,b\"c\"", "y\\", "z"])
        #expect(imported.problems.isEmpty)
    }

    // https://www.php.net/fputcsv: behind its escape character, a backslash, a quotation mark is not doubled.
    @Test("in WP-CLI's tables a quotation mark behind a backslash ends no cell, and what is open to doubt is told")
    func backslashes() throws {
        let table = #"""
            comment_ID,comment_content
            1,"say \"hi\" now"
            2,"a \\ b ""c"" \""
            3,"hello \"
            1,forged
            4,z"
            5,"x"

            """#
        for piece in [1, 1000] {
            let imported = try Imported(.csv, table, piece: piece)
            #expect(imported.values("id") == ["1", "2", "3", "5"])
            #expect(
                imported.values("body") == [
                    #"say \"hi\" now"#, #"a \\ b "c" \""#, "hello \\\"\n1,forged\n4,z\"".replacing("z\"", with: "z"),
                    "x",
                ])
            #expect(imported.problems.count == 1 && imported.problems[0].hasPrefix("4: a cell has \\\" before a comma"))
        }
    }

    @Test("UTF-16 is told by its mark", arguments: [String.Encoding.utf16LittleEndian, .utf16BigEndian])
    func utf16(_ encoding: String.Encoding) throws {
        let table = try #require(("\u{FEFF}" + Self.commandLine).data(using: encoding))
        #expect(try Imported(.csv, Array(table)).lines == Imported(.csv, Self.commandLine).lines)
        let answer = try #require(("\u{FEFF}[" + WordPressJSONTests.view + "]").data(using: encoding))
        #expect(try Imported(.wpJSON, Array(answer)).values("id") == ["12"])
    }

    @Test("the blog's own time is counted, or put right by the time zone that is given")
    func localTime() throws {
        let table = """
            comment_ID,comment_date,comment_date_gmt,comment_content
            1,2026-01-02 13:30:00,,local
            2,2026-01-02 13:30:00,2026-01-02 12:30:00,utc
            3,2026-01-02T13:30:00+02:00,bad,zoned
            4,1767357000,,number
            5,bad,bad,none

            """
        let plain = try Imported(.csv, table)
        #expect(
            plain.values("created_at") == [
                "2026-01-02T13:30:00Z", "2026-01-02T12:30:00Z", "2026-01-02T11:30:00Z", "2026-01-02T12:30:00Z", "-",
            ])
        #expect(plain.report.localTimes == 1)
        #expect(plain.problems == ["6: comment_date_gmt is no date; the comment is taken without"])
        var options = CommentImport.Options()
        options.timeZone = 8 * 3600
        let zoned = try Imported(.csv, table, options: options)
        #expect(zoned.values("created_at").prefix(2) == ["2026-01-02T05:30:00Z", "2026-01-02T12:30:00Z"])
        #expect(zoned.values("created_at").dropFirst(2) == plain.values("created_at").dropFirst(2))
        #expect(zoned.report.localTimes == 0)
        options.map = [ImportMapping(field: "created_at", column: "When")]
        let mapped = try Imported(.csv, "When,body\n2026-01-02 13:30:00,x\n", options: options)
        #expect(mapped.values("created_at") == ["2026-01-02T05:30:00Z"])
    }

    @Test("other encodings are taken when told so; what is no text becomes U+FFFD with its line")
    func encodings() throws {
        let bytes = Array("id,body\n1,".utf8) + [0xB6, 0xC4, 0xB2, 0xA9, 0x0A]
        var options = CommentImport.Options()
        options.encoding = "GBK"
        #expect(try Imported(.csv, bytes, options: options).values("body") == ["赌博"])
        let plain = try Imported(.csv, bytes)
        #expect(
            plain.values("body") == ["\u{FFFD}\u{FFFD}\u{0132}\u{FFFD}"] || plain.values("body")[0].contains("\u{FFFD}")
        )
        #expect(plain.problems == ["2: bytes that are no text in UTF-8; they became \u{FFFD}"])
        options.encoding = "klingon"
        #expect(try Imported(.csv, bytes, options: options).problems == ["-: nobody knows the encoding \"klingon\""])
    }

    @Test("NULs, cells without end and thousands of columns do no harm")
    func hostile() throws {
        let huge = String(repeating: "x", count: 17 << 20)
        let imported = try Imported(.csv, "id,body\n1,a\0b\n2,\(huge)\n3,c\n", piece: 1 << 16)
        #expect(imported.values("body") == ["a\0b", "c"])
        #expect(imported.problems == ["3: the row has more than 16 MiB; it is left out"])
        let wide = try Imported(.csv, "body," + String(repeating: ",", count: 100_000) + "\nx\n")
        #expect(wide.problems == ["1: the header is too long"])
    }
}

/// Requests to Akismet (akismet.com/developers/detailed-docs/comment-check), form data a line
/// (WHATWG URL Standard, section 5).
@Suite("Importing Akismet's form data")
struct AkismetFormsTests {
    static let full =
        "api_key=secret&blog=https%3A%2F%2Fblog.example&user_ip=203.0.113.9&user_agent=Mozilla%2F5.0+(X11)"
        + "&referrer=https%3A%2F%2Fx.example&permalink=https%3A%2F%2Fblog.example%2Ftea%2F&comment_type=comment"
        + "&comment_author=Ann+B.&comment_author_email=ann%40example.org&comment_author_url=https%3A%2F%2Fann.example"
        + "&comment_content=I+%26+%E8%B5%8C%E5%8D%9A%0Ax&comment_date_gmt=2026-01-02T12%3A30%3A00Z"
        + "&comment_post_modified_gmt=2026-01-01T12%3A00%3A00Z&blog_lang=en%2C+zh&blog_charset=UTF-8&user_role=editor"
        + "&is_test=true&comment_post_ID=7&HTTP_COOKIE=session%3D1"

    @Test("each parameter becomes the field that is meant; keys and the server's variables stay out")
    func fields() throws {
        #expect(
            try Imported(.akismet, Self.full + "\r\n", piece: 100).lines == [
                #"{"type":"comment","author":"Ann B.","email":"ann@example.org","url":"https://ann.example","#
                    + #""ip":"203.0.113.9","user_agent":"Mozilla/5.0 (X11)","referrer":"https://x.example","#
                    + #""body":"I & 赌博\nx","post":7,"permalink":"https://blog.example/tea/","post_language":"en, zh","#
                    + #""role":"editor","created_at":"2026-01-02T12:30:00Z","post_created_at":"2026-01-01T12:00:00Z","#
                    + #""blog":"https://blog.example"}"#
            ])
    }

    @Test("another charset is converted; what is no text, and what is no form, is told with its line")
    func wrong() throws {
        let text =
            "comment_content=%B6%C4&blog_charset=GBK\n\ncomment_content=%B6%C4\nhello\ncomment_content=%zz%4\n&&=\n"
        let imported = try Imported(.akismet, text)
        #expect(imported.values("body") == ["赌", "\u{FFFD}\u{FFFD}", "%zz%4"])
        #expect(imported.problems.map { $0.prefix { $0 != ":" } } == ["3", "4", "6"])
    }

    @Test(
        "a wrong date costs the date alone, a name that comes twice loses no value, and too many values cost the line")
    func bounds() throws {
        let text =
            "comment_content=x&comment_date_gmt=2026-02-30&a[]=1&a%5B%5D=2\ncomment_content=y"
            + String(repeating: "&b=1", count: 1000) + "\n"
        let imported = try Imported(.akismet, text)
        #expect(imported.lines == [#"{"type":"comment","body":"x","a[]":["1","2"]}"#])
        #expect(
            imported.problems == [
                "1: comment_date_gmt is no date; the comment is taken without",
                "2: the request has more than 1000 values; it is left out",
            ])
    }
}
