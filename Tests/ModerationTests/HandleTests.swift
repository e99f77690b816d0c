import Testing

@testable import Moderation

@Suite("handles")
struct HandleTests {
    @Test(
        "words and patterns search the comment or any string",
        arguments: [
            ("w:any(comment)", "true"), ("w:count(comment)", "2"), ("#w:hits(comment)", "2"),
            ("w:hits(comment)[1].found", "casino"), ("w:hits(comment)[1].entry", "casino"),
            ("w:hits(comment)[1].field", "body"), ("w:hits(comment)[2].first", "13"), ("w:hits(comment)[2].last", "18"),
            ("w:any('no')", "false"), ("w:count('casino casino casino')", "3"), ("w:hits('a casino')[1].first", "3"),
            ("w:hits('a casino')[1].field", "nil"), ("w:any(comment.author)", "false"), ("w:count(comment.email)", "0"),
            ("#w:hits(comment.email)", "0"), ("p:any(comment)", "true"), ("p:count('coin coin')", "2"),
            ("p:hits('a coin')[1].found", "coin"), ("p:hits('a coin')[1].entry", "co?in"), ("f:any(comment)", "true"),
            ("f:hits(comment)[1].field", "author"), ("f:count('the king')", "1"), ("l:any('from the list')", "true"),
        ])
    func matching(expression: String, result: String) throws {
        let setup = """
            local w = words { "casino" }
            local p = pattern [[co?in]]
            local f = words { "king", fields = { "author" } }
            local l = words { list "w.txt", "other" }
            """
        let verdict = try judge(
            """
            \(setup)
            rule { name = "a", category = "c", score = 1, check = function(comment)
              return true, tostring(\(expression))
            end }
            """, Comment(author: "the king", body: "casino coin casino"), files: ["w.txt": "list"])
        #expect((verdict.failureTexts.first ?? verdict.reasons.first) == result)
    }

    @Test(
        "what handles don't take",
        arguments: [
            ("w:any(5)", "give the comment or a string, not a number"),
            ("w:any()", "give the comment or a string, not a no value"),
            ("w:any({})", "give the comment or a string, not a table"),
            ("l:has(comment)", "list:has() takes a string, not a comment"),
            (
                "words { 'x' }",
                "words works only while the file loads; call it at the top of the file and keep the result in a local"
            ),
            ("require 'x'", #"require "x" at run time; require it when the file loads"#),
            ("seen()", "seen() takes the comment, not a no value; write seen(comment)"),
            ("seen(comment.email)", "seen() takes the comment, not a nil; write seen(comment)"),
        ])
    func misuse(expression: String, message: String) throws {
        let verdict = try judge(
            """
            local w, l = words { "x" }, list "w.txt"
            rule { name = "a", category = "c", score = 1, check = function(comment) local x = \(expression) end }
            """, files: ["w.txt": "x"])
        #expect(verdict.failureTexts == ["rules.lua:2: \(message)"])
    }

    @Test("a misspelt method is told with the one that was meant")
    func misspelt() throws {
        let verdict = try judge(
            """
            local w = words { "x" }
            rule { name = "a", category = "c", score = 1, check = function(comment) return w:anny(comment) end }
            """)
        #expect(verdict.failures.count == 1)
        #expect(verdict.failures.first?.message.contains("any") == true)
    }

    @Test(
        "list:has is exact",
        arguments: [
            ("casino", "true"), ("Casino", "false"), ("casino ", "false"), ("two words", "true"), ("", "false"),
            ("c#", "true"),
        ])
    func list(text: String, result: String) throws {
        let verdict = try judge(
            """
            local l = list "w.txt"
            rule { name = "a", category = "c", score = 1, check = function(comment)
              return true, tostring(l:has("\(text)")) .. tostring(l:has(comment.email))
            end }
            """, files: ["w.txt": "\u{FEFF}casino\r\n  two words  \t2\r\n\r\nc#\n"])
        #expect(verdict.reasons == [result + "false"])
    }

    @Test("a history handle counts, also with a name for its only key")
    func history() throws {
        let moderator = try Moderator(
            lua: """
                local same = history { by = "author", within = "1h" }
                local ever = history "author"
                rule { name = "a", category = "c", score = 1, check = function(comment)
                  return true, same(comment) .. " " .. ever(comment)
                end }
                """)
        var comment = Comment([.author: "Ann"], createdAt: 1000)
        #expect(moderator.judge(comment).reasons == ["0 0"])
        comment.createdAt = 4000
        #expect(moderator.judge(comment).reasons == ["1 1"])
        comment.createdAt = 7000
        #expect(moderator.judge(comment).reasons == ["1 2"])
    }

    @Test(
        "seconds reads dates",
        arguments: [
            ("2026-01-31", "1769817600"), ("2026-01-31T12:00:00Z", "1769860800"),
            ("2026-01-31T12:00:00+08:00", "1769832000"),
        ])
    func seconds(text: String, result: String) throws {
        #expect(try value(of: "seconds '\(text)'") == result)
        #expect(try value(of: "since", setup: "local since = seconds '\(text)'") == result)
    }

    @Test("a date that is none is an error")
    func badSeconds() throws {
        #expect(
            try value(of: "seconds 'soon'").hasSuffix(
                #"seconds takes a date such as "2026-01-31" or "2026-01-31T12:00:00Z""#))
    }
}
