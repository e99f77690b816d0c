import Testing
import TextAnalysis

@testable import Moderation

@Suite("history")
struct HistoryTests {
    /// What a handle counts for each comment in turn.
    private func counts(_ history: String, _ comments: [Comment], now: Int64 = 5000) throws -> [String] {
        let moderator = try Moderator(
            lua: """
                local before = history \(history)
                rule { name = "a", category = "c", score = 1, check = function(comment)
                  return true, tostring(before(comment))
                end }
                """)
        return comments.map { moderator.judge($0, now: now).reasons.first ?? "failed" }
    }

    private func at(_ time: Int64?, _ fields: [Field: String]) -> Comment { Comment(fields, createdAt: time) }

    @Test(
        "counts by each kind of key",
        arguments: [
            ("author", [Field.author: "Ann"], [Field.author: "ann"]),
            ("email", [.email: "a@x.org"], [.email: "b@x.org"]),
            ("email_domain", [.email: "a@x.org"], [.email: "a@y.org"]), ("ip", [.ip: "10.0.0.1"], [.ip: "10.0.0.2"]),
            ("url", [.url: "https://a.example"], [.url: "https://b.example"]), ("post", [.post: "1"], [.post: "2"]),
            ("fingerprint", [.body: "One text, and no other."], [.body: "Another text of this size."]),
        ] as [(String, [Field: String], [Field: String])])
    func keys(key: String, same: [Field: String], other: [Field: String]) throws {
        let comments = [at(1, same), at(2, other), at(3, same), at(4, same), at(5, other), at(6, [.id: "x"])]
        #expect(try counts("\"\(key)\"", comments) == ["0", "0", "1", "2", "1", "0"])
    }

    @Test("a comment without a time has that of the one before, but none that is still to come")
    func missingTime() throws {
        func counts(_ times: Int64?...) throws -> [String] {
            try self.counts("{ by = \"author\", within = \"1h\" }", times.map { at($0, [.author: "Ann"]) })
        }
        #expect(try counts(1000, nil, 1001) == ["0", "1", "2"])
        #expect(try counts(5000 + 86_400, nil) == ["0", "1"])
        // The run takes 5000 for the present.
        #expect(try counts(5001 + 86_400, nil, 5001, nil) == ["0", "0", "1", "2"])
        #expect(try counts(.max, nil, 5001) == ["0", "0", "1"])
    }

