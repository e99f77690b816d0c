import Foundation
import Testing

import struct Moderation.Comment

/// The pages that people read first, done as they say.
@Suite struct DocumentTests {
    private static let environment = [
        "PATH": URL(fileURLWithPath: Command.program).deletingLastPathComponent().path + ":/usr/bin:/bin",
        "MODFILTER_PACK": Command.root + "/rules",
        "NO_COLOR": "1",
    ]

    /// Runs commands on a terminal and gives all that it shows.
    private func show(_ commands: [(shown: String, run: String)], in folder: String) throws -> String {
        let command = try Command.start(
            ["-c", Transcript.script(commands)], stdout: .terminal, environment: Self.environment, in: folder,
            program: "/bin/sh")
        command.endInput()
        return try command.finish().text
    }

    @Test("the README's first transcript is what the samples give")
    func firstTranscript() throws {
        let makefile = try String(contentsOfFile: Command.root + "/Makefile", encoding: .utf8)
        let command = "modfilter --rules rules < Samples/comments.jsonl"
        #expect(makefile.contains("/" + command))
        let block = try #require(try DocumentBlock.all(of: "README.md").first { $0.commands == ["make run"] })
        let shown = try show([("make run", command)], in: Command.root)
        #expect(Transcript.matches(shown, block.text), "README.md:\(block.line) shows something else than\n\(shown)")
    }

    @Test("the README's steps do what it shows, one after the other")
    func steps() throws {
        let place = try Workplace(policy: nil)
        for block in try DocumentBlock.all(of: "README.md") where block.commands != ["make run"] {
            let at = "README.md:\(block.line)"
            switch block.language {
            case "lua":
                try place.write(try #require(block.file, "\(at) names no file"), block.text)
            case "sh":
                let result = try place.shell(block.text, environment: Self.environment)
                #expect(result.status == 0 && result.messages.isEmpty, "\(at) fails: \(result.messages)")
            case "console":
                let shown = try show(block.commands.map { ($0, $0) }, in: place.path)
                #expect(Transcript.matches(shown, block.text), "\(at) shows something else than\n\(shown)")
            case "json":
                let wanted = try Command.object(Transcript.steady(block.text)) as NSDictionary
                let came = Transcript.steady(try place.text("verdicts.jsonl"))
                let records = try came.split(separator: "\n").map { try Command.object($0) as NSDictionary }
                #expect(records.contains(wanted), "\(at) is no line of\n\(came)")
            case "swift":
                let example = try String(
                    contentsOfFile: Command.root + "/Tests/CommandTests/LibraryExample.swift", encoding: .utf8)
                #expect(block.text == example, "\(at) differs from the example that is compiled")
            default:
                Issue.record("\(at) is of a language that is not tried")
            }
        }
    }

    @Test("the README's example of the library compiles and says why")
    func libraryExample() throws {
        let place = try Workplace()
        try place.write(
            "rules/coupons.lua", #"rule { name = "coupons", category = "spam", score = 3, words = { "promo code" } }"#)
        let lines = try account(
            of: Comment(author: "Ann", body: "Use promo code SUMMER!"), rules: place.path + "/rules")
        #expect(lines == ["hold, 3 points, because of score", "coupons: promo code"])
    }

    @Test("the rules and tests in the pages for rule authors load, check and pass")
    func rulePage() throws {
        let place = try Workplace(policy: nil)
        let blocks = try DocumentBlock.all(of: "rules/README.md") + DocumentBlock.all(of: "rules/PATTERNS.md")
        for (number, block) in blocks.enumerated() where block.language == "lua" {
            if block.text.hasPrefix("test ") {
                try place.write("rules/tests/\(number).lua", block.text)
            } else if block.text.hasPrefix("policy ") {
                try place.write("rules/policy.lua", "include \"pack\"\n" + block.text)
            } else {
                try place.write("rules/\(number).lua", block.text)
            }
        }
        try place.write("rules/lists/friends.txt", "friend.example\n")
        try place.write("rules/lists/spam_words_en.txt", "casino\n")
        let checked = try place.run("check", environment: Self.environment)
        #expect(checked.status == 0, "\(checked.text)")
        let tested = try place.run("test", environment: Self.environment)
        #expect(tested.status == 0 && tested.text.contains(" 0 failed"), "\(tested.text)")
    }

    @Test("the README names every flag of the filter")
    func flags() throws {
        let page = try String(contentsOfFile: Command.root + "/README.md", encoding: .utf8)
        let help = try Workplace(policy: nil).run("filter", "--help").text
        let names = Set(help.matches(of: /--[a-z-]+/).map { String($0.output) })
        let unnamed = names.subtracting(["--help", "--version"]).filter { !page.contains($0) }
        #expect(unnamed.isEmpty)
    }
}
