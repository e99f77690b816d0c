import Foundation
import Testing

@testable import Moderation

private let rule = #"rule { name = "a", category = "spam", score = 1, check = function() end }"#

@Suite("problems of a rules folder")
struct LoadingFolderTests {
    @Test("all problems come at once, by file and line")
    func allAtOnce() throws {
        let fixture = try RulesFixture([
            "policy.lua": """
            policy { hold = 3, reject = 6, categories = { span = { cap = 1 } } }
            scores { b = 1,
              zz = 2, aa = 1 }
            """,
            "b/late.lua": "rule { name = \"b\", category = \"spam\", scor = 1 }",
            "a.lua": """
            rule { name = "a", category = "spam", score = "x",
              none = { "bb" },
              check = function() end }
            """,
            "c.lua": "local x =\n",
            "d.lua": "x.y = 1",
        ])
        #expect(
            fixture.problems() == [
                #"rules/a.lua:1: rule "a": score is a string; give a number, such as score = 2.5"#,
                #"rules/a.lua:2: rule "a": none names "bb", and there is no such rule; did you mean "b"?"#,
                #"rules/b/late.lua:1: rule "b": score is missing; give points, such as score = 2; 0 only tags, verdict = "…" decides without any"#,
                #"rules/b/late.lua:1: rule "b": nothing makes it fire; give it check = function(comment) … end, or a trigger such as words"#,
                #"rules/b/late.lua:1: rule "b": unknown key "scor"; did you mean "score"?"#,
                "rules/c.lua:2: unexpected symbol near <eof>; mend the Lua syntax there or just above",
                "rules/d.lua:1: attempt to index a nil value (global 'x')",
                #"rules/policy.lua:1: policy: categories names "span", and no rule has that category; did you mean "spam"?"#,
                #"rules/policy.lua:3: scores: there is no rule "aa"; did you mean "a"?"#,
                #"rules/policy.lua:3: scores: there is no rule "zz"; mend the files that did not load first; one may have it"#,
            ])
    }

    @Test("a folder that is missing, a file, or empty")
    func folder() throws {
        let fixture = try RulesFixture()
        #expect(
            fixture.problems() == [
                #"rules: there is no rule in this folder; write one, such as spam/links.lua, or take the pack along with include "pack" in policy.lua"#
            ])
        func problem(_ folder: String) -> String {
            do throws(RuleLoadError) {
                _ = try RuleSet.load(folder: folder)
                return "it loads"
            } catch {
                return error.problems.map(\.description).joined(separator: "\n")
            }
        }
        #expect(
            problem(fixture.root + "/none/")
                == fixture.root
                + "/none: no such rules folder; give one with --rules DIR or make one with these: policy.lua, spam/links.lua, lists/, tests/"
        )
        try fixture.write([], to: "file")
        #expect(
            problem(fixture.root + "/file")
                == fixture.root + "/file: is not a folder; give the folder that holds policy.lua")
    }

    @Test("an unreadable file and folder", .enabled(if: getuid() != 0, "root reads everything"))
    func unreadable() throws {
        let fixture = try RulesFixture(["a.lua": rule, "b.lua": rule, "c/d.lua": rule])
        chmod(fixture.rules + "/b.lua", 0)
        chmod(fixture.rules + "/c", 0)
        defer { chmod(fixture.rules + "/c", 0o700) }
        #expect(
            fixture.problems() == [
                "rules/b.lua: can't be read: Permission denied; make it readable",
                "rules/c: can't be read: Permission denied; make the folder readable for the user who runs modfilter",
            ])
    }

    @Test("links that lead out of the folder are refused, those within are followed")
    func links() throws {
        let fixture = try RulesFixture(["a.lua": rule])
        try fixture.write(Array(rule.utf8), to: "outside.lua")
        #expect(symlink("../outside.lua", fixture.rules + "/b.lua") == 0)
        #expect(symlink("nowhere", fixture.rules + "/c.lua") == 0)
        #expect(
            fixture.problems() == [
                "rules/b.lua: is a link that leads out of the rules folder; copy the file into the folder",
                "rules/c.lua: no such file; paths start at the rules folder",
            ])
        try FileManager.default.removeItem(atPath: fixture.rules + "/b.lua")
        try FileManager.default.removeItem(atPath: fixture.rules + "/c.lua")
        try fixture.write(Array("local here = true".utf8), to: "rules/_shared.lua")
        #expect(symlink("_shared.lua", fixture.rules + "/b.lua") == 0)
        #expect(fixture.problems() == [])
    }

    @Test("a folder that leads out of the rules folder is refused file by file")
    func linkedFolder() throws {
        let fixture = try RulesFixture(["a.lua": rule])
        try fixture.write(Array("local x".utf8), to: "other/x.lua")
        #expect(symlink("../other", fixture.rules + "/sub") == 0)
        #expect(
            fixture.problems() == [
                "rules/sub/x.lua: is a link that leads out of the rules folder; copy the file into the folder"
            ])
    }

    @Test("bytecode and files that are no text are errors")
    func bytecode() throws {
        let fixture = try RulesFixture(["a.lua": rule])
        try fixture.write([0x1B] + Array("Lua".utf8), to: "rules/b.lua")
        #expect(fixture.problems().count == 1)
        #expect(fixture.problems()[0].hasPrefix("rules/b.lua"))
    }

    @Test("tests, meta, and names with . or _ are no rules; other subfolders are; files load in path order")
    func order() throws {
        func rule(_ name: String) -> String {
            #"rule { name = "\#(name)", category = "c", score = 1, check = function() return true end }"#
        }
        let rules = try RulesFixture([
            "z.lua": rule("z"), "a/b.lua": rule("ab"), "a.lua": rule("a"), "Z.lua": rule("Z"),
            "tests/t.lua": "syntax error here", "meta/m.lua": "syntax error here", "_x.lua": "syntax error here",
            ".y.lua": "syntax error here", "_d/x.lua": "syntax error here", "a/tests/t.lua": rule("att"),
            "notes.txt": "no rule", "policy.lua": rule("policy"),
        ]).load()
        #expect(rules.rules.map(\.name) == ["policy", "Z", "a", "ab", "att", "z"])
        #expect(rules.rules.map(\.file) == ["policy.lua", "Z.lua", "a.lua", "a/b.lua", "a/tests/t.lua", "z.lua"])
    }

    @Test("equal rules have equal hashes, a changed list has another")
    func hash() throws {
        let lua = #"rule { name = "a", category = "c", score = 1, words = list "w.txt" }"#
        let first = try RuleSet.of(lua, files: ["w.txt": "casino"])
        #expect(try RuleSet.of(lua, files: ["w.txt": "casino"]).hash == first.hash)
        #expect(try RuleSet.of(lua, files: ["w.txt": "casinos"]).hash != first.hash)
        #expect(try RuleSet.of(lua + "\n", files: ["w.txt": "casino"]).hash != first.hash)
        #expect(first.hash.count == 16)
    }
}

