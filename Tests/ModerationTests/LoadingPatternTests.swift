import Testing

@testable import Moderation

@Suite("problems of words, patterns and handles")
struct LoadingPatternTests {
    private func problem(of rest: String) throws -> String {
        let found = try problems("rule { name = \"a\", category = \"a\", score = 1,\n  \(rest) }")
        #expect(found.count == 1)
        return found.first ?? "it loads"
    }

    @Test(
        "a pattern that can't be is a load error on its own line",
        arguments: ["(", "[a", "a{2000}", "(?=x)y", #"(a)\1"#, "x**y("])
    func badPattern(pattern: String) throws {
        #expect(try problem(of: "pattern = [[\(pattern)]]").hasPrefix("rules/a.lua:2: rule \"a\": "))
    }

    @Test("a capital in a folded pattern is a load error, in the other forms it is not")
    func capitals() throws {
        #expect(try problem(of: "pattern = [[Casino]]").hasPrefix("rules/a.lua:2: rule \"a\": "))
        for form in ["raw", "text"] {
            #expect(
                try problems(
                    "rule { name = \"a\", category = \"a\", score = 1, form = \"\(form)\", pattern = [[Casino]] }")
                    == [])
        }
        #expect(try problems("rule { name = \"a\", category = \"a\", score = 1, pattern = [[\\bcasino\\W]] }") == [])
    }

    @Test("a word that is blank is a load error")
    func blankWord() throws {
        #expect(try problem(of: "words = { \"casino\", \" \" }").hasPrefix("rules/a.lua:2: rule \"a\": "))
    }

    @Test("a bad entry of a list is named with the list's file and line")
    func badListEntry() throws {
        let found = try problems(
            #"rule { name = "a", category = "a", score = 1, words = list "lists/w.txt" }"#,
            files: ["lists/w.txt": "casino\nfine\t2\nbad\tmuch\n\t3\nlast\t-1\nre:x\n"])
        #expect(
            found == [
                #"rules/lists/w.txt:3: the weight "much" is no number from 0 to 1000; write it like 0.5, after one tab"#,
                "rules/lists/w.txt:4: a weight without an entry; write the entry, a tab, the weight",
                #"rules/lists/w.txt:5: the weight "-1" is no number from 0 to 1000; write it like 0.5, after one tab"#,
            ])
    }

    @Test("a list that is not UTF-8 is named with its line")
    func listEncoding() throws {
        let fixture = try RulesFixture([
            "a.lua": #"rule { name = "a", category = "a", score = 1, words = list "lists/w.txt" }"#
        ])
        try fixture.write(Array("good\n".utf8) + [0xE9, 0x0A], to: "rules/lists/w.txt")
        #expect(fixture.problems() == ["rules/lists/w.txt:2: the line is not UTF-8; save the list as UTF-8"])
    }

    @Test(
        "a list must be a file of the rules folder",
        arguments: [
            ("lists/none.txt", #"the list "lists/none.txt": no such file; paths start at the rules folder"#),
            (
                "../secret.txt",
                #"the list "../secret.txt": lies outside the rules folder; name a file by its path within the folder"#
            ),
            (
                "/etc/passwd",
                #"the list "/etc/passwd": lies outside the rules folder; name a file by its path within the folder"#
            ),
            ("lists", #"the list "lists": is not a file; name a file, not a folder or a device"#),
            ("", #"the list "": is not a file; name a file, not a folder or a device"#),
        ])
    func listPath(path: String, message: String) throws {
        let found = try problems("\nlocal l = list \"\(path)\"", files: ["lists/x.txt": "x"])
        #expect(found == ["rules/a.lua:2: \(message)"])
    }

    @Test("a handle's problems name the line on which it is made")
    func handles() throws {
        let found = try problems(
            """
            local a = words { "x", fields = { "boddy" } }
            local b = pattern "("
            local c = history { by = "ipp" }
            local d = words { "x", colour = "red" }
            rule { name = "a", category = "a", score = 1, check = function() end }
            """)
        #expect(found.count == 4)
        for (index, text) in found.enumerated() { #expect(text.hasPrefix("rules/a.lua:\(index + 1): ")) }
    }

    @Test("a handle made in a module names the module")
    func handleOfModule() throws {
        let found = try problems(
            "local m = require \"_m\"\nrule { name = \"a\", category = \"a\", score = 1, check = function() end }",
            files: ["_m.lua": "\n\n\nreturn pattern \"(\""])
        #expect(found.count == 1)
        #expect(found.first?.hasPrefix("rules/_m.lua:4: pattern: ") == true)
    }
}
