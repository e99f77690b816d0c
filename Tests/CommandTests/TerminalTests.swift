import Foundation
import Testing

@Suite("At a terminal")
struct TerminalTests {
    static let comment = #"{"id":17,"author":"Ann","body":"this is bad"}"# + "\n"

    private func output(_ arguments: String..., environment: [String: String] = [:]) throws -> String {
        let place = try Workplace()
        try place.write("in", Self.comment)
        let command = try Command.start(arguments + ["in"], stdout: .terminal, environment: environment, in: place.path)
        command.keeps = place
        return try command.finish().text
    }

    @Test("a verdict is one readable line, coloured")
    func readable() throws {
        #expect(try output() == "\u{1B}[31mreject\u{1B}[0m  6  #17 Ann  bad 6\r\n")
    }

    @Test("NO_COLOR and a dumb terminal take the colour away", arguments: [["NO_COLOR": "1"], ["TERM": "dumb"]])
    func colourless(_ environment: [String: String]) throws {
        #expect(try output(environment: environment) == "reject  6  #17 Ann  bad 6\r\n")
    }

    @Test("--json and --emit comments write JSON to a terminal too")
    func forcedJSON() throws {
        #expect(try output("--json").hasPrefix(#"{"line":1,"id":17,"verdict":"reject""#))
        #expect(try output("--emit", "comments").hasPrefix(#"{"id":17,"author":"Ann""#))
    }

    @Test("what strangers write can't steer the terminal")
    func controls() throws {
        let place = try Workplace(
            policy: "rule { name = 'r', category = 'x', score = 0, check = function(c) return true, c.body end }")
        let command = try place.start(stdout: .terminal, environment: ["NO_COLOR": "1"])
        command.send(#"{"id":"\u001b[2J","author":"\u001b]0;x\u0007\r","body":"\u009b31m\n\u202e"}"# + "\n")
        command.endInput()
        let run = try command.finish()
        #expect(run.text.unicodeScalars.filter { $0.value < 0x20 || (0x7F..<0xA0).contains($0.value) }.count == 2)
        #expect(run.text.hasSuffix("\r\n") && !run.text.contains("\u{202E}"))
    }

    @Test("a terminal as stdin gets short help and status 64, not a hang")
    func terminalInput() throws {
        let run = try Workplace().start(stdin: .terminal).finish()
        #expect(run.status == 64)
        #expect(run.output.isEmpty)
        #expect(run.messages.contains("modfilter < comments.jsonl") && run.messages.contains("--help"))
    }

    /// Feeds a line each 200 ms for so long, and gives what stderr got.
    private func errors(seconds: Double, stdout: RunningCommand.Stream, stderr: RunningCommand.Stream) throws -> String
    {
        let command = try Workplace().start(stdout: stdout, stderr: stderr)
        for _ in 0..<Int(seconds * 5) {
            command.send(Self.comment)
            try command.pass(seconds: 0.2)
        }
        command.endInput()
        return try command.finish().messages
    }

    @Test("a progress bar shows after a second, on a terminal only, and goes away at the end")
    func progress() throws {
        let shown = try errors(seconds: 2, stdout: .pipe, stderr: .terminal)
        #expect(shown.hasPrefix("\r"))
        #expect(shown.contains(" comments, "))
        #expect(shown.contains("\r\u{1B}[K10 comments in"), "\(shown)")
    }

    @Test("no bar in a short run, without a terminal, or where verdicts scroll by")
    func noProgress() throws {
        #expect(try !errors(seconds: 0.4, stdout: .pipe, stderr: .terminal).contains("\u{1B}"))
        #expect(try !errors(seconds: 1.6, stdout: .pipe, stderr: .pipe).contains("\u{1B}"))
        #expect(try !errors(seconds: 1.6, stdout: .terminal, stderr: .terminal).contains("\u{1B}"))
    }

    @Test("each command's help has an example", arguments: ["", "filter", "check", "test", "review"])
    func help(_ command: String) throws {
        let place = try Workplace(policy: nil)
        let run = try place.run((command.isEmpty ? [] : [command]) + ["--help"], input: Data())
        #expect(run.status == 0)
        #expect(run.text.contains("EXAMPLE"))
        #expect(run.text.contains("  modfilter " + (command == "filter" ? "" : command)))
    }

    @Test("--version is one line on stdout, and wrong flags are usage errors")
    func usage() throws {
        let place = try Workplace()
        let version = try place.run("--version")
        #expect(version.status == 0)
        #expect(version.text.wholeMatch(of: /[0-9]+\.[0-9]+\.[0-9]+\n/) != nil)
        for wrong in [
            ["--nope"], ["--jobs", "0"], ["--jobs", "x"], ["--max-line", "0"], ["--emit", "all"], ["--accept"],
        ] {
            let run = try place.run(wrong, input: Data())
            #expect(run.status == 64, "\(wrong)")
            #expect(run.messages.contains(wrong[0]), "\(run.messages)")
            #expect(run.output.isEmpty)
        }
    }
}
