import Foundation
import Testing

/// The cookbook for rule authors: its rules work, and the page shows them as they are.
@Suite struct CookbookTests {
    private static let folder = Command.root + "/Cookbook"
    private static let page = "Cookbook/README.md"

    /// The paths of the folder's files with this ending, without those in deeper folders.
    private static func files(_ subfolder: String = "", ending: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder + "/" + subfolder)
            .filter { $0.hasSuffix(ending) }.map { subfolder + $0 }.sorted()
    }

    private static func text(_ file: String) throws -> String {
        try String(contentsOfFile: folder + "/" + file, encoding: .utf8)
    }

    /// The names of the rules that the files declare.
    private static func ruleNames() throws -> Set<String> {
        let declarations = try files(ending: ".lua").map(text).joined()
        return Set(declarations.matches(of: /rule \{\n    name = "([^"]+)"/).map { String($0.output.1) })
    }

    /// The names that stand under a key, such as `fires`, in the folder's tests.
    private static func names(under key: String) throws -> Set<String> {
        let tests = try files("tests/", ending: ".lua").map(text).joined()
        let lists = try tests.matches(of: Regex("\\b\(key) = \\{([^}]*)\\}", as: (Substring, Substring).self))
        return Set(lists.flatMap { $0.output.1.matches(of: /"([^"]+)"/).map { String($0.output.1) } })
    }

    @Test("the folder's rules check and its tests pass")
    func rules() throws {
        let place = try Workplace(policy: nil)
        let checked = try place.run("check", "--rules", Self.folder)
        #expect(checked.status == 0, "\(checked.text)")
        #expect(checked.text.contains("\(try Self.ruleNames().count) rules"), "\(checked.text)")
        let tested = try place.run("test", "--rules", Self.folder)
        #expect(tested.status == 0 && tested.text.contains(" 0 failed"), "\(tested.text)")
    }

    @Test("the page shows each rule file and each list, byte for byte")
    func blocks() throws {
        var shown: [String] = []
        for block in try DocumentBlock.all(of: Self.page) where ["lua", "text"].contains(block.language) {
            let first = block.text.prefix { $0 != "\n" }
            let file = block.file ?? (first.hasPrefix("# lists/") ? String(first.dropFirst(2)) : nil)
            let name = try #require(file, "\(Self.page):\(block.line) names no file")
            #expect(try block.text == Self.text(name), "\(Self.page):\(block.line) differs from \(name)")
            shown.append(name)
        }
        let files = try Self.files(ending: ".lua") + Self.files("lists/", ending: ".txt")
        #expect(shown.sorted() == files.sorted())
    }

    @Test("each rule has a test in which it fires and one in which it is silent")
    func everyRuleIsTested() throws {
        let rules = try Self.ruleNames()
        let fires = try Self.names(under: "fires")
        let silent = try Self.names(under: "silent")
        #expect(rules.subtracting(fires).isEmpty, "in no test's fires: \(rules.subtracting(fires).sorted())")
        #expect(rules.subtracting(silent).isEmpty, "in no test's silent: \(rules.subtracting(silent).sorted())")
    }

    @Test("the rules' names leave those of the shipped pack free")
    func besideThePack() throws {
        let place = try Workplace(policy: nil)
        try FileManager.default.copyItem(atPath: Self.folder, toPath: place.path + "/rules")
        try place.write("rules/policy.lua", "include \"pack\"\n" + Self.text("policy.lua"))
        let checked = try place.run("check", environment: ["MODFILTER_PACK": Command.root + "/rules"])
        #expect(checked.status == 0, "\(checked.text)")
    }

    @Test("each link within the page leads to a heading")
    func anchors() throws {
        let page = try Self.text("README.md")
        let headings = page.split(separator: "\n").filter { $0.hasPrefix("##") }.map { line in
            line.drop { $0 == "#" || $0 == " " }.lowercased().replacing(" ", with: "-")
                .filter { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" }
        }
        let links = page.matches(of: /\]\(#([^)]+)\)/).map { String($0.output.1) }
        #expect(!links.isEmpty)
        #expect(Set(links).subtracting(headings).isEmpty)
    }
}
