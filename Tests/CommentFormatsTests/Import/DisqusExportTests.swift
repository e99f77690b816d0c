import Testing

@testable import CommentFormats

/// Disqus's export. Elements are those of disqus.com/api/schemas/1.0/disqus.xsd and docs.disqus.com/developers/export.
@Suite("Importing Disqus exports")
struct DisqusExportTests {
    static func export(_ content: String) -> String {
        """
        <?xml version="1.0" encoding="utf-8"?>
        <disqus xmlns="http://disqus.com" xmlns:dsq="http://disqus.com/disqus-internals">
        <category dsq:id="1"><forum>blog</forum><title>General</title></category>
        <thread dsq:id="100">
          <id>tea</id><forum>blog</forum><category dsq:id="1"/><link>https://blog.example/tea/</link>
          <title>Tea</title><message/><createdAt>2026-01-01T12:00:00Z</createdAt>
          <author><name>Owner</name><email>owner@blog.example</email></author>
          <isClosed>false</isClosed><isDeleted>false</isDeleted>
        </thread>
        <thread dsq:id="101"><id/><link>https://blog.example/cake/</link><title/></thread>
        \(content)
        </disqus>
        """
    }

    static func post(
        _ id: Int, _ message: String = "text", isSpam: Bool = false, isDeleted: Bool = false, thread: Int = 100,
        _ more: String = ""
    ) -> String {
        """
        <post dsq:id="\(id)">
          <id>wp-\(id)</id><message>\(message)</message><createdAt>2026-01-02T12:00:00Z</createdAt>
          <isDeleted>\(isDeleted)</isDeleted><isSpam>\(isSpam)</isSpam>
          <author><email>ann@example.org</email><name>Ann</name><isAnonymous>false</isAnonymous>
          <username>ann</username></author>
          <ipAddress>203.0.113.9</ipAddress><thread dsq:id="\(thread)"/>\(more)
        </post>

        """
    }

