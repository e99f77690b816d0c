import Foundation
import Testing

@Suite("The rule author's commands")
struct WorkbenchCommandTests {
    private static let comments = """
        {"id":1,"author":"Ann","body":"all is well"}
        {"id":2,"author":"Bob","body":"this is doubtful"}
        {"id":3,"author":"Eve","email":"eve@example.org","body":"this is bad, says eve@example.org"}

        """

    @Test("explain takes a comment by its fields, as JSON in an argument, in a file over several lines, and from stdin")
    func explainInputs() throws {
        let place = try Workplace()
        try place.write("one.json", "{\n  \"author\": \"Ann\",\n  \"body\": \"this is bad\"\n}\n")
        let runs = [
            try place.run("explain", "--author", "Ann", "--body", "this is bad"),
            try place.run("explain", #"{"author":"Ann","body":"this is bad"}"#),
            try place.run("explain", "one.json"),
            try place.run("explain", input: #"{"author":"Ann","body":"this is bad"}"# + "\n"),
        ]
        for run in runs {
            #expect(run.status == 0 && run.messages == "", "\(run.messages)")
            #expect(run.text.hasPrefix("reject, 6 points, by the score\na comment without an id by Ann\n"))
            #expect(run.text.contains("\nRules that fired\n  bad  +6      spam\n"))
            #expect(run.lines.last?.hasPrefix("rules: rules, 2 rules, ruleset ") == true)
            #expect(!run.text.contains("\u{1B}"))
        }
    }

    @Test("explain finds a comment by its id, and those before it count for history")
    func explainID() throws {
        let place = try Workplace(
            policy: "rule { name = 'often', category = 'c', score = 3, history = { by = 'author', more_than = 1 } }")
        let lines = (1...4).map { #"{"id":\#($0),"author":"Ann","body":"x"}"# }
        try place.write("in", lines.joined(separator: "\n") + "\n")
        let third = try place.run("explain", "--id", "3", "in")
        #expect(third.text.hasPrefix("hold, 3 points, by the score\ncomment 3 by Ann\n"))
        #expect(third.text.contains("often  +3      c  2 before"))
        #expect(try place.run("explain", "--id", "2", "in").text.hasPrefix("accept, 0 points"))
        let none = try place.run("explain", "--id", "9", "in")
        #expect(none.status == 1 && none.messages == "modfilter: no comment has the id \"9\"\n")
    }

    @Test("explain writes HTML and JSON")
    func explainFormats() throws {
        let place = try Workplace()
        let html = try place.run("explain", "--html", "--body", "this is bad <b>")
        #expect(html.text.hasPrefix("<!DOCTYPE html>\n") && html.text.contains("bad &lt;b&gt;"))
        let json = try place.run("explain", "--json", input: Self.comments)
        let verdicts = try json.records.map { $0["verdict"] as? String }
        #expect(verdicts == ["accept", "hold", "reject"])
        #expect(!json.text.contains("eve@example.org"))
    }

    @Test(
        "what explain can't do is said, with the way round",
        arguments: [
            ["explain", "--html", "--json", "--body", "x"], ["explain", "--body", "x", "file"],
            ["explain", "nowhere.jsonl"], ["explain", "--now", "soon", "--body", "x"],
        ])
    func explainMistakes(arguments: [String]) throws {
        let run = try Workplace().run(arguments, input: Data())
        #expect(run.status == 64 && run.output.isEmpty && !run.messages.isEmpty)
    }

    @Test("explain --watch answers line by line, takes fields, and explains again when the rules change")
    func explainWatch() throws {
        let place = try Workplace()
        let piped = try place.run(
            "explain", "--watch", input: ":author Ann\nthis is bad\n{\"body\":\"doubtful\"}\n:help\n:-) bad\n")
        #expect(piped.text.contains("author Ann\nreject, 6 points") && piped.text.contains("hold, 3 points"))
        #expect(piped.text.contains("Type a comment"))

        let command = try place.start(
            "explain", "--watch", stdin: .terminal, stdout: .terminal, environment: ["TERM": "xterm"])
        try command.waitForOutput("comment> ")
        command.send("this is 赌博 bad\n")
        try command.waitForOutput("reject")
        try place.write("rules/policy.lua", Workplace.byWords.replacingOccurrences(of: "score = 6", with: "score = 4"))
        try command.waitForOutput("the rules changed")
        try command.waitForOutput("4 points, by the score")
        command.send("\u{4}")
        #expect(try command.finish().status == 0)
    }

    @Test("profile tells each rule's part; compare ends with status 3 where a verdict changes")
    func backtests() throws {
        let place = try Workplace()
        try place.write("in", Self.comments)
        try place.write("old/policy.lua", Workplace.byWords.replacingOccurrences(of: "score = 3", with: "score = 2"))
        let profile = try place.run("profile", "in")
        #expect(profile.status == 0)
        #expect(profile.text.contains("\nwhere the time goes, µs a comment\n") && profile.text.contains("\nbad "))
        #expect(try place.run("profile", "--json", "in").records.first?["comments"] as? Int == 3)

        let changed = try place.run("compare", "--against", "old", "in")
        #expect(changed.status == 3)
        #expect(changed.lines.first == "accept -> hold  2 -> 3  #2 Bob  doubtful 2 -> 3")
        #expect(changed.text.contains("1 of 3 verdicts changed (33.3 %)."))
        #expect(try place.run("compare", "--against", "old", "--json", "--sample", "0", "in").status == 3)
        #expect(try place.run("compare", "--against", "rules", "in").status == 0)
        let missing = try place.run("compare", "--against", "nowhere", "in")
        #expect(missing.status == 2 && missing.messages.contains("nowhere: no such rules folder"))
    }

    @Test("init makes a folder whose tests pass; new adds a rule; neither writes over anything")
    func beginnings() throws {
        let place = try Workplace(policy: nil)
        let environment = ["MODFILTER_PACK": Command.root + "/rules"]
        func run(_ arguments: String...) throws -> Command.Result {
            try place.run(arguments, input: Data(), environment: environment)
        }
        let made = try run("init", "rules")
        #expect(
            made.status == 0 && made.text.contains("wrote rules/policy.lua\n") && made.text.contains("modfilter test\n")
        )
        #expect(
            try run("new", "coupons", "--category", "ads").text.contains("modfilter check\n  modfilter test coupons\n"))
        let tests = try run("test")
        #expect(tests.status == 0 && tests.text == "4 tests passed, 0 failed\n", "\(tests.text)")
        #expect(try run("check").lines.first?.hasSuffix("in rules: no problem found") == true)
        #expect(try place.text("rules/coupons.lua").contains("category = \"ads\""))
        for again in [["init", "rules"], ["new", "coupons"], ["new", "many_links"], ["new", "../x"], ["new", "A"]] {
            let run = try place.run(again, input: Data(), environment: environment)
            #expect(run.status == 64 && !run.messages.isEmpty, "\(again)")
        }
        #expect(try run("check", "--json").records.first?["tests"] as? Int == 4)
    }

    @Test("test writes TAP, takes a filter, and shows why a comment got its verdict")
    func tests() throws {
        let place = try Workplace()
        try place.write(
            "rules/tests/t.lua",
            """
            test "bad # one" { comment = { body = "bad" }, fires = "bad", score = { above = 5, below = 7 } }
            test "wrong" { comment = { body = "doubtful" }, verdict = "accept", score = { below = 1 }, reason = "x" }
            """)
        let tap = try place.run("test", "--format", "tap")
        #expect(tap.status == 1)
        #expect(tap.lines.prefix(4) == ["TAP version 13", "1..2", "ok 1 - bad \\# one", "not ok 2 - wrong"])
        #expect(tap.text.contains("    - \"the verdict should be accept and is hold (doubtful 3)\"\n"))
        let text = try place.run("test", "wrong")
        #expect(text.status == 1 && text.text.hasSuffix("0 tests passed, 1 failed\n"))
        #expect(text.text.contains("    the score should be below 1 and is 3 (doubtful 3)\n"))
        #expect(text.text.contains("    | hold, 3 points, by the score\n"))
        #expect(try place.run("test", "bad").text == "1 test passed, 0 failed\n")
        #expect(try place.run("test", "nothing").status == 64)
    }

    @Test(
        "a running filter takes changed rules at SIGHUP, keeps the old ones where they don't load, and forgets nothing")
    func reload() throws {
        let often = "rule { name = 'often', category = 'c', score = 0, history = { by = 'author', more_than = 0 } }\n"
        func policy(_ word: String) -> String {
            "policy { echo = { 'ruleset' } }\nrule { name = 'w', category = 's', score = 6, words = { '\(word)' } }\n"
                + often
        }
        let place = try Workplace(policy: policy("one"))
        let command = try place.start("--json", "--jobs", "2")
        let line = #"{"author":"Ann","body":"one two"}"# + "\n"
        command.send(line)
        try command.waitForOutput("\n")
        try place.write("rules/policy.lua", policy("three"))
        kill(command.process, SIGHUP)
        try command.waitForErrors("loaded again: rules: rules, 2 rules, ruleset ")
        command.send(line)
        try command.waitForOutput("\"line\":2")
        try place.write("rules/policy.lua", "rule {")
        kill(command.process, SIGHUP)
        try command.waitForErrors("did not load; those before go on")
        command.send(line)
        command.endInput()
        let run = try command.finish()
        #expect(run.status == 0)
        #expect(try run.outcomes == ["reject", "accept", "accept"])
        let hashes = try run.records.map { ($0["echo"] as? [String: Any])?["ruleset"] as? String }
        #expect(hashes[0] != hashes[1] && hashes[1] == hashes[2] && hashes[0]?.count == 12)
        let reasons = try run.records.map { ($0["rules"] as? [[String: Any]])?.last?["reason"] as? String }
        #expect(reasons[1] == "1 before" && reasons[2] == "2 before")
        #expect(run.messages.contains("rules/policy.lua:"))
    }

    @Test(
        "what stdout does not take is an error",
        arguments: [
            ["explain", "--body", "x"], ["check"], ["profile", "in"], ["test"], ["init", "other"], ["--version"],
            ["--help"],
        ])
    func fullOutput(arguments: [String]) throws {
        let place = try Workplace()
        try place.write("in", Self.comments)
        try place.write("rules/tests/t.lua", "test \"t\" { comment = { body = \"bad\" }, fires = \"bad\" }")
        let words = arguments.joined(separator: " ")
        let run = try place.shell("\"$MODFILTER\" \(words) >/dev/full")
        #expect(run.status == 74 && run.messages.contains("stdout can't be written: No space left on device"))
        let early = try place.shell("(\"$MODFILTER\" \(words); echo $? >&2) | true")
        #expect(!early.messages.contains("can't be written"))
    }

    @Test("new writes nothing into the shipped pack, and init nothing into the root")
    func places() throws {
        let place = try Workplace(policy: nil)
        try place.write("pack/a.lua", "rule { name = \"a\", category = \"c\", score = 1, words = { \"x\" } }")
        let new = try place.run("new", "mine", environment: ["MODFILTER_PACK": place.path + "/pack"])
        #expect(new.status == 64 && new.messages.contains("modfilter init rules"))
        #expect((try? place.text("pack/mine.lua")) == nil)
        for name in ["", " "] { #expect(try place.run("init", name).status == 64) }
        #expect(try place.run("new", "_x", "--rules", "pack").status == 64)
        let quoted = try place.run("init", "my rules")
        #expect(quoted.text.contains("modfilter test --rules 'my rules'\n"))
    }

    @Test("lines that are no comments are told by compare and profile")
    func malformed() throws {
        let place = try Workplace()
        try place.write("in", "{broken\n{\"body\":\"fine\"}\n")
        for arguments in [["compare", "--against", "rules", "in"], ["profile", "in"], ["profile", "--json", "in"]] {
            let run = try place.run(arguments, input: Data())
            #expect(run.status == 1 && run.messages.contains("1 line is no comment, the first: line 1: "))
        }
    }

    @Test("explain reads a byte order mark, and a comment behind blanks")
    func oddInput() throws {
        let place = try Workplace()
        #expect(try place.run("explain", input: "\u{FEFF}{\"body\":\"bad\"}\r\n").text.hasPrefix("reject"))
        #expect(try place.run("explain", "  {\"body\":\"bad\"}").text.hasPrefix("reject"))
    }
}
