import Testing

@testable import Moderation

@Suite("what rules see of a comment")
struct CommentFieldTests {
    private static let full: Comment = {
        var comment = Comment(
            [
                .id: "17", .type: "comment", .author: "Ann", .email: "ann@Example.org",
                .url: "https://blog.ann.example/me", .ip: "203.0.113.7", .userAgent: "Firefox",
                .referrer: "https://r.example/", .body: "Hello.", .post: "4", .parent: "16",
                .permalink: "https://blog.example/4", .postTitle: "Title", .postLanguage: "zh", .section: "news",
                .role: "guest",
            ], createdAt: 1_700_000_100, postCreatedAt: 1_700_000_000)
        comment.extra.append(.object(count: 2))
        comment.extra.append(text: "votes")
        comment.extra.append(.array(count: 3))
        comment.extra.append(.integer(1))
        comment.extra.append(.null)
        comment.extra.append(.number(2.5))
        comment.extra.append(text: "deep")
        comment.extra.append(.object(count: 1))
        comment.extra.append(text: "flag")
        comment.extra.append(.boolean(true))
        return comment
    }()

    @Test(
        "each input field",
        arguments: [
            ("id", "17"), ("type", "comment"), ("author", "Ann"), ("email", "[email]"),
            ("url", "https://blog.ann.example/me"), ("ip", "[ip]"), ("user_agent", "Firefox"),
            ("referrer", "https://r.example/"), ("body", "Hello."), ("post", "4"), ("parent", "16"),
            ("permalink", "https://blog.example/4"), ("post_title", "Title"), ("post_language", "zh"),
            ("section", "news"), ("role", "guest"), ("created_at", "1700000100"), ("post_created_at", "1700000000"),
        ])
    func input(field: String, text: String) throws {
        #expect(try value(of: "comment.\(field)", in: Self.full) == text)
    }

    @Test(
        "each computed field",
        arguments: [
            ("comment.email_domain", "example.org"), ("comment.is_reply", "true"), ("comment.is_ping", "false"),
            ("comment.post_age", "100"), ("math.type(comment.post_age)", "integer"), ("comment.parent_verdict", "nil"),
            ("comment.site.host", "blog.ann.example"), ("comment.site.domain", "ann.example"),
            ("comment.site.url", "https://blog.ann.example/me"), ("comment.site.network", "nil"),
            ("comment.site.own", "false"), ("comment.extra.votes[1]", "1"), ("comment.extra.votes[3]", "2.5"),
            ("comment.extra.deep.flag", "true"), ("comment.extra.none", "nil"), ("#comment.links", "0"),
            ("comment.text", "Hello."), ("comment.folded", "hello."), ("comment.length", "6"), ("#comment.words", "1"),
            ("#comment.mixed_words", "0"), ("text('саsino').mixed_words[1]", "саsino"),
            ("comment.caps", "0.2"), ("comment.repeats", "2"), ("comment.scripts.latin", "1.0"),
            ("comment.scripts.han", "0.0"), ("comment.scripts.cyrillic", "0.0"), ("comment.scripts.thai", "0.0"),
        ])
    func computed(expression: String, text: String) throws {
        #expect(try value(of: expression, in: Self.full) == text)
    }

    @Test(
        "blank and absent fields read nil, but body and computed texts are strings and lists are lists",
        arguments: [
            ("comment.author", "nil"), ("comment.email", "nil"), ("comment.url", "nil"), ("comment.id", "nil"),
            ("comment.site", "nil"), ("comment.email_domain", "nil"), ("comment.post_age", "nil"),
            ("comment.post_created_at", "nil"), ("comment.is_reply", "false"), ("comment.type", "comment"),
            ("'[' .. comment.body .. ']'", "[]"), ("'[' .. comment.text .. ']'", "[]"),
            ("'[' .. comment.folded .. ']'", "[]"), ("#comment.links", "0"), ("#comment.words", "0"),
            ("#comment.mixed_words", "0"),
            ("#comment.mentions", "0"), ("#comment.topics", "0"), ("#comment.contacts", "0"), ("comment.length", "0"),
            ("comment.caps", "0.0"), ("comment.repeats", "0"), ("comment.scripts.han", "0.0"),
            ("type(comment.extra)", "table"),
            ("next(comment.extra)", "nil"), ("comment.created_at", "1790000000"), ("os.time()", "1790000000"),
        ])
    func absent(expression: String, text: String) throws {
        #expect(try value(of: expression, in: Comment()) == text)
        let blank = Comment([.author: " ", .email: "\u{3000}", .url: "\t", .id: "", .body: "", .parent: " "])
        #expect(try value(of: expression, in: blank) == text)
    }

