import Foundation
import Testing

@Suite("Measuring rules on labelled comments")
struct EvaluateTests {
    private static let comments = """
        {"body":"this is bad","labels":{"spam":true}}
        {"body":"this is doubtful","labels":{"spam":true}}
        {"body":"not so bad","labels":{"spam":false}}
        {"body":"fine","labels":{"spam":false}}
        {"body":"fine"}

        """
    private static let others = """
        {"body":"doubtful","labels":{"spam":true}}
        {"body":"fine","labels":{"spam":false}}

        """

    private func place() throws -> Workplace {
        let place = try Workplace()
        try place.write("one.jsonl", Self.comments)
        try place.write("two.jsonl", Self.others)
        return place
    }

    @Test("evaluate measures each file, then all together")
    func files() throws {
        let place = try place()
        let run = try place.run("evaluate", "one.jsonl", "two.jsonl")
        #expect(run.status == 0 && run.messages == "", "\(run.messages)")
        #expect(run.lines.first == "spam")
        // The first table, without its intervals.
        let names = run.lines[2...].prefix { !$0.contains("verdicts") }.filter { $0.contains(" of ") }.map {
            $0.split(separator: " ").prefix(4).joined(separator: " ")
        }
        #expect(names == ["one.jsonl 2 of 4", "two.jsonl 1 of 2", "together 3 of 6"])
        #expect(run.text.contains("\n  spam rules in two.jsonl\n  rule "))
        #expect(run.text.contains("\nWithout a label, and left out: 1.\n"))
        #expect(run.lines.last?.hasPrefix("rules: rules, 2 rules, ruleset ") == true)
        let again = try place.run("evaluate", "one.jsonl", "two.jsonl")
        #expect(again.output == run.output)

        let json = try #require(try place.run("evaluate", "--json", "one.jsonl", "two.jsonl").records.first)
        let spam = try #require((json["categories"] as? [[String: Any]])?.first)
        let inputs = try #require(spam["inputs"] as? [[String: Any]])
        #expect(inputs.map { $0["input"] as? String } == ["one.jsonl", "two.jsonl"])
        // 6 and 3 against 6 and 0: the first pair counts half.
        #expect(inputs[0]["auc"] as? Double == 0.625)
        #expect((spam["all"] as? [String: Any])?["comments"] as? Int == 6)
        let single = try place.run("evaluate", "--json", input: Self.others)
        #expect(single.status == 0 && single.text.contains(#""inputs":[{"input":"stdin","#))
    }

    @Test("evaluate writes a page, and what it can't write is told before the work begins")
    func page() throws {
        let place = try place()
        try place.write("page.html", String(repeating: "old ", count: 100_000))
        let run = try place.run("evaluate", "--html", "page.html", "--json", "one.jsonl")
        #expect(run.status == 0 && run.lines.count == 1)
        let page = try place.text("page.html")
        #expect(page.hasPrefix("<!DOCTYPE html>\n") && page.hasSuffix("</html>\n") && page.contains("<svg"))
        let missing = try place.run("evaluate", "--html", "nowhere/page.html", "one.jsonl")
        #expect(missing.status == 74 && missing.messages.hasPrefix("modfilter: nowhere/page.html can't be written: "))
        #expect(missing.output.isEmpty)
        #expect(try place.shell("\"$MODFILTER\" evaluate --html /dev/full one.jsonl").status == 74)
    }

    @Test("lines that are no comments and labels that are none are told, with status 1")
    func faults() throws {
        let place = try place()
        try place.write("bad.jsonl", "{\n{\"body\":\"x\",\"labels\":{\"spam\":\"no\"}}\n" + Self.others)
        let run = try place.run("evaluate", "bad.jsonl", "one.jsonl")
        #expect(run.status == 1 && run.messages.contains("2 lines are no comment, the first: bad.jsonl:1: "))
        try place.write("bad.jsonl", "{\"body\":\"x\",\"labels\":{\"spam\":\"no\"}}\n" + Self.others)
        #expect(
            try place.run("evaluate", "bad.jsonl").messages
                == "modfilter: 1 line is no comment, the first: line 1: the label \"spam\" is neither true nor false\n")
        let empty = try place.run("evaluate", input: "")
        #expect(empty.status == 0 && empty.lines.first == "no comment has a label")
    }

    @Test("a category that no rule has can't be left out")
    func without() throws {
        let run = try place().run("evaluate", "--without", "spma", "one.jsonl")
        #expect(
            run.status == 64 && run.messages.contains("\"spma\"") && run.messages.contains("did you mean \"spam\"?"))
        let left = try place().run("evaluate", "--without", "spam", "--json", "one.jsonl")
        #expect(left.status == 0 && left.text.contains(#""verdicts":{"positive":{"accept":2,"hold":0,"reject":0}"#))
    }
}
