import Foundation
import LuaRuntime
import Testing

@testable import Moderation
@testable import Workbench

/// The table of the rule language against what is really taken, and the files made of it against the table.
@Suite("the reference of the rule language")
struct ReferenceTests {
    private static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

    @Test("the functions are those that rules can call")
    func functions() {
        let known = ScriptFunction.allCases.compactMap(\.global)
        #expect(Set(ScriptReference.functions.map(\.name)) == Set(known))
    }

    @Test("a comment's fields are those that it has")
    func fields() {
        let known = Field.allCases.map(\.name) + ComputedField.allCases.map(\.name)
        #expect(Set(ScriptReference.comment.items.map(\.name)) == Set(known))
        #expect(ScriptReference.comment.items.count == known.count)
        #expect(ScriptReference.inputFields.map(\.name) == Field.allCases.map(\.name))
        #expect(ScriptReference.text.items.map(\.name) == ComputedField.ofTexts.map(\.name))
    }

    /// The keys that a table takes, as the message about one that it does not take lists them.
    private func keys(_ files: [String: String]) throws -> Set<String> {
        let fixture = try RulesFixture(files)
        do throws(RuleLoadError) {
            _ = try RuleSet.load(folder: fixture.rules)
            _ = try RuleTestLoader.load(folder: fixture.rules)
            return []
        } catch {
            return Self.listed(in: error.problems)
        }
    }

    private static func listed(in problems: [Problem]) -> Set<String> {
        let mark = "the keys are "
        let list = problems.first { $0.what.contains("unknown key") && $0.advice.hasPrefix(mark) }?.advice ?? ""
        return Set(list.dropFirst(mark.count).split(separator: ", ").map(String.init))
    }

    @Test(
        "the keys are those that a table takes",
        arguments: [
            (
                "modfilter.Rule",
                "rule { name = \"r\", category = \"c\", score = 1, words = { \"x\" }, zzzzzzzzzzzz = 1 }"
            ),
            ("modfilter.Policy", "policy { zzzzzzzzzzzz = 1 }"),
            ("modfilter.CategoryLimits", "policy { categories = { c = { zzzzzzzzzzzz = 1 } } }"),
            ("modfilter.Budget", "policy { budget = { zzzzzzzzzzzz = 1 } }"),
            (
                "modfilter.HistoryTrigger",
                "rule { name = \"h\", category = \"c\", score = 1, history = { by = \"ip\", more_than = 1, zzzzzzzzzzzz = 1 } }"
            ),
        ])
    func keys(name: String, text: String) throws {
        let known = try keys([
            "policy.lua": text, "a.lua": "rule { name = \"x\", category = \"c\", score = 1, words = { \"x\" } }",
        ])
        let type = try #require(ScriptReference.classes.first { $0.name == name })
        #expect(Set(type.items.map(\.name)) == known)
    }

    @Test("so are those of a test")
    func testKeys() throws {
        let known = try keys([
            "a.lua": "rule { name = \"x\", category = \"c\", score = 1, words = { \"x\" } }",
            "tests/t.lua": "test \"t\" { comment = { body = \"x\" }, fires = \"x\", zzzzzzzzzzzz = 1 }",
        ])
        #expect(Set(ScriptReference.test.items.map(\.name)) == known)
    }

    @Test(
        "links, contacts and hits have the fields that it names, and no other",
        arguments: [
            (ScriptReference.link, "comment.links[1]"), (ScriptReference.contact, "comment.contacts[1]"),
            (ScriptReference.hit, "found[1]"),
        ])
    func members(type: ScriptReference.Class, value: String) throws {
        let fixture = try RulesFixture([
            "a.lua": """
            rule { name = "x", category = "c", score = 1, words = { "casino" }, check = function(comment, found)
              local names = {}
              for name in pairs(\(value)) do names[#names + 1] = name end
              table.sort(names)
              return true, table.concat(names, " ")
            end }
            """
        ])
        let moderator = try Moderator(ruleSet: fixture.load())
        let verdict = moderator.judge(
            Comment(body: "casino <a href='https://l.facebook.com/l.php?u=https://weibo.com/x'>a</a> QQ 12345678"))
        let names = verdict.string(try #require(verdict.fired.first).reason).split(separator: " ").map(String.init)
        #expect(names == type.items.map(\.name).sorted())
    }

    @Test(
        "the stub and the page are what the table gives; MODFILTER_RECORD=1 writes them",
        arguments: [("rules/meta/modfilter.lua", EditorFiles.stub), ("rules/REFERENCE.md", ReferencePage.markdown)])
    func files(path: String, text: String) throws {
        let file = Self.root + "/" + path
        if ProcessInfo.processInfo.environment["MODFILTER_RECORD"] != nil {
            try? FileManager.default.createDirectory(
                atPath: URL(fileURLWithPath: file).deletingLastPathComponent().path, withIntermediateDirectories: true)
            try text.write(toFile: file, atomically: true, encoding: .utf8)
        }
        #expect(try String(contentsOfFile: file, encoding: .utf8) == text, "\(path) is stale")
    }

    @Test("the stub is Lua")
    func stubIsLua() throws {
        let fixture = try RulesFixture(["a.lua": EditorFiles.stub + "\nX = 1"])
        let problems = #expect(throws: RuleLoadError.self) { try fixture.load() }?.problems ?? []
        #expect(problems.allSatisfy { !$0.advice.contains("syntax") }, "\(problems)")
    }
}
