import Testing

@testable import Moderation

@Suite("triggers")
struct TriggerTests {
    private func rule(_ rest: String) -> String {
        "rule { name = \"a\", category = \"spam\", score = 2, \(rest) }"
    }

    private func fires(_ rest: String, _ comment: Comment, files: [String: String] = [:]) throws -> Bool {
        let verdict = try judge(rule(rest), comment, files: files)
        #expect(verdict.failureTexts == [])
        return verdict.names == ["a"]
    }

    // MARK: words and pattern

    @Test("words fire on an entry, and the hit says where it stands")
    func words() throws {
        let verdict = try judge(
            rule(#"words = { "casino", "赌博" }"#), Comment(body: "a casino, 网上赌博啊 casino"))
        #expect(verdict.hitTexts == ["body[2,8) casino", "body[16,22) 赌博", "body[26,32) casino"])
        #expect(verdict.reasons == ["casino, 赌博"])
        #expect(verdict.fired[0].points == Points(thousandths: 2000))
        #expect(verdict.hits.map { verdict.ruleSet.entries[$0.entry].text } == ["casino", "赌博", "casino"])
    }

    @Test(
        "whole words, or parts where a star lets the entry run on",
        arguments: [
            ("casino", "casinos are", false), ("casino*", "casinos are", true), ("*casino", "mycasino is", true),
            ("casino", "mycasino", false), ("free money", "free   money", true), ("casino", "", false),
        ])
    func boundaries(word: String, body: String, hits: Bool) throws {
        #expect(try fires("words = { \"\(word)\" }", Comment(body: body)) == hits)
    }

    @Test("words in disguise are found where a rule asks for it, and shown as they stand")
    func disguised() throws {
        let rest = #"words = { "casino", "赌博" }, disguised = true"#
        let verdict = try judge(rule(rest), Comment(body: "<b>C.A.S.I.N.O</b> and casino, 赌*博 c4s1n0"))
        #expect(
            verdict.hitTexts == [
                "body[3,14) C.A.S.I.N.O", "body[23,29) casino", "body[31,38) 赌*博", "body[39,45) c4s1n0",
            ])
        #expect(verdict.reasons == ["casino, 赌博"])
        #expect(try !fires(#"words = { "casino" }"#, Comment(body: "c.a.s.i.n.o")))
        let handle = """
            local masked = words { "casino", disguised = true }
            rule { name = "a", category = "spam", score = 2, check = function() return masked:any("c a s i n o") end }
            """
        #expect(try judge(handle, Comment(body: "x")).names == ["a"])
    }

    @Test("quotations count unless a rule leaves them out")
    func quoted() throws {
        let body = "<blockquote>you idiot</blockquote>\n> idiot he said\n[quote]idiot[/quote] why?"
        #expect(try fires(#"words = { "idiot" }"#, Comment(body: body)))
        #expect(try !fires(#"words = { "idiot" }, quoted = false"#, Comment(body: body)))
        #expect(try !fires(#"pattern = "id[i]ot", quoted = false"#, Comment(body: body)))
        let verdict = try judge(rule(#"words = { "idiot" }, quoted = false"#), Comment(body: body + " idiot"))
        #expect(verdict.hitTexts == ["body[77,82) idiot"])
        let handle = """
            local rude = words { "idiot", quoted = false }
            rule { name = "a", category = "spam", score = 2, check = function(c) return rude:any(c) end }
            """
        #expect(try judge(handle, Comment(body: body)).names == [])
        #expect(try judge(handle, Comment(body: body + " idiot")).names == ["a"])
    }

    @Test("hits name five at most and count the rest")
    func manyHits() throws {
        let verdict = try judge(rule(#"words = { "x" }"#), Comment(body: "x x x x x x x x"))
        #expect(verdict.hits.count == 5)
        #expect(verdict.fired[0].moreHits == 3)
        #expect(verdict.fired[0].hits == 0..<5)
        let five = try judge(rule(#"words = { "x" }"#), Comment(body: "x x x x x"))
        #expect(five.hits.count == 5)
        #expect(five.fired[0].moreHits == 0)
    }

    @Test("the fields named are searched, and no others")
    func fields() throws {
        let comment = Comment(author: "Casino King", url: "https://casino.example/", body: "hello")
        #expect(try !fires(#"words = { "casino" }"#, comment))
        let verdict = try judge(rule(#"words = { "https" }, fields = { "url", "author", "body" }"#), comment)
        #expect(verdict.hitTexts == ["url[0,5) https"])
    }

    @Test("an entry of a list carries its weight and its place")
    func listWeights() throws {
        let verdict = try judge(
            rule(#"words = list "lists/w.txt""#), Comment(body: "viagra and casino"),
            files: ["lists/w.txt": "# a list\ncasino\t0.5\nviagra\t1.5 # strong\nc# # a language\n"])
        #expect(verdict.fired[0].points == Points(thousandths: 3000), "the heaviest that hit")
        let entries = verdict.hits.map { verdict.ruleSet.entries[$0.entry] }
        #expect(entries.map(\.file) == ["lists/w.txt", "lists/w.txt"])
        #expect(entries.map(\.line) == [3, 2])
    }

    @Test(
        "per_hit counts the heaviest hits, as many as it says",
        arguments: [
            ("x", 2000), ("x x", 4000), ("x x x", 6000), ("x x x x", 6000), ("y x", 3000), ("y y y x x", 5000),
            ("z", 0),
        ] as [(String, Int64)])
    func perHit(body: String, points: Int64) throws {
        let verdict = try judge(
            rule(#"words = list "w.txt", per_hit = 3"#), Comment(body: body), files: ["w.txt": "x\ny\t0.5\nz\t0"])
        #expect(verdict.fired.first?.points.thousandths == points)
    }

    @Test("a strength multiplies what per_hit gives")
    func perHitAndStrength() throws {
        let verdict = try judge(
            rule(#"words = { "x" }, per_hit = 4, check = function(c, found) return 0.25 end"#),
            Comment(body: "x x x x x x"))
        #expect(verdict.fired[0].points == Points(thousandths: 2000))
    }

    @Test("a pattern fires where it matches and gives what it found")
    func pattern() throws {
        let verdict = try judge(
            rule(#"pattern = [[\b(bit|doge)coin giveaway\b]]"#), Comment(body: "big dogecoin giveaway now"))
        #expect(verdict.hitTexts == ["body[4,21) dogecoin giveaway"])
        #expect(verdict.reasons == ["dogecoin giveaway"])
        #expect(verdict.ruleSet.entries[verdict.hits[0].entry].text == #"\b(bit|doge)coin giveaway\b"#)
    }

    @Test("in the raw form capitals count")
    func rawForm() throws {
        #expect(try !fires(#"pattern = [[HTTP]], form = "raw""#, Comment(body: "http")))
        #expect(try fires(#"pattern = [[HTTP]], form = "raw""#, Comment(body: "a HTTP b")))
    }

    // MARK: is

    @Test(
        "is compares each field in its own way",
        arguments: [
            (#"{ ip = "203.0.113.0/24" }"#, Field.ip, "203.0.113.9", true),
            (#"{ ip = "203.0.113.0/24" }"#, .ip, "203.0.114.9", false),
            (#"{ ip = { "10.0.0.1", "2001:db8::/32" } }"#, .ip, "2001:DB8:1::5", true),
            (#"{ ip = "10.0.0.1" }"#, .ip, "::ffff:10.0.0.1", true),
            (#"{ ip = "10.0.0.1" }"#, .ip, "10.0.0.1 ", false),
            (#"{ ip = "0.0.0.0/0" }"#, .ip, "198.51.100.1", true),
            (#"{ ip = "0.0.0.0/0" }"#, .ip, "2001:db8::1", false),
            (#"{ ip = "0.0.0.0/0" }"#, .ip, "not an address", false),
            (#"{ email = "Ann@Example.org" }"#, .email, "aNN@example.ORG", true),
            (#"{ email = "@example.org" }"#, .email, "bob@EXAMPLE.org", true),
            (#"{ email = "@example.org" }"#, .email, "bob@mail.example.org", false),
            (#"{ email = "@example.org" }"#, .email, "example.org", false),
            (#"{ email = "@example.org" }"#, .email, "", false),
            (#"{ role = { "editor", "administrator" } }"#, .role, "administrator", true),
            (#"{ role = { "editor" } }"#, .role, "Editor", false),
            (#"{ post = 17 }"#, .post, "17", true),
            (#"{ author = "Ann" }"#, .author, "Ann ", false),
        ])
    func exact(test: String, field: Field, value: String, hits: Bool) throws {
        #expect(try fires("is = \(test)", Comment([field: value, .body: "x"])) == hits)
    }

    @Test("all fields of is must agree, and the reason names the values")
    func exactFields() throws {
        let test = #"is = { role = { "guest", "editor" }, section = { "news" } }"#
        #expect(try !fires(test, Comment([.role: "editor", .body: "x"])))
        #expect(try !fires(test, Comment([.role: "editor", .section: "sport"])))
        let verdict = try judge(rule(test), Comment([.role: "editor", .section: "news"]))
        #expect(verdict.reasons == ["role editor, section news"])
    }

    @Test("of many rules that ask for values those fire that would fire alone")
    func manyExactTests() throws {
        let tests = [
            #"email = "ann@example.org""#, #"email = "@example.org""#, #"email = "@other.example""#,
            #"email = "bob@example.org", ip = "203.0.113.7""#, #"email = "ann@EXAMPLE.org", ip = "203.0.113.0/24""#,
            #"ip = "203.0.113.7""#, #"ip = "203.0.113.0/24""#, #"ip = "2001:db8::/32""#, #"ip = "198.51.100.1""#,
            #"url = "spam.example""#, #"url = "deep.spam.example""#, #"url = "other.example""#, #"url = "例子.example""#,
            #"author = "Ann""#, #"author = "Bob""#, #"author = { "Eve", "Ann" }"#, #"author = "安""#,
            #"author = list "lists/names.txt""#,
        ]
        let files = ["lists/names.txt": (0..<2000).map { "name\($0)" }.joined(separator: "\n") + "\nAnn\n"]
        let comments = [
            Comment([.email: "Ann@example.org", .ip: "203.0.113.7", .url: "https://www.deep.spam.example/x"]),
            Comment([.email: "bob@example.org", .ip: "203.0.113.7", .author: "安"]),
            Comment([.ip: "2001:db8::1", .author: "Ann"]), Comment([.author: "name7", .url: "http://例子.example/"]),
            Comment([.email: "nobody", .ip: "no address", .url: "none", .author: ""]), Comment(body: "nothing else"),
        ]
        // More than 64, so that they take more than one word of bits.
        let many = (0..<90).map { #"author = "nobody\#($0)""# }
        let all = (tests + many).enumerated().map { number, test in
            "rule { name = \"r\(number)\", category = \"spam\", score = 1, is = { \(test) } }"
        }.joined(separator: "\n")
        for comment in comments {
            let alone = try tests.indices.filter { try fires("is = { \(tests[$0]) }", comment, files: files) }
            #expect(try judge(all, comment, files: files).names == alone.map { "r\($0)" })
        }
        #expect(try judge(all, comments[0], files: files).names == ["r0", "r1", "r4", "r5", "r6", "r9", "r10"])
    }

    @Test("is takes lists, alone and among values")
    func exactList() throws {
        let files = ["lists/regulars.txt": "ann@example.org\n@friends.example\n"]
        for value in ["ann@example.org", "x@friends.example", "bob@example.org"] {
            #expect(
                try fires(
                    #"is = { email = { list "lists/regulars.txt", "bob@example.org" } }"#,
                    Comment([.email: value, .body: "x"]), files: files))
        }
        #expect(
            try fires(
                #"is = { email = list "lists/regulars.txt" }"#, Comment([.email: "ANN@example.org"]), files: files))
    }

    @Test("an address in is does not tell itself in the reason")
    func exactRedacted() throws {
        let verdict = try judge(
            rule(#"is = { email = "ann@example.org", ip = "203.0.113.7" }"#),
            Comment(email: "Ann@Example.org", body: "x", ip: "203.0.113.7"))
        #expect(verdict.reasons.count == 1)
        #expect(verdict.reasons[0].contains("email [email]"))
        #expect(verdict.reasons[0].contains("ip [ip]"))
    }

    // MARK: required

    @Test(
        "required fires where a field is missing or blank, and names it",
        arguments: [
            (Comment(author: "Ann", email: "a@x.example", body: "x"), nil),
            (Comment(author: "Ann", body: "x"), "email missing"),
            (Comment(author: " \t\u{A0}\u{3000}", email: "", body: "x"), "author, email missing"),
            (Comment(), "author, email, body missing"),
        ] as [(Comment, String?)])
    func required(comment: Comment, reason: String?) throws {
        let verdict = try judge(rule(#"required = { "author", "email", "body" }"#), comment)
        #expect(verdict.reasons.first == reason)
    }

    @Test("required takes per_hit: points for each field")
    func requiredPerHit() throws {
        let verdict = try judge(rule(#"required = { "author", "email", "url" }, per_hit = 2"#), Comment(body: "x"))
        #expect(verdict.fired[0].points == Points(thousandths: 4000))
    }
}
