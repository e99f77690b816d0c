import Foundation
import Testing

/// `modfilter review`, as moderators use it.
@Suite("A review")
struct ReviewTests {
    private static let held = """
        {"id":1,"author":"Ann","email":"ann@example.org","body":"doubtful"}
        {"id":2,"author":"Bob","body":"doubtful too"}
        {"id":3,"body":"doubtful as well"}

        """

    private func fed() throws -> Workplace {
        let place = try Workplace()
        #expect(try place.run("--queue", "q.db", input: Self.held).status == 0)
        return place
    }

    private func outcomes(_ place: Workplace) throws -> [String?] {
        try place.run("queue", "export", "--queue", "q.db").records.map { $0["outcome"] as? String }
    }

    @Test("reads keys as lines, and ends with its input")
    func lines() throws {
        let place = try fed()
        let run = try place.run(
            "review", "--queue", "q.db", "--by", "ann", input: "a\nu\nA a regular\n\nx\nR\nadvertises\n")
        #expect(run.status == 0 && run.messages.isEmpty, "\(run.messages)")
        #expect(run.text.contains("[1 of 3]  #1 by Ann, just now\n\n  doubtful\n"))
        #expect(run.text.contains("#1 [a,r,s,u,m,f,/,?,q]? A\nNote: a regular\n\n[2 of 3]  #2 by Bob"))
        #expect(run.text.contains("There is no such key; ? says which there are.\n"))
        #expect(run.text.hasSuffix("#3 [a,r,s,u,m,f,/,?,q]? \n1 accepted, 1 rejected, 0 skipped; 1 is left\n"))
        #expect(try outcomes(place) == ["accept", "reject", "hold"])
        let shown = try place.run("queue", "show", "2", "--queue", "q.db").text
        #expect(shown.contains("  ann  hold -> reject: advertises\n"))
    }

    @Test("takes nothing for a key that is longer, and decides nothing for an input without end")
    func unknownKeys() throws {
        let place = try fed()
        let run = try place.run("review", "--queue", "q.db", input: "again\nab\nquit\nA")
        #expect(run.status == 0)
        #expect(run.text.hasSuffix("0 accepted, 0 rejected, 0 skipped; 3 are left\n"))
        #expect(
            try place.run("review", "--queue", "q.db", "--author", "nobody").text == """
                Nothing is held here.
                0 accepted, 0 rejected, 0 skipped; none is left

                """)
    }

    @Test("writes a test that fails, under a name of its own")
    func wrongRule() throws {
        let place = try fed()
        let run = try place.run("review", "--queue", "q.db", input: "f 1\nf\na\nf\nx\nq\n")
        #expect(run.text.contains("wrote rules/tests/review-1.lua\nmodfilter test fails until the rules are mended.\n"))
        #expect(run.text.contains("wrote rules/tests/review-1-2.lua\n"))
        #expect(run.text.contains("Nothing is written.\n"))
        #expect(try place.text("rules/tests/review-1.lua").contains("    silent = { \"doubtful\" },\n"))
        #expect(try !place.text("rules/tests/review-1.lua").contains("ann@example.org"))
        let tested = try place.run("test")
        #expect(tested.status == 1 && tested.text.hasSuffix("0 tests passed, 2 failed\n"))
        // The rule is mended: the test holds.
        try place.write("rules/policy.lua", "policy { hold = 3, reject = 6 }")
        try place.write(
            "rules/doubtful.lua", #"rule { name = "doubtful", category = "x", score = 1, words = { "x" } }"#)
        #expect(try place.run("test").text == "2 tests passed, 0 failed\n")
        let passing = try place.run("review", "--queue", "q.db", input: "f a\n")
        #expect(passing.text.contains("It passes already: "))
        let nowhere = try place.run("review", "--queue", "q.db", "--rules", "none", input: "f a\n")
        #expect(nowhere.text.contains("Nothing is written: there is no folder none; make it: modfilter init none\n"))
    }

    @Test("at a terminal takes single keys, shows none of them twice, and gives the terminal back")
    func terminal() throws {
        let place = try fed()
        // `script` gives both ends the same terminal.
        let command = try Command.start(
            [
                "-qec",
                "trap : INT; \(Command.program) review --queue q.db; echo $?; stty -a | grep -o '.icanon\\|.echo \\|-*isig'",
                "/dev/null",
            ],
            environment: ["NO_COLOR": "1", "TERM": "xterm"], in: place.path, program: "/usr/bin/script")
        command.keeps = place
        try command.waitForOutput("#1 [a,r,s,u,m,f,/,?,q]? ")
        // An arrow, and the letter that it ends with, is no key.
        command.send("\u{1B}[A")
        try command.pass(seconds: 0.2)
        command.send("a")
        try command.waitForOutput("#2 [a,r,s,u,m,f,/,?,q]? ")
        // A note begun by mistake is left by Escape and by Ctrl-C.
        for (number, key) in ["\u{1B}", "a reg\u{3}"].enumerated() {
            command.send("A")
            try command.wait(for: "a note") { $0.shown("Note: ") == number + 1 }
            command.send(key)
            try command.wait(for: "the comment again") { $0.shown("#2 [a,r,s,u,m,f,/,?,q]? ") == number + 2 }
        }
        command.send("R")
        try command.wait(for: "a note") { $0.shown("Note: ") == 3 }
        command.send("推广\r")
        try command.waitForOutput("#3 [a,r,s,u,m,f,/,?,q]? ")
        command.send("\u{3}")
        let run = try command.finish()
        #expect(
            run.text.hasSuffix("1 accepted, 1 rejected, 0 skipped; 1 is left\r\n130\r\nisig\r\n icanon\r\n echo \r\n"),
            "\(run.text.suffix(300))")
        #expect(run.text.contains("#1 [a,r,s,u,m,f,/,?,q]? a\r\n"))
        #expect(try outcomes(place) == ["accept", "reject", "hold"])
    }

    @Test("says what is wrong, with the status for it")
    func errors() throws {
        let place = try fed()
        try place.write("text", "no database\n")
        for (line, status, message) in [
            ("--queue none.db", 64, "there is no queue none.db"), ("", 64, "Missing expected argument '--queue"),
            ("--queue q.db --limit 0", 64, "--limit takes a number from 1"),
            ("--queue text", 74, "text can't be used: is no database; name another file"),
            ("--queue q.db > /dev/full", 74, "stdout can't be written: No space left on device"),
        ] {
            let run = try place.shell("$MODFILTER review \(line)", input: "a\n")
            #expect(run.status == status && run.messages.contains(message), "\(line): \(run.status) \(run.messages)")
        }
        // Nobody decides who sees nothing.
        #expect(try outcomes(place) == ["hold", "hold", "hold"])
    }
}
