import Foundation
import Testing

@Suite("Fitting scores to labelled comments")
struct TuneTests {
    private static let rules = """
        policy { hold = 3, reject = 6 }
        rule { name = "good", category = "spam", score = 2, words = { "casino" } }
        rule { name = "bad", category = "spam", score = 2.5, words = { "watch" } }
        """

    private func place(_ rules: String = rules) throws -> Workplace {
        let place = try Workplace(policy: rules)
        var lines: [String] = []
        for (body, spam, others) in [("casino", 57, 3), ("watch", 12, 48), ("hello", 30, 200)] {
            for number in 0..<spam + others {
                lines.append(#"{"author":"a\#(lines.count)","body":"\#(body)","labels":{"spam":\#(number < spam)}}"#)
            }
        }
        try place.write("seen.jsonl", lines.joined(separator: "\n") + "\n")
        return place
    }

    @Test("tune shows what it would change and writes only when told to")
    func write() throws {
        let place = try place()
        let shown = try place.run("tune", "seen.jsonl")
        #expect(shown.status == 0 && shown.messages == "", "\(shown.messages)")
        #expect(shown.text.contains(#/\n  good +2 /#) && shown.text.contains(" verdicts would change ("))
        #expect(!place.exists("rules/scores.lua"))
        let wrote = try place.run("tune", "--write", "seen.jsonl")
        #expect(wrote.status == 0 && wrote.messages == "wrote rules/scores.lua\n" && wrote.output == shown.output)
        #expect(try place.text("rules/scores.lua").hasPrefix("-- Written by modfilter tune on "))
        #expect(try FileManager.default.contentsOfDirectory(atPath: place.path + "/rules").count == 2)
        let check = try place.run("check")
        #expect(check.status == 0, "\(check.text)")
        #expect(try place.run("evaluate", "--json", "seen.jsonl").status == 0)
        // What was fitted already hardly changes.
        let again = try #require(try place.run("tune", "--json", "seen.jsonl").records.first)
        let category = try #require((again["categories"] as? [[String: Any]])?.first)
        for rule in try #require(category["rules"] as? [[String: Any]]) {
            let (now, tuned) = (try #require(rule["now"] as? Double), try #require(rule["tuned"] as? Double))
            #expect(abs(now - tuned) < 1)
        }
    }

    @Test("what people wrote stays: a score in policy.lua, and a scores.lua of their own")
    func byHand() throws {
        let place = try place(Self.rules + "\nscores { good = 1 }\n")
        let run = try place.run("tune", "--write", "seen.jsonl")
        #expect(run.status == 0 && run.text.contains("good (by hand)"))
        #expect(!(try place.text("rules/scores.lua").contains("good")))
        try place.write("rules/scores.lua", "scores { bad = 1 }\n")
        let refused = try place.run("tune", "--write", "seen.jsonl")
        #expect(refused.status == 64 && refused.messages.contains("rules/scores.lua is not a file that tune wrote"))
        #expect(try place.text("rules/scores.lua") == "scores { bad = 1 }\n" && refused.output.isEmpty)
    }

    @Test("nothing is written where no score would change, or where there is no folder of one's own")
    func nothing() throws {
        let place = try place()
        let few = try place.run("tune", "--write", "--min-hits", "200", "seen.jsonl")
        #expect(few.status == 0 && few.messages.contains("no score would change") && !place.exists("rules/scores.lua"))
        let none = try Workplace(policy: nil)
        try none.write("pack/policy.lua", Self.rules)
        try none.write("seen.jsonl", place.bytes("seen.jsonl"))
        let pack = ["MODFILTER_PACK": none.path + "/pack"]
        let run = try none.run(["tune", "--write", "seen.jsonl"], input: Data(), environment: pack)
        #expect(run.status == 64 && run.messages.contains("modfilter init rules") && !none.exists("pack/scores.lua"))
    }

    @Test("an included pack's rules get their scores from the folder's own scores.lua")
    func pack() throws {
        let place = try place("include \"pack\"")
        try place.write("pack/policy.lua", Self.rules + "\nscores { bad = 2.75 }\n")
        try place.write("pack/scores.lua", "scores { good = 1.5 }\n")
        let pack = ["MODFILTER_PACK": place.path + "/pack"]
        let run = try place.run(["tune", "--write", "seen.jsonl"], input: Data(), environment: pack)
        #expect(run.status == 0 && run.text.contains(#/\n  good +1.5 /#) && run.text.contains(#/\n  bad +2.75 /#))
        #expect(try place.text("pack/scores.lua") == "scores { good = 1.5 }\n")
        let again = try place.run(["tune", "--json", "seen.jsonl"], input: Data(), environment: pack)
        #expect(again.status == 0 && !again.text.contains(#""now":1.5,"#))
    }

    @Test(
        "what tune can't take is said",
        arguments: [
            ["--rate", "0"], ["--rate", "1"], ["--rate", "nan"], ["--min-hits", "0"], ["--without", "spma"],
            ["nowhere"],
        ])
    func mistakes(arguments: [String]) throws {
        let run = try place().run(["tune"] + arguments + ["seen.jsonl"], input: Data())
        #expect(run.status == 64 && run.output.isEmpty && !run.messages.isEmpty)
    }
}
