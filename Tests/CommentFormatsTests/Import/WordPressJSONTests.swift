import Testing

@testable import CommentFormats

/// JSON of WordPress. Members are those of wp-includes/rest-api/endpoints/class-wp-rest-comments-controller.php
/// (developer.wordpress.org/rest-api/reference/comments) and of `wp comment list` (developer.wordpress.org/cli).
@Suite("Importing WordPress's JSON")
struct WordPressJSONTests {
    // A reader without a login gets this: no address, and the text as it is shown.
    static let view = #"""
        {"id":12,"post":7,"parent":11,"author":0,"author_name":"Ann","author_url":"https://ann.example",
         "date":"2026-01-02T13:30:00","date_gmt":"2026-01-02T12:30:00","content":{"rendered":"<p>I like [it]</p>\n"},
         "link":"https://blog.example/tea/#comment-12","status":"approved","type":"comment",
         "author_avatar_urls":{"24":"https://a.example/24"},"meta":[],
         "_links":{"self":[{"href":"https://blog.example/wp-json/wp/v2/comments/12"}]}}
        """#
    // With context=edit.
    static let edit = #"""
        {"id":13,"post":7,"parent":0,"author":3,"author_name":"Bob","author_email":"bob@example.org","author_url":"",
         "author_ip":"203.0.113.9","author_user_agent":"Mozilla/5.0","date":"2026-01-02T13:30:00",
         "date_gmt":"2026-01-02T12:30:00","content":{"rendered":"<p>x</p>","raw":"x"},"link":"https://blog.example/tea/",
         "status":"hold","type":"pingback","karma":0}
        """#

    @Test("each member of an answer becomes the field that is meant, with context=edit and without")
    func rest() throws {
        let imported = try Imported(.wpJSON, "[\(Self.view),\n\(Self.edit)]")
        #expect(imported.problems.isEmpty)
        #expect(
            imported.lines == [
                #"{"id":12,"type":"comment","author":"Ann","url":"https://ann.example","body":"<p>I like [it]</p>\n","#
                    + #""post":7,"parent":11,"permalink":"https://blog.example/tea/#comment-12","#
                    + #""created_at":"2026-01-02T12:30:00Z","status":"approved","meta":[]}"#,
                #"{"id":13,"type":"pingback","author":"Bob","email":"bob@example.org","url":"","ip":"203.0.113.9","#
                    + #""user_agent":"Mozilla/5.0","body":"x","post":7,"permalink":"https://blog.example/tea/","#
                    + #""created_at":"2026-01-02T12:30:00Z","status":"hold","user_id":"3","karma":0}"#,
            ])
    }

    @Test("an element reads as the filter itself reads it", arguments: [view, edit])
    func agrees(_ element: String) throws {
        let line = element.replacing("\n", with: "")
        let direct = try #require(Record.one(line))
        let imported = try #require(Record.one(try Imported(.wpJSON, "[\(element)]").lines[0]))
        #expect(imported.fields == direct.fields && imported.createdAt == direct.createdAt)
    }

    @Test("rows of WP-CLI are read, whose url is the comment's own, and whose numbers are strings")
    func commandLine() throws {
        let row = #"""
            {"comment_ID":"4","comment_post_ID":"7","comment_date":"2026-01-02 13:30:00","comment_date_gmt":"2026-01-02 12:30:00",
            "comment_approved":"1","comment_author":"Ann","comment_author_email":"ann@example.org","comment_author_url":"https://ann.example",
            "comment_author_IP":"203.0.113.9","comment_content":"x","comment_karma":"0","comment_agent":"M","comment_type":"",
            "comment_parent":"0","user_id":"0","url":"https://blog.example/tea/#comment-4"}
            """#
        #expect(
            try Imported(.wpJSON, "[\(row)]").lines == [
                #"{"id":4,"type":"comment","author":"Ann","email":"ann@example.org","url":"https://ann.example","#
                    + #""ip":"203.0.113.9","user_agent":"M","body":"x","post":7,"#
                    + #""permalink":"https://blog.example/tea/#comment-4","created_at":"2026-01-02T12:30:00Z","#
                    + #""status":"approved"}"#
            ])
        // What `wp comment list` gives unasked: the blog's own time.
        let short =
            #"[{"comment_ID":"4","comment_date":"2026-01-02 13:30:00","comment_approved":"trash","comment_author":"A"}]"#
        let imported = try Imported(.wpJSON, short)
        #expect(imported.values("created_at") == ["2026-01-02T13:30:00Z"] && imported.values("status") == ["trash"])
        #expect(imported.report.localTimes == 1)
    }

    @Test("pages one behind the other, single objects and lines of them are read", arguments: [1, 3, 1000])
    func pages(_ piece: Int) throws {
        let text = "[\(Self.view)]\n[]\n[\(Self.edit),\(Self.view)]\(Self.edit)\n\n\(Self.view)"
        let imported = try Imported(.wpJSON, text, piece: piece)
        #expect(imported.values("id") == ["12", "13", "12", "13", "12"])
        #expect(imported.problems.isEmpty)
    }

    @Test("an element that is wrong is told with its line and hurts no other")
    func wrong() throws {
        let imported = try Imported(
            .wpJSON,
            """
            [{"id":1,"content":"a"},
            {"id":2,"content":7},
            {"id":3,"content":"line
            end"},
            {"id":4,"content":"a" "b"},
            {"id":5,"status":"approved"},
            {"id":6,"content":"\u{8}\\u0000\\ud800"}, {"id":7,"content":{"rendered":"z"}}]
            """)
        #expect(imported.values("id") == ["1", "7"])
        #expect(imported.report.empty == 1)
        #expect(imported.problems.map { $0.prefix { $0 != ":" } } == ["2", "3", "5", "7"])
        #expect(
            imported.problems[0]
                == "2: content must be a string or an object with raw or rendered; the comment is left out")
    }

    @Test(
        "what is no object is left out and told, a wrong date costs the date alone, and marks between pages are nothing"
    )
    func strangers() throws {
        let text = """
            [1,null,"a\\"]{",{"id":1,"content":"a","date_gmt":"soon"},[true,-1.5e+3],[]]\u{FEFF}\n\u{FEFF}[
            {"id":2,"content":"b","date_gmt":"x","date":"2026-01-02T13:30:00","m":1,"m":[2]}]
            """
        for piece in [1, 1000] {
            let imported = try Imported(.wpJSON, text, piece: piece)
            #expect(imported.values("id") == ["1", "2"])
            #expect(imported.values("created_at") == ["-", "2026-01-02T13:30:00Z"])
            #expect(imported.lines.last?.contains(#""m":[1,[2]]"#) == true)
            #expect(imported.report.localTimes == 1)
            #expect(
                imported.problems.map { $0.prefix { $0 != ";" } }.sorted() == [
                    "1: a text stands where an object should", "1: a value stands where an object should",
                    "1: a value stands where an object should", "1: a value stands where an object should",
                    "1: a value stands where an object should", "1: date_gmt is no date",
                ])
        }
    }

    @Test("broken UTF-8 becomes U+FFFD and is told")
    func mangled() throws {
        let bytes = Array(#"[{"id":1,"content":"caf"#.utf8) + [0xE9] + Array(#""},{"id":2,"content":"y"}]"#.utf8)
        let imported = try Imported(.wpJSON, bytes)
        #expect(imported.values("body") == ["caf\u{FFFD}", "y"])
        #expect(imported.problems == ["1: bytes that are no text in UTF-8; they became \u{FFFD}"])
    }

    @Test(
        "half a character that is escaped is told, two halves are one",
        arguments: [
            (#"\ud83d\ude00"#, false), (#"\ud800"#, true), (#"\udc00"#, true), (#"\ud800 \udc00"#, true),
            (#"\ud800\n"#, true), (#"\\ud800"#, false), (#"\u00e9\n\""#, false), (#"\uD83D\uDE00\uD83D"#, true),
        ])
    func halves(_ text: String, _ isTold: Bool) throws {
        let imported = try Imported(.wpJSON, #"[{"id":1,"content":"\#(text)"}]"#)
        #expect(imported.lines.count == 1)
        #expect(
            imported.problems
                == (isTold ? [#"1: an escape such as \ud800 is half a character; it became \#u{FFFD}"#] : []))
    }

    @Test("an answer without comments says what it holds, and posts are no comments")
    func others() throws {
        let mapped = try Imported(.wpJSON, #"{"comments":[{"id":1,"author_name":"A"}],"total":1}"#)
        #expect(
            mapped.problems == [
                #"-: there is no comment in it, but objects with "comments", "total"; a comment has content, author_name or author_url"#
            ])
        #expect(try Imported(.wpJSON, "[]").problems.isEmpty)
        let post = #"[{"id":1,"title":{"rendered":"T"},"content":{"rendered":"x"},"author":1}]"#
        #expect(try Imported(.wpJSON, post).problems == ["1: it is a post or page; the comment is left out"])
    }

    @Test("an object of countless values is left out alone")
    func countless() throws {
        let many = String(repeating: "[],", count: 1_500_000) + "1"
        let imported = try Imported(
            .wpJSON, "[{\"id\":1,\"content\":\"a\",\"x\":[\(many)]},{\"id\":2,\"content\":\"b\"}]")
        #expect(imported.values("id") == ["2"])
        #expect(imported.problems == ["1: the object has more than 200000 values; it is left out"])
    }

    @Test("a truncated array gives what was whole")
    func truncated() throws {
        for end in ["", ",", ",{", ",{\"id\":2,\"content\":\"x"] {
            let imported = try Imported(.wpJSON, "[{\"id\":1,\"content\":\"a\"}\n" + end)
            #expect(imported.values("id") == ["1"])
            #expect(imported.problems == ["2: the file ends in the middle of an array or object"])
        }
        let other = try Imported(.wpJSON, "[{\"id\":1,\"content\":\"a\"}] <html>")
        #expect(other.values("id") == ["1"] && other.problems == ["1: unexpected text between the objects of the JSON"])
    }

    @Test("deep and huge elements are left out alone")
    func huge() throws {
        let deep =
            #"{"id":1,"content":"a","x":"# + String(repeating: "[", count: 100_000)
            + String(repeating: "]", count: 100_000) + "}"
        let long = #"{"id":2,"content":""# + String(repeating: "x", count: JSONElements.longest) + #""}"#
        let imported = try Imported(.wpJSON, "[\(deep),\(long),{\"id\":3,\"content\":\"a\"}]", piece: 100_000)
        #expect(imported.values("id") == ["3"])
        #expect(imported.problems.count == 2 && imported.problems[1].contains("more than 8 MiB"))
    }

    @Test("brackets, quotation marks and backslashes in strings end nothing", arguments: [1, 2, 5])
    func strings(_ piece: Int) throws {
        let text = #"[{"id":1,"content":"}]\"\\"},{"id":2,"content":"{[\\\""}]"#
        #expect(try Imported(.wpJSON, text, piece: piece).values("body") == [#"}]"\"#, #"{[\""#])
    }
}
