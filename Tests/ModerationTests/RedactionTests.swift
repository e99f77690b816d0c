import Testing

@testable import Moderation

@Suite("a comment's e-mail and IP leave in no verdict")
struct RedactionTests {
    private static let comment = Comment(
        author: "Ann", email: "Ann.Lee@Example.org",
        body: "write to ANN.LEE@EXAMPLE.ORG or ann.lee@example.org from 203.0.113.7, casino", ip: "203.0.113.7")

    @Test(
        "in reasons, whatever their case",
        arguments: [
            ("comment.email", "[email]"), ("comment.email:upper()", "[email]"), ("comment.ip", "[ip]"),
            ("comment.email .. comment.email", "[email][email]"),
            ("comment.email .. ' at ' .. comment.ip", "[email] at [ip]"),
            ("comment.body", "write to [email] or [email] from [ip], casino"),
            ("comment.folded:sub(1, 28)", "write to [email]"),
            ("comment.email:sub(1, 3)", "Ann"),
        ])
    func reasons(expression: String, text: String) throws {
        #expect(try value(of: expression, in: Self.comment) == text)
    }

    @Test("in a reason that is cut where an address stands")
    func cut() throws {
        for length in [985, 990, 995, 999] {
            let reason = try value(of: "('x'):rep(\(length)) .. comment.email", in: Self.comment)
            #expect(reason.hasPrefix(String(repeating: "x", count: length) + "["))
            #expect(!reason.contains("Ann"))
        }
    }

    @Test(
        "in the words of a list that spells them another way",
        arguments: [
            ("::ffff:203.0.113.7", "{ ip = { \"203.0.113.7\" } }", "ip [ip]"),
            ("2001:DB8:0:0::1", "{ ip = { \"2001:db8::1/128\" } }", "ip [ip]/128"),
            ("203.0.113.7", "{ ip = { \"203.0.113.0/24\" } }", "ip 203.0.113.0/24"),
            ("203.0.113.7", "{ email = { \"ann.lee@EXAMPLE.org\" } }", "email [email]"),
            ("203.0.113.7", "{ email = { \"@example.org\" } }", "email @example.org"),
        ])
    func spellings(ip: String, test: String, reason: String) throws {
        var comment = Self.comment
        comment[.ip] = ip
        let rule = "rule { name = \"a\", category = \"c\", score = 1, is = \(test) }"
        #expect(try judge(rule, comment).reasons == [reason])
        let found =
            "rule { name = \"a\", category = \"c\", score = 1, is = \(test), "
            + "check = function(c, found) return true, found[1] end }"
        #expect(try judge(found, comment).reasons == [String(reason.drop { $0 != " " }.dropFirst())])
    }

    @Test("in errors")
    func errors() throws {
        let verdict = try judge(
            """
            rule { name = "a", category = "c", score = 1, check = function(comment)
              error("no " .. comment.email:lower() .. " " .. comment.ip)
            end }
            """, Self.comment)
        #expect(verdict.failureTexts == ["rules.lua:2: no [email] [ip]"])
    }

    @Test("an error quotes 80 bytes of the comment at most", arguments: ["body", "text", "folded", "author"])
    func quotations(field: String) throws {
        let long = (0..<200).map { "word\($0)" }.joined(separator: " ")
        let rule =
            "rule { name = \"a\", category = \"c\", score = 1, check = function(c) error(\"no: \" .. c.\(field) .. \"!\", 0) end }"
        let verdict = try judge(rule, Comment(author: long, body: long))
        #expect(verdict.failures[0].message == "no: " + long.prefix(80) + "…")
        let short = String(long.prefix(79))
        #expect(try judge(rule, Comment(author: short, body: short)).failures[0].message == "no: \(short)!")
        // Nothing of the comment: it stays whole.
        let other =
            "rule { name = \"a\", category = \"c\", score = 1, check = function(c) error((\"x\"):rep(300), 0) end }"
        #expect(try judge(other, Comment(author: long, body: long)).failures[0].message.count == 300)
    }

    @Test("in hits, of the fields themselves even in part")
    func hits() throws {
        let verdict = try judge(
            """
            rule { name = "a", category = "c", score = 1, form = "raw", fields = { "email", "ip", "body" },
              pattern = [[(ann|Ann|ANN|203)[^ ,]*]] }
            rule { name = "b", category = "c", score = 1, form = "raw", fields = { "email" }, pattern = [[Lee]] }
            """, Self.comment)
        #expect(verdict.failureTexts == [])
        #expect(Set(verdict.hits.map { verdict.string($0.found) }) == ["[email]", "[ip]"])
        for reason in verdict.reasons { #expect(!reason.lowercased().contains("lee")) }
    }

    @Test("in logs")
    func logs() throws {
        var logged: [String] = []
        let moderator = try Moderator(
            lua: """
                rule { name = "a", category = "c", score = 1, check = function(comment)
                  log("from", comment.email:upper(), comment.ip, 1, 2.5, true, nil, {})
                end }
                """
        ) { file, line, text in logged.append("\(file):\(line): \(text)") }
        _ = moderator.judge(Self.comment)
        #expect(logged == ["rules.lua:2: from [email] [ip] 1 2.5 true nil table"])
        _ = moderator.judge(Comment(email: "bob@example.org", body: "x", ip: "198.51.100.1"))
        #expect(logged.last == "rules.lua:2: from [email] [ip] 1 2.5 true nil table")
    }

    @Test("with white space about them in the field")
    func padded() throws {
        let comment = Comment(email: " ann@example.org\t", body: "x", ip: "\n203.0.113.7 ")
        #expect(try value(of: "'ann@example.org, 203.0.113.7'", in: comment) == "[email], [ip]")
    }

    @Test("what is too short to be an address garbles no sentence")
    func short() throws {
        #expect(try value(of: "'a link'", in: Comment(email: "a", body: "x", ip: "li")) == "a link")
    }

    @Test("nothing of the comment before is taken out")
    func next() throws {
        let moderator = try Moderator(
            lua:
                #"rule { name = "a", category = "c", score = 1, check = function() return true, "ann@example.org" end }"#
        )
        #expect(moderator.judge(Comment(email: "ann@example.org", body: "x")).reasons == ["[email]"])
        #expect(moderator.judge(Comment(email: "bob@example.org", body: "x")).reasons == ["ann@example.org"])
        #expect(moderator.judge(Comment(body: "x")).reasons == ["ann@example.org"])
    }
}