    @Test("each element of a post, and what its thread says, becomes the field that is meant")
    func fields() throws {
        let imported = try Imported(
            .disqus,
            Self.export(Self.post(7, "\n  <![CDATA[<p>I &amp; like</p>]]>\n", thread: 100, "<parent dsq:id=\"5\"/>")))
        #expect(
            imported.lines == [
                #"{"id":7,"type":"comment","author":"Ann","email":"ann@example.org","ip":"203.0.113.9","#
                    + #""body":"<p>I &amp; like</p>","post":100,"parent":5,"permalink":"https://blog.example/tea/","#
                    + #""post_title":"Tea","created_at":"2026-01-02T12:00:00Z","post_created_at":"2026-01-01T12:00:00Z","#
                    + #""status":"approved","username":"ann"}"#
            ])
    }

    @Test("spam and deleted posts say so, and deleted spam is spam")
    func states() throws {
        let posts =
            Self.post(1, isSpam: true) + Self.post(2, isDeleted: true) + Self.post(3, isSpam: true, isDeleted: true)
        var options = CommentImport.Options()
        options.isLabelled = true
        let imported = try Imported(.disqus, Self.export(posts + Self.post(4)), options: options)
        #expect(imported.values("status") == ["spam", "deleted", "spam", "approved"])
        #expect(imported.lines.map { $0.contains(#""labels":{"spam":true}"#) } == [true, false, true, false])
    }

    @Test("an anonymous author has no user name; threads may have no title, or be missing")
    func gaps() throws {
        let anonymous = Self.post(1, thread: 101).replacing("<username>ann</username>", with: "")
            .replacing("<isAnonymous>false", with: "<isAnonymous>true")
        let imported = try Imported(.disqus, Self.export(anonymous + Self.post(2, thread: 999)))
        #expect(imported.values("anonymous") == ["1", "-"] && imported.values("username") == ["-", "ann"])
        #expect(imported.values("post_title") == ["-", "-"])
        #expect(imported.values("permalink") == ["https://blog.example/cake/", "-"])
        #expect(imported.values("post") == ["101", "999"])
    }

    @Test("threads that answer in circles, and ids that come twice, go through as they are")
    func circles() throws {
        let posts =
            Self.post(1, "a", "<parent dsq:id=\"2\"/>") + Self.post(2, "b", "<parent dsq:id=\"1\"/>")
            + Self.post(2, "c", "<parent dsq:id=\"2\"/>")
        let imported = try Imported(.disqus, Self.export(posts))
        #expect(imported.values("parent") == ["2", "1", "2"])
    }

    @Test("however the input is cut into pieces, the comments are the same", arguments: [1, 7, 100])
    func pieces(_ piece: Int) throws {
        let export = Self.export(Self.post(1, "<![CDATA[赌博]]>") + Self.post(2, isSpam: true))
        #expect(try Imported(.disqus, export, piece: piece).lines == Imported(.disqus, export).lines)
    }

    @Test("a truncated export gives what was whole, a wrong date is told with its line")
    func truncated() throws {
        let export = Self.export(Self.post(1) + Self.post(2).replacing("2026-01-02", with: "2026-x01-02"))
        let end = try #require(export.firstRange(of: "</disqus>"))
        let imported = try Imported(.disqus, String(export[..<end.lowerBound]))
        #expect(imported.values("id") == ["1", "2"] && imported.values("created_at")[1] == "-")
        #expect(imported.problems.count == 2)
        #expect(imported.problems[0].hasSuffix("createdAt is no date; the comment is taken without"))
        #expect(imported.problems[1].hasSuffix("the file ends in the middle of the document"))
    }

    @Test(
        "yes and no may be written otherwise; what is neither is told, and gives no state",
        arguments: [
            ("True", "spam"), ("1", "spam"), ("FALSE", "approved"), ("0", "approved"), ("", "approved"), ("yes", "-"),
        ])
    func flags(_ word: String, _ status: String) throws {
        let post = Self.post(1).replacing("<isSpam>false", with: "<isSpam>\(word)")
        var options = CommentImport.Options()
        options.isLabelled = true
        let imported = try Imported(.disqus, Self.export(post), options: options)
        #expect(imported.values("status") == [status])
        #expect(imported.lines.first?.contains("labels") == (status != "-"))
        #expect(
            imported.problems
                == (status == "-" ? ["13: isSpam is neither true nor false; the comment has no status"] : []))
    }

    @Test("posts outside Disqus's namespace are told of, and a deleted one keeps its place in the thread")
    func strays() throws {
        let other = try Imported(.disqus, "<?xml version=\"1.0\"?><disqus><post/><post/></disqus>")
        #expect(
            other.problems == ["-: there is no post in the namespace http://disqus.com; others are left out, 2 in all"])
        let post = Self.post(1, "", isDeleted: true).replacing("<name>Ann</name>", with: "")
        let deleted = try Imported(
            .disqus, Self.export(post + Self.post(2, "").replacing("<name>Ann</name>", with: "")))
        #expect(deleted.values("id") == ["1"] && deleted.values("body") == [""] && deleted.report.empty == 1)
    }

    @Test("more threads than there is room for cost memory no further")
    func manyThreads() throws {
        let title = String(repeating: "t", count: 1 << 20)
        let threads = (1000..<1040).map { "<thread dsq:id=\"\($0)\"><title>\(title)</title></thread>" }.joined()
        let imported = try Imported(
            .disqus, Self.export(threads + Self.post(1, thread: 1000) + Self.post(2, thread: 1039)))
        #expect(imported.values("post_title").map(\.count) == [1 << 20, 1])
        #expect(imported.problems.count == 9)
        #expect(imported.problems.allSatisfy { $0.contains("more threads than fit") })
        let empty = (0..<DisqusExport.mostThreads).map { "<thread dsq:id=\"t\($0)\"/>" }.joined()
        #expect(try Imported(.disqus, Self.export(empty)).problems.count == 2)
    }
}