    @Test("e-mail domains ignore case, fingerprints capitals and spacing")
    func foldedKeys() throws {
        #expect(
            try counts("\"email_domain\"", [at(1, [.email: "a@X.org"]), at(2, [.email: "b@x.ORG"])]) == ["0", "1"])
        #expect(
            try counts(
                "\"fingerprint\"", [at(1, [.body: "Buy This now"]), at(2, [.body: "buy  this\nnow"])]) == ["0", "1"])
    }

    @Test(
        "two spellings of one sender are one",
        arguments: [
            (.email, "Ann@Example.org", "ann@example.ORG"), (.email, "ann@例子.cn", "ANN@xn--fsqu00a.cn"),
            (.email, "No Address", "no address"), (.ip, "2001:DB8:0::1", "2001:db8::1"),
            (.ip, "::ffff:192.0.2.1", "192.0.2.1"), (.ip, "::FFFF:c000:201", "192.0.2.1"),
            (.url, "http://x.example", "HTTP://X.example/"), (.url, " https://x.example?A ", "https://x.example/?A"),
            (.url, "http://xn--fsqu00a.cn/A", "http://例子.cn/A"),
            (.url, "http://X.example:8080", "http://x.example:8080/"),
            (.url, "X.com", "x.com/"), (.url, "http://[2001:DB8:0::1]/", "http://[2001:db8::1]"),
        ] as [(Field, String, String)])
    func spellings(field: Field, one: String, other: String) throws {
        let comments = [at(1, [field: one]), at(2, [field: other]), at(3, [field: one])]
        #expect(try counts("\"\(field.name)\"", comments) == ["0", "1", "2"])
        #expect(try counts("{ by = { \"\(field.name)\" } }", comments) == ["0", "1", "2"])
        let under = comments.map { comment in
            var comment = comment
            comment[.post] = "1"
            return comment
        }
        #expect(try counts("{ by = { \"post\", \"\(field.name)\" } }", under) == ["0", "1", "2"])
        #expect(try counts("{ by = \"post\", distinct = \"\(field.name)\" }", under) == ["0", "1", "1"])
    }

    @Test(
        "what differs in more than its spelling is two",
        arguments: [
            (.email, "ann@a.example", "ann@b.example"), (.email, "ann@a.example.", "ann@a.example"),
            (.ip, "2001:db8::1", "2001:db8::2"), (.ip, "::192.0.2.1", "192.0.2.1"), (.ip, "Unknown", "unknown"),
            (.url, "http://x.example/A", "http://x.example/a"), (.url, "http://x.example/?A", "http://x.example/?a"),
            (.url, "http://x.example/", "https://x.example/"), (.url, "http://Ann@x.example/", "http://ann@x.example/"),
            (.url, "http://x.example:80/", "http://x.example:81/"), (.url, "No Address", "no address"),
            (.author, "Ann", "ann"), (.post, "A", "a"),
        ] as [(Field, String, String)])
    func differences(field: Field, one: String, other: String) throws {
        let comments = [at(1, [field: one]), at(2, [field: other]), at(3, [field: one])]
        #expect(try counts("\"\(field.name)\"", comments) == ["0", "0", "1"])
    }

    @Test("blank keys never count")
    func blank() throws {
        let comments = [
            at(1, [.author: " ", .body: "x"]), at(2, [.body: "x"]), at(3, [.author: "\u{3000}", .body: "x"]),
        ]
        #expect(try counts("\"author\"", comments) == ["0", "0", "0"])
        #expect(
            try counts("\"fingerprint\"", [at(1, [.body: " "]), at(2, [.body: ""]), at(3, [:])]) == ["0", "0", "0"])
        #expect(try counts("\"email_domain\"", [at(1, [.email: "x"]), at(2, [.email: "x"])]) == ["0", "0"])
    }

    @Test("several keys count together, and a blank one makes it blank")
    func together() throws {
        let comments = [
            at(1, [.ip: "10.0.0.1", .post: "1"]), at(2, [.ip: "10.0.0.1", .post: "2"]), at(3, [.ip: "10.0.0.1"]),
            at(4, [.ip: "10.0.0.1", .post: "1"]), at(5, [.ip: "10.0.0.1"]),
        ]
        #expect(try counts(#"{ by = { "ip", "post" } }"#, comments) == ["0", "0", "0", "1", "0"])
    }

    @Test("the window ends at the comment's own time and includes its first second")
    func window() throws {
        let ann: [Field: String] = [.author: "Ann"]
        let comments = [at(1000, ann), at(1600, ann), at(1601, ann), at(2201, ann), at(90_000, ann)]
        #expect(try counts(#"{ by = "author", within = "10m" }"#, comments) == ["0", "1", "1", "1", "0"])
    }

    @Test("times out of order: what is later does not count")
    func outOfOrder() throws {
        let ann: [Field: String] = [.author: "Ann"]
        let comments = [at(5000, ann), at(1000, ann), at(1100, ann), at(5000, ann)]
        #expect(try counts(#"{ by = "author", within = "10m" }"#, comments) == ["0", "0", "1", "1"])
        #expect(try counts(#"{ by = "author" }"#, comments) == ["0", "0", "1", "3"])
    }

    @Test("a missing time is the one before it, and the arrival where there is none")
    func missingTimes() throws {
        let ann: [Field: String] = [.author: "Ann"]
        #expect(
            try counts(
                #"{ by = "author", within = "10m" }"#, [at(1000, ann), at(nil, ann), at(1700, ann), at(nil, ann)])
                == ["0", "1", "0", "1"])
        #expect(
            try counts(#"{ by = "author", within = "10m" }"#, [at(nil, ann), at(5010, ann), at(4990, ann)], now: 5000)
                == ["0", "1", "0"])
    }

    @Test("an id seen before is not counted twice, nor does a comment count itself")
    func ids() throws {
        func ann(_ id: String?, _ time: Int64) -> Comment {
            at(time, id.map { [.author: "Ann", .id: $0] } ?? [.author: "Ann"])
        }
        #expect(
            try counts("\"author\"", [ann("1", 1), ann("1", 2), ann("2", 3), ann("2", 4), ann("3", 5), ann(nil, 6)])
                == ["0", "0", "1", "1", "2", "3"])
    }

    @Test("distinct counts different values, blanks not at all")
    func distinct() throws {
        func comment(_ time: Int64, _ author: String?) -> Comment {
            at(time, author.map { [.ip: "10.0.0.1", .author: $0] } ?? [.ip: "10.0.0.1"])
        }
        let comments = [
            comment(1, "A"), comment(2, "A"), comment(3, "B"), comment(4, nil), comment(5, "C"), comment(6, nil),
        ]
        #expect(try counts(#"{ by = "ip", distinct = "author" }"#, comments) == ["0", "1", "1", "2", "2", "3"])
    }

    @Test("every comment is recorded, exempt and accepted ones too")
    func recordsAll() throws {
        let moderator = try Moderator(
            lua: #"rule { name = "a", category = "c", score = 1, history = { by = "ip", more_than = 1 } }"#,
            policy: #"policy { exempt = { role = "editor" } }"#)
        let editor = Comment([.ip: "10.0.0.1", .role: "editor"])
        for _ in 0..<2 { #expect(moderator.judge(editor).because == "exempt") }
        #expect(moderator.judge(Comment([.ip: "10.0.0.1"])).reasons == ["2 before"])
    }

    @Test(
        "more_than fires from the next on, with a reason",
        arguments: [
            ("30s", "3 before within 30s"), ("60m", "3 before within 1h"), ("14d", "3 before within 2w"),
        ])
    func moreThan(within: String, reason: String) throws {
        let moderator = try Moderator(
            lua:
                #"rule { name = "a", category = "c", score = 1, history = { by = "ip", within = "\#(within)", more_than = 2 } }"#
        )
        var fired: [[String]] = []
        for time in 1...4 { fired.append(moderator.judge(Comment([.ip: "10.0.0.1"], createdAt: Int64(time))).reasons) }
        #expect(fired == [[], [], [], [reason]])
    }

    @Test("what is beyond the capacity is forgotten, and counts end at 1,000")
    func capacity() {
        let query = HistoryQuery(by: [.field(.author)], distinct: [], within: nil)
        #expect(Self.lastCount(query, capacity: 10, comments: 25) == 10)
        #expect(Self.lastCount(query, capacity: 1, comments: 5) == 1)
        #expect(Self.lastCount(query, capacity: 5000, comments: 3000) == 1000)
    }

    /// The count of the last of many comments alike.
    private static func lastCount(_ query: HistoryQuery, capacity: Int, comments: Int) -> Int32? {
        var history = History(queries: [query], capacity: capacity)
        let keys = HistoryKeys()
        var counts: [Int32] = []
        let block = CommentBlock()
        for _ in 0..<comments {
            block.removeAll()
            block.append(Comment(author: "Ann", body: "x"), line: 1)
            keys.read(block, queries: [query])
            history.observe(keys, arrival: 0, counts: &counts)
        }
        return counts.first
    }

    @Test("a block and its comments one by one count the same")
    func blocks() {
        let queries = [
            HistoryQuery(by: [.field(.author)], distinct: [], within: 60),
            HistoryQuery(by: [.field(.ip)], distinct: [.field(.author)], within: nil),
        ]
        var generator = SystemRandomNumberGenerator()
        let comments = (0..<300).map { number in
            Comment(
                [
                    .author: "a\(Int.random(in: 0..<4, using: &generator))",
                    .ip: "10.0.0.\(Int.random(in: 0..<4, using: &generator))",
                    .id: "\(Int.random(in: 0..<250, using: &generator))",
                ], createdAt: number % 7 == 0 ? nil : Int64(number + Int.random(in: -5...5, using: &generator)))
        }
        func counts(by size: Int) -> [Int32] {
            var history = History(queries: queries, capacity: 40)
            let keys = HistoryKeys()
            var all: [Int32] = []
            var counts: [Int32] = []
            let block = CommentBlock()
            for start in stride(from: 0, to: comments.count, by: size) {
                block.removeAll()
                for comment in comments[start..<min(start + size, comments.count)] { block.append(comment, line: 1) }
                keys.read(block, queries: queries)
                history.observe(keys, arrival: 9, counts: &counts)
                all += counts
            }
            return all
        }
        #expect(counts(by: 1) == counts(by: 300))
        #expect(counts(by: 7) == counts(by: 300))
    }
}