@Suite("problems between rules")
struct LoadingConditionTests {
    @Test("conditions that go in a circle name the way round")
    func circle() throws {
        let found = try problems(
            """
            rule { name = "a", category = "c", score = 1, all = { "b" } }
            rule { name = "b", category = "c", score = 1, none = { "c" } }
            rule { name = "c", category = "c", score = 1, any = { "a" } }
            rule { name = "d", category = "c", score = 1, any = { "d" } }
            """)
        #expect(
            found == [
                #"rules/a.lua:1: rule "a": its conditions go in a circle: a → b → c → a; take one of them out"#,
                #"rules/a.lua:4: rule "d": its conditions go in a circle: d → d; take one of them out"#,
            ])
    }

    @Test("a condition on a rule on trial is for rules on trial")
    func shadow() throws {
        let trial = #"rule { name = "t", category = "c", score = 1, shadow = true, check = function() end }"#
        #expect(
            try problems(trial + "\nrule { name = \"a\", category = \"c\", score = 1, all = { \"t\" } }") == [
                #"rules/a.lua:2: rule "a": all names "t", which is on trial and counts for nothing; put this rule on trial too (shadow = true), or take the condition out"#
            ])
        #expect(
            try problems(trial + "\nrule { name = \"a\", category = \"c\", score = 1, shadow = true, all = { \"t\" } }")
                == [])
    }

    @Test("more comment types than can be told apart")
    func types() throws {
        let types = (0..<64).map { "\"t\($0)\"" }.joined(separator: ", ")
        #expect(
            try problems(
                "rule { name = \"a\", category = \"c\", score = 1, types = { \(types) }, check = function() end }")
                == [#"rules/a.lua:1: rule "a": more than 63 comment types are named; name fewer"#])
    }
}
