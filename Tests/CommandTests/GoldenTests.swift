import Foundation
import Testing

@Suite("Golden: the samples with the shipped rules")
struct GoldenTests {
    private static let environment = ProcessInfo.processInfo.environment
    private static let golden = Command.root + "/Samples/verdicts.jsonl"

    /// `MODFILTER_RECORD=1 swift test --filter Golden` writes the golden anew; never where `CI` is set.
    @Test("the sample comments get the verdicts of Samples/verdicts.jsonl, byte for byte", arguments: [1, 2, 7])
    func samples(jobs: Int) throws {
        let run = try Command.shell(
            "$MODFILTER --rules rules --jobs \(jobs) --now 2026-11-22T12:00:00Z Samples/comments.jsonl",
            in: Command.root)
        #expect(run.status == 1, "two lines are malformed on purpose")
        if Self.environment["MODFILTER_RECORD"] == "1" {
            try #require(Self.environment["CI"] == nil, "a golden is recorded by a person who looks at it, not in CI")
            if jobs == 1 { try run.output.write(to: URL(fileURLWithPath: Self.golden)) }
        }
        let expected = try Data(contentsOf: URL(fileURLWithPath: Self.golden))
        let differences = zip(run.lines, String(decoding: expected, as: UTF8.self).split(separator: "\n"))
            .filter { $0.0 != $0.1 }
            .map { "is       \($0.0)\nshould be \($0.1)" }
        #expect(
            run.output == expected,
            """
            \(differences.joined(separator: "\n"))
            Right as it is? MODFILTER_RECORD=1 swift test --filter Golden
            """)
    }

    @Test("every sample line has a verdict or an error record")
    func complete() throws {
        let input = try String(contentsOfFile: Command.root + "/Samples/comments.jsonl", encoding: .utf8)
        let output = try String(contentsOfFile: Self.golden, encoding: .utf8)
        #expect(input.count { $0.isNewline } == output.count { $0.isNewline })
    }

    @Test("the shipped rules pass their own tests")
    func ruleTests() throws {
        let run = try Command.shell("$MODFILTER test", in: Command.root)
        #expect(run.status == 0, "\(run.text)")
        #expect(run.text.hasSuffix("passed, 0 failed\n"))
    }

    @Test("the shipped rules are sound")
    func ruleCheck() throws {
        let run = try Command.shell("$MODFILTER check", in: Command.root)
        #expect(run.status == 0, "\(run.text)")
        #expect(run.text.contains("no problem found"))
    }
}