    @Test(
        "pings by their type",
        arguments: [
            ("pingback", "true"), ("trackback", "true"), ("comment", "false"), ("review", "false"),
        ])
    func pings(type: String, text: String) throws {
        #expect(try value(of: "comment.is_ping", in: Comment(body: "x", type: type)) == text)
    }

    @Test(
        "the e-mail's domain is what follows the last @",
        arguments: [
            ("a@b@C.example", "c.example"), ("nobody", "nil"), ("a@", "nil"),
        ])
    func emailDomain(email: String, text: String) throws {
        #expect(try value(of: "comment.email_domain", in: Comment(email: email, body: "x")) == text)
    }

    @Test(
        "a comment can't be changed, and its fields are named",
        arguments: [
            "comment.body = 'x'", "comment.links[1] = nil; comment.x = 1", "setmetatable(comment, {})",
            "rawset(comment, 'body', 'x')", "local x = comment.boddy", "local x = comment.scripts.latn",
        ])
    func readOnly(statement: String) throws {
        let moderator = try Moderator(
            lua: """
                rule { name = "bad", category = "c", score = 1, check = function(comment) \(statement) end }
                rule { name = "after", category = "c", score = 1, check = function(comment)
                  return true, comment.body
                end }
                """)
        let verdict = moderator.judge(Comment(body: "as it was"))
        #expect(verdict.failures.map(\.rule) == [0])
        #expect(verdict.failures.first?.line == 1)
        #expect(verdict.reasons == ["as it was"])
    }

    @Test("a misspelt field is told with the one that was meant")
    func misspelt() throws {
        #expect(try value(of: "comment.boddy").contains("body"))
    }

    @Test("what one rule does to a list another rule does not see")
    func listsAreLent() throws {
        let moderator = try Moderator(
            lua: """
                rule { name = "a", category = "c", score = 1, check = function(comment)
                  pcall(function() comment.links[1] = nil; comment.extra.x = 5; comment.links[2] = "x" end)
                end }
                rule { name = "b", category = "c", score = 1, check = function(comment)
                  return true, #comment.links .. tostring(comment.extra.x)
                end }
                """)
        #expect(moderator.judge(Comment(body: "see https://a.example/ now")).reasons == ["1nil"])
    }

    @Test("a comment kept beyond its call can't be read, and the next comment is judged on its own")
    func kept() throws {
        let moderator = try Moderator(
            lua: """
                local kept = {}
                rule { name = "a", category = "c", score = 1, check = function(comment)
                  local other = kept[1]
                  kept[1] = comment
                  return true, tostring(other and other.body)
                end }
                """)
        #expect(moderator.judge(Comment(body: "first")).reasons == ["nil"])
        let second = moderator.judge(Comment(body: "second"))
        #expect(second.reasons.first ?? "failed" != "first")
    }

    @Test("links are taken apart, and the blog's own are known")
    func links() throws {
        let comment = Comment(
            body: "see https://Shop.Spam.example/x and http://weibo.com/u and https://www.blog.example/a")
        let policy = "policy { site = { \"Blog.Example\" } }"
        func link(_ expression: String) throws -> String { try value(of: expression, in: comment, policy: policy) }
        #expect(try link("#comment.links") == "3")
        #expect(try link("comment.links[1].host") == "shop.spam.example")
        #expect(try link("comment.links[1].own") == "false")
        #expect(try link("comment.links[2].network") == "weibo")
        #expect(try link("comment.links[3].own") == "true")
        #expect(try link("comment.links[3].domain") == "blog.example")
        #expect(
            try value(of: "comment.links[3].own", in: comment, policy: "policy { site = \"og.example\" }") == "false")
    }

    @Test(
        "text(x) has the computed fields for any string",
        arguments: [
            ("text('HELLO <b>you</b>').folded", "hello you"), ("text('a').length", "1"), ("#text('').words", "0"),
            ("#text('https://a.example').links", "1"), ("text('中文').scripts.han", "1.0"),
            ("text('\\xff').text", "\u{FFFD}"),
            ("text('AB').caps", "1.0"),
        ])
    func texts(expression: String, result: String) throws {
        #expect(try value(of: expression) == result)
    }

    @Test("text takes a string and nothing else, and has no fields of comments")
    func badTexts() throws {
        #expect(try value(of: "text(nil)").hasSuffix("text() takes a string, not a nil"))
        #expect(try value(of: "text(comment)").hasSuffix("text() takes a string, not a comment"))
        #expect(try value(of: "text('x').author").hasPrefix("rules.lua:"))
    }
}
