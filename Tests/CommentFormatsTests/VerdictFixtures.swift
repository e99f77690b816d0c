import Foundation
import Glibc

@testable import CommentFormats
@testable import Moderation

/// A small rule set and a verdict by it that says everything a verdict can say.
struct VerdictFixtures {
    let ruleSet: RuleSet

    init() throws {
        let folder = NSTemporaryDirectory() + "modfilter-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder + "/lists", withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let files = [
            "lists/spam.txt": "pills\ncasino\n",
            "rules.lua": """
            rule { name = "many_links", category = "spam", score = 2.5, check = function() end }
            rule { name = "spam_words", category = "spam", score = 2, words = list "lists/spam.txt" }
            rule { name = "rude", category = "tone", score = 0.125, tell = "Please be \\"kind\\"", words = { "fool" } }
            """,
            "policy.lua": """
            policy { hold = 3, reject = 6 }
            policy {
                name = "kids", when = function() return true end,
                echo = { "post", "role", "created_at", "extra.section2", "extra.missing" },
            }
            """,
        ]
        for (name, text) in files { try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/" + name)) }
        ruleSet = try RuleSet.load(folder: folder)
    }

    /// Nothing fired.
    func quiet() -> Verdict {
        var verdict = Verdict(ruleSet: ruleSet)
        verdict.policy = ruleSet.policies.count - 1
        verdict.categoryScores = [nil, nil]
        return verdict
    }

    /// Held for five links and the word `casino` at bytes 3 to 9 of the body.
    func held() throws -> Verdict {
        var verdict = quiet()
        verdict.outcome = .hold
        verdict.score = Points(thousandths: 4500)
        verdict.categoryScores = [Points(thousandths: 4500), nil]
        let casino = try index(ofEntry: "casino")
        let found = add("ｃａｓｉｎｏ", to: &verdict)
        verdict.hits = [.init(field: .body, at: 3..<9, found: found, entry: casino)]
        verdict.fired = [
            fired("many_links", 2500, reason: "5 links", in: &verdict),
            fired("spam_words", 2000, reason: "casino", hits: 0..<1, in: &verdict),
        ]
        return verdict
    }

    /// Everything that `held` leaves out.
    func full() throws -> Verdict {
        var verdict = try held()
        verdict.outcome = .reject
        verdict.cause = .rule(try index(ofRule: "rude"))
        verdict.score = Points(thousandths: -125)
        verdict.categoryScores = [nil, Points(thousandths: -125)]
        verdict.policy = 0
        let found = add("\"fool\"\n\u{1B}[31m", to: &verdict)
        verdict.hits.append(.init(field: .userAgent, at: 0..<4, found: found, entry: try index(ofEntry: "fool")))
        verdict.fired = [fired("rude", 125, hits: 1..<2, more: 7, in: &verdict)]
        verdict.shadow = [fired("many_links", 2500, in: &verdict)]
        verdict.would = .reject
        verdict.failures = [
            .init(rule: try index(ofRule: "many_links"), file: "rules/a.lua", line: 12, message: "attempt to \"x\""),
            .init(rule: nil, file: "rules/policy.lua", line: 3, message: "no"),
        ]
        verdict.truncated = [.body, .userAgent]
        return verdict
    }

    func fired(
        _ rule: String, _ thousandths: Int64, reason: String = "", hits: Range<Int> = 0..<0, more: Int = 0,
        in verdict: inout Verdict
    ) -> Verdict.Fired {
        let index = ruleSet.rules.firstIndex { $0.name == rule } ?? 0
        return .init(
            rule: index, category: ruleSet.rules[index].category, points: Points(thousandths: thousandths),
            reason: add(reason, to: &verdict), hits: hits, moreHits: more)
    }

    func add(_ text: String, to verdict: inout Verdict) -> Range<Int> {
        let start = verdict.text.count
        verdict.text += Array(text.utf8)
        return start..<verdict.text.count
    }

    struct Missing: Error {}

    func index(ofEntry text: String) throws -> Int {
        guard let index = ruleSet.entries.firstIndex(where: { $0.text == text }) else { throw Missing() }
        return index
    }

    func index(ofRule name: String) throws -> Int {
        guard let index = ruleSet.rules.firstIndex(where: { $0.name == name }) else { throw Missing() }
        return index
    }

    /// What a sink writes for a line of input.
    func written(_ line: String, _ verdict: Verdict, source: Int = 0, by make: (OutputFile) -> any VerdictSink) throws
        -> String
    {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw Missing() }
        defer { close(ends[0]) }
        let sink = make(OutputFile(descriptor: ends[1], name: "pipe"))
        let block = CommentBlock()
        block.firstLine = 17
        block.source = source
        block.input.append(line)
        let decoder = JSONCommentDecoder()
        decoder.decode(block)
        let collector = sink.makeCollector()
        for entry in block.entries {
            if entry.malformation == nil {
                collector.collect(verdict, entry, in: block, decoder: decoder)
            } else {
                collector.collect(malformed: entry, in: block)
            }
        }
        try sink.write(collector)
        try sink.finish()
        close(ends[1])
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        let count = read(ends[0], &bytes, bytes.count)
        return String(decoding: bytes.prefix(max(count, 0)), as: UTF8.self)
    }
}
