import Testing

@testable import Moderation

@Suite("what check is given as found")
struct FoundTests {
    private func reason(_ trigger: String, _ expression: String, _ comment: Comment) throws -> String {
        let verdict = try judge(
            """
            rule { name = "a", category = "spam", score = 2, \(trigger), check = function(comment, found)
              return true, tostring(\(expression))
            end }
            """, comment)
        return verdict.failureTexts.first ?? verdict.reasons.first ?? "silent"
    }

    @Test(
        "for words and patterns the list of hits",
        arguments: [
            ("#found", "2"), ("found[1].found", "casino"), ("found[2].entry", "casino"), ("found[1].field", "body"),
            ("found[1].first", "4"), ("found[1].last", "9"),
            ("comment.body:sub(found[2].first, found[2].last)", "casino"), ("found[3]", "nil"),
        ])
    func hits(expression: String, value: String) throws {
        let comment = Comment(body: "赌casino then casino")
        let only = Comment(body: "my casino then casino")
        #expect(try reason(#"words = { "casino" }"#, expression, expression == "found[3]" ? comment : only) == value)
        #expect(try reason("pattern = [[casi.o]]", "#found", only) == "2")
        #expect(try reason("pattern = [[casi.o]]", "found[1].entry", only) == "casi.o")
    }

    @Test("for required the missing fields, for is the values, for history the count")
    func others() throws {
        let comment = Comment([.author: "Ann", .role: "editor"])
        #expect(
            try reason(#"required = { "author", "email", "body" }"#, "table.concat(found, ' ')", comment)
                == "email body")
        #expect(try reason(#"is = { role = { "x", "editor" } }"#, "table.concat(found, ' ')", comment) == "editor")
        let moderator = try Moderator(
            lua: """
                rule { name = "a", category = "spam", score = 1, history = { by = "author", more_than = 1 },
                  check = function(comment, found) return true, math.type(found) .. found end }
                """)
        #expect(moderator.judge(comment).reasons == [])
        #expect(moderator.judge(comment).reasons == [])
        #expect(moderator.judge(comment).reasons == ["integer2"])
    }

    @Test("for conditions and without a trigger nothing")
    func nothing() throws {
        let verdict = try judge(
            """
            rule { name = "a", category = "spam", score = 1, check = function(c, found) return true, type(found) end }
            rule { name = "b", category = "spam", score = 1, all = { "a" },
              check = function(c, found) return true, type(found) end }
            """)
        #expect(verdict.reasons == ["nil", "nil"])
    }

    @Test("check decides over the trigger")
    func decides() throws {
        let lua = """
            rule { name = "a", category = "spam", score = 2, words = { "casino" }, check = function(comment, found)
              if #found > 1 then return #found / 4, #found .. " times" end
            end }
            """
        #expect(try judge(lua, Comment(body: "casino")).names == [])
        let verdict = try judge(lua, Comment(body: "casino casino"))
        #expect(verdict.reasons == ["2 times"])
        #expect(verdict.score == Points(thousandths: 1000))
        #expect(try judge(lua, Comment(body: "hello")).names == [])
    }
}
