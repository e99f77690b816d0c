import Foundation
import Testing

@Suite("What comes out")
struct OutputTests {
    /// Rules that look back.
    static let history =
        Workplace.byWords + """

            rule { name = "flood", category = "spam", score = 3, history = { by = "ip", within = "1h", more_than = 3 } }
            rule { name = "again", category = "spam", score = 3, history = { by = "fingerprint", within = "1d", more_than = 0 } }
            """

    /// 4,000 comments from 97 addresses, some of them twice, with broken lines between.
    static let many: String = {
        var text = ""
        for id in 1...4000 {
            let body = [id % 11 == 0 ? "bad" : "fine", "number \(id % 1500)", String(repeating: "x", count: id % 300)]
            text += #"{"id":\#(id),"ip":"203.0.113.\#(id % 97)","created_at":\#(1_700_000_000 + id * 5),"#
            text += #""body":"\#(body.joined(separator: " "))"}"# + (id % 100 == 0 ? "\nbroken\n\n" : "\n")
        }
        return text
    }()

    @Test("the output is the same bytes for any number of jobs, run after run")
    func jobs() throws {
        let place = try Workplace(policy: Self.history)
        try place.write("in", Self.many)
        var first: (Data, Data)?
        for jobs in [1, 2, 7, 2] {
            let queue = UUID().uuidString
            let run = try place.run("--jobs", "\(jobs)", "--hold", queue, "in")
            #expect(run.status == 1)
            #expect(run.lines.count == 4040)
            let result = (run.output, try place.bytes(queue))
            if let first { #expect(first == result, "\(jobs) jobs") } else { first = result }
        }
        let text = String(decoding: first?.0 ?? Data(), as: UTF8.self)
        #expect(text.contains(#""rule":"flood""#) && text.contains(#""rule":"again""#))
    }

    @Test("filters can be chained: the last verdict stands under moderation")
    func chaining() throws {
        let place = try Workplace()
        try place.write(
            "strict/a.lua", "rule { name = 'all', category = 's', score = 9, check = function() return true end }")
        let input = #"{"id":1,"body":"fine","x":[1,{"y":2.50}]}"# + "\n[]\n"
        let once = try place.run("--emit", "comments", input: input)
        #expect(
            once.lines.first?.hasPrefix(#"{"id":1,"body":"fine","x":[1,{"y":2.50}],"moderation":{"verdict":"accept""#)
                == true)
        #expect(try Command.outcome(of: once.records[1]) == "not_an_object")
        let twice = try place.run("--emit", "comments", "--rules", "strict", input: once.lines[0] + "\n")
        #expect(twice.text.ranges(of: "moderation").count == 1)
        let moderation = try #require(try twice.records[0]["moderation"] as? [String: Any])
        #expect(moderation["verdict"] as? String == "reject")
        #expect(try place.run("--emit", "comments", input: twice.text).text == once.lines[0] + "\n")
    }

    @Test(
        "an incoming moderation is replaced wherever it stands",
        arguments: [
            #"{"moderation":{"a":"}"},"body":"x"}"#, #"{"body":"x","moderation":[1,2]}"#,
            #"{"moderation":1,"body":"x","\u006doderation":2}"#, #"{"body":"x" , "moderation" : "\"," }"#,
        ])
    func replacing(_ line: String) throws {
        let run = try Workplace().run("--emit", "comments", input: line)
        let record = try #require(try run.records.first)
        #expect(record["body"] as? String == "x")
        #expect((record["moderation"] as? [String: Any])?["verdict"] as? String == "accept")
        #expect(run.text.ranges(of: "oderation").count == 1)
    }

    @Test("with several inputs each record names its file; lines are counted in each")
    func severalFiles() throws {
        let place = try Workplace()
        try place.write("a", "{\"body\":\"x\"}\n{\"body\":\"y\"}")
        try place.write("b b", "broken\n")
        let run = try place.run("a", "-", "b b", "a", input: "\n{\"body\":\"z\"}\n")
        let places = try run.records.map { "\($0["file"] ?? ""):\($0["line"] ?? 0)" }
        #expect(places == ["a:1", "a:2", "stdin:2", "b b:1", "a:1", "a:2"])
        #expect(run.status == 1)
        #expect(try place.run("a").records.allSatisfy { $0["file"] == nil })
    }

    @Test("inputs that can't be read are all named, and nothing is judged")
    func badInputs() throws {
        let place = try Workplace()
        try place.write("a", "{\"body\":\"x\"}\n")
        let run = try place.run("a", "missing", "rules", "tset")
        #expect(run.status == 64)
        #expect(run.output.isEmpty)
        #expect(run.messages.contains("no file \"missing\""))
        #expect(run.messages.contains("rules is a folder; give files of comments"))
        #expect(run.messages.contains("no file \"tset\"; did you mean the command \"test\"?"))
        #expect(try place.shell("$MODFILTER < rules").status == 64)
        #expect(try place.shell("exec $MODFILTER <&-").status == 74)
        let unreadable = try place.shell(
            """
            chmod 000 a
            if [ "$(id -u)" = 0 ]; then set -- setpriv --bounding-set=-dac_override,-dac_read_search; fi
            exec "$@" "$MODFILTER" a
            """)
        #expect(unreadable.status == 64)
        #expect(unreadable.messages.contains("a can't be read: Permission denied"))
    }

    @Test("--now is what rules see as the present")
    func now() throws {
        let place = try Workplace(
            policy:
                "rule { name = 't', category = 'x', score = 0, check = function(c) return true, tostring(os.time()) end }"
        )
        let run = try place.run("--now", "2026-11-22T12:00:00Z", input: #"{"body":"x"}"#)
        #expect(run.text.contains("\"reason\":\"1795348800\""), "\(run.text)")
        #expect(try place.run("--now", "soon", input: "").status == 64)
    }

    @Test("--quiet keeps the summary away, not the verdicts")
    func quiet() throws {
        let run = try Workplace().run("--quiet", input: #"{"body":"x"}"#)
        #expect(run.messages.isEmpty)
        #expect(run.lines.count == 1)
    }

    @Test("a policy's echo is carried along")
    func echo() throws {
        let place = try Workplace(
            policy: Workplace.byWords
                + "\npolicy { name = 'k', when = function() return true end, echo = { 'post', 'extra.tag' } }")
        let run = try place.run(input: #"{"body":"x","post":7,"tag":["a"]}"#)
        #expect(run.text.contains(#""echo":{"post":7,"extra.tag":["a"]}"#), "\(run.text)")
    }

    @Test("what is echoed carries neither e-mail nor IP")
    func echoWithoutAddresses() throws {
        let place = try Workplace(
            policy: Workplace.byWords
                + "\npolicy { name = 'k', when = function() return true end, echo = { 'author', 'section' } }")
        let run = try place.run(
            input: #"{"body":"x","author":"Me Ann@Example.org","email":"ann@example.org","ip":"203.0.113.9","#
                + #""section":"s 203.0.113.9"}"#)
        #expect(run.text.contains(#""echo":{"author":"Me [email]","section":"s [ip]"}"#), "\(run.text)")
    }
}
