import Foundation
import Testing

@Suite("Bad rules")
struct BadRulesTests {
    static let comment = #"{"id":1,"author":"Ann","body":"Hello"}"#

    struct Case: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var rule: String
        var message: String

        init(_ name: String, _ rule: String, _ message: String) {
            testDescription = name
            self.rule = rule
            self.message = message
        }
    }

    static let unloadable = [
        Case("a syntax error", "rule { name = ", "rules/spam/odd.lua:1: "),
        Case("a syntax error further down", "local x = 1\n\nreturn )", "rules/spam/odd.lua:3: "),
        Case("an error while loading", "local x = nil\nx.y = 1", "rules/spam/odd.lua:2: "),
        Case(
            "a misspelt key", "rule { name = 'a', category = 'spam', scor = 2, words = { 'x' } }",
            "rules/spam/odd.lua:1: "),
        Case("a forbidden global", "io.write('x')", "rules/spam/odd.lua:1: "),
        Case("bytecode", "\u{1B}Lua", "rules/spam/odd.lua"),
    ]

    @Test("rules that don't load are named by file and line, and nothing is judged", arguments: unloadable)
    func loadErrors(_ given: Case) throws {
        let place = try Workplace()
        try place.write("rules/spam/odd.lua", given.rule)
        for arguments in [[], ["check"], ["test"]] {
            let run = try place.run(arguments, input: Data(Self.comment.utf8))
            #expect(run.status == 2, "\(arguments)")
            #expect((run.text + run.messages).contains(given.message), "\(arguments): \(run.text)\(run.messages)")
            #expect(arguments == ["check"] || run.output.isEmpty)
        }
    }

    @Test("check names a rule that only a test knows")
    func unknownInTest() throws {
        let place = try Workplace()
        try place.write("rules/a.lua", "rule { name = 'casino', category = 'spam', score = 2, words = { 'x' } }")
        try place.write("rules/tests/a.lua", "\ntest 't' { comment = { body = 'x' }, fires = { 'cassino' } }")
        let run = try place.run("check")
        #expect(run.status == 2)
        #expect(run.lines.first == #"rules/tests/a.lua:2: there is no rule "cassino"; did you mean "casino"?"#)
    }

    @Test("what a rule logs can't look like a message of its own or move the cursor")
    func logs() throws {
        let place = try Workplace()
        try place.write(
            "rules/a.lua",
            "rule { name = 'a', category = 'c', score = 0, check = function(c) log('saw', c.author) return true end }")
        let comment = #"{"author":"x\nmodfilter: q was deleted \u001b[2J","body":"y"}"#
        let run = try place.run(["-q"], input: Data(comment.utf8))
        #expect(
            run.messages == "rules/a.lua:1: saw x modfilter: q was deleted \u{FFFD}[2J\n"
                || run.messages.hasPrefix("a.lua:1: saw x modfilter: q was deleted \u{FFFD}[2J"))
        #expect(run.messages.split(separator: "\n").count == 1)
    }

    @Test("twenty runs, each with its own addresses, give the same bytes")
    func repeatability() throws {
        let place = try Workplace()
        try place.write(
            "rules/a.lua",
            """
            local shared = {}
            rule { name = "a", category = "c", score = 0, check = function(c)
              local t, parts = { b = 1, a = 2, [3] = 4, [shared] = nil, z = {}, ["é"] = print_ }, {}
              for word in c.body:gmatch("%a+") do t[word] = #word end
              for k, v in pairs(t) do parts[#parts + 1] = tostring(k) .. tostring(v) end
              table.sort(parts, function(x, y) return #x < #y end)
              return true, table.concat(parts, " ") .. math.random(1000000) .. tostring(shared) .. tostring(c.links)
                .. tostring(math.random) .. os.date("%H:%M:%S", 0)
            end }
            rule { name = "b", category = "c", score = 1, check = function(c)
              local t = setmetatable({}, { __tostring = function() return "x" end }) error(t)
            end }
            """)
        let input = (0..<50).map { #"{"id":\#($0),"author":"Ann","body":"some words \#($0) that come in no order"}"# }
        var outputs: Set<Data> = []
        for run in 0..<20 {
            let arguments = ["--now", "2026-01-31T12:00:00Z", "--jobs", "\(run % 3 + 1)"]
            outputs.insert(try place.run(arguments, input: Data(input.joined(separator: "\n").utf8)).output)
        }
        #expect(outputs.count == 1)
    }

    @Test("every problem is reported, not only the first, and the key that was meant is named")
    func allProblems() throws {
        let place = try Workplace()
        try place.write("rules/a.lua", "rule { name = 'a', category = 'spam', scor = 2, words = { 'x' } }")
        try place.write("rules/b.lua", "rule {")
        try place.write("rules/c.lua", "rule { name = 'bad', category = 'spam', score = 1, words = { 'x' } }")
        let run = try place.run("check")
        #expect(run.lines.contains { $0.hasPrefix("rules/a.lua:1: ") && $0.contains("score") }, "\(run.text)")
        #expect(run.lines.contains { $0.hasPrefix("rules/b.lua:1: ") }, "\(run.text)")
        #expect(run.lines.contains { $0.hasPrefix("rules/c.lua:1: ") && $0.contains("\"bad\"") }, "\(run.text)")
        #expect(run.messages.contains("4 problems"), "\(run.messages)")
    }

    static let failing = [
        Case("raises", "error('out of ideas')", "rules/odd.lua:2: out of ideas"),
        Case("raises a table", "error({})", "rules/odd.lua:2: "),
        Case("uses nil", "return comment.extra.nothing.here", "rules/odd.lua:2: "),
        Case("returns NaN", "return 0/0", "NaN"),
        Case("returns a table", "return {}", "table"),
        Case("returns a string", "return 'yes'", "string"),
        Case("returns a negative strength", "return -0.5", "negative"),
        Case("sets a global", "x = 1 return true", "rules/odd.lua:2: "),
        Case("changes the comment", "comment.body = 'nice' return true", "rules/odd.lua:2: "),
        Case("eats memory", "local t = {} for i = 1, 1e9 do t[i] = i end", "rules/odd.lua:2: "),
        Case("doubles a string for ever", "local s = 'xx' while true do s = s .. s end", "rules/odd.lua:2: "),
        Case("recurses for ever", "local function f() return 1 + f() end return f()", "rules/odd.lua:2: "),
    ]

    @Test("a rule that fails holds the comment and says where; the others go on", arguments: failing)
    func failures(_ given: Case) throws {
        let place = try Workplace()
        try place.write(
            "rules/odd.lua",
            "rule { name = 'odd', category = 'spam', score = 1, check = function(comment)\n\(given.rule)\nend }")
        let run = try place.run(input: Self.comment + "\n" + #"{"id":2,"body":"this is bad"}"#)
        #expect(run.status == 1)
        #expect(try run.outcomes == ["hold", "reject"])
        let record = try #require(try run.records.first)
        #expect(record["because"] as? String == "error")
        let errors = try #require(record["errors"] as? [[String: Any]])
        #expect(errors.count == 1)
        #expect(errors.first?["rule"] as? String == "odd")
        #expect((errors.first?["file"] as? String)?.hasSuffix("odd.lua") == true, "\(errors)")
        #expect((1...2).contains(errors.first?["line"] as? Int ?? 0), "\(errors)")
        #expect(run.messages.contains("rule \"odd\" failed 2 times"), "\(run.messages)")
        #expect(run.messages.contains("odd.lua:"), "\(run.messages)")
        #expect((run.messages + run.text).contains(Self.inVerdict(given.message)), "\(run.messages)")
    }

    /// Paths in verdicts start at the rules folder.
    private static func inVerdict(_ message: String) -> String {
        message.replacingOccurrences(of: "rules/", with: "")
    }

    @Test("a rules folder that is missing, empty or no folder is said so with what to do")
    func folders() throws {
        let place = try Workplace(policy: nil)
        try place.write("empty/lists/words.txt", "x")
        try place.write("file", "x")
        for name in ["missing", "empty", "file", "missing/rules"] {
            for command in [[], ["check"], ["test"]] {
                let run = try place.run(command + ["--rules", name], input: Data(Self.comment.utf8))
                #expect(run.status == 2, "\(name) \(command)")
                #expect(run.text.isEmpty || command == ["check"])
                #expect((run.text + run.messages).contains(name + ": "), "\(run.text)\(run.messages)")
            }
        }
    }

    @Test("an unreadable rules folder, file or list is an error", arguments: ["", "/odd.lua", "/lists/w.txt"])
    func unreadable(_ name: String) throws {
        let place = try Workplace()
        try place.write(
            "rules/odd.lua", "rule { name = 'a', category = 'spam', score = 1, words = list 'lists/w.txt' }")
        try place.write("rules/lists/w.txt", "word\n")
        let run = try place.shell(
            """
            chmod 000 rules\(name)
            # Root reads everything unless it gives that power up.
            if [ "$(id -u)" = 0 ]; then set -- setpriv --bounding-set=-dac_override,-dac_read_search; fi
            "$@" "$MODFILTER"; status=$?
            chmod 700 rules\(name)
            exit $status
            """, input: Self.comment)
        #expect(run.status == 2)
        #expect(run.output.isEmpty)
        #expect(run.messages.contains("rules\(name)") || run.messages.contains("lists/w.txt"), "\(run.messages)")
        #expect(run.messages.contains("ermission"), "\(run.messages)")
    }

    @Test("rules come from --rules, else $MODFILTER_RULES, else ./rules")
    func whichRules() throws {
        let place = try Workplace()
        try place.write(
            "others/a.lua", "rule { name = 'all', category = 'x', score = 0, check = function() return true end }")
        let input = #"{"body":"x"}"#
        func rules(_ run: Command.Result) throws -> Int { (try run.records.first?["rules"] as? [Any])?.count ?? -1 }
        #expect(try rules(place.run(input: input)) == 0)
        #expect(try rules(place.run("--rules", "others", input: input)) == 1)
        #expect(try rules(place.run(input: input, environment: ["MODFILTER_RULES": "others"])) == 1)
        #expect(try rules(place.run("--rules", "rules", input: input, environment: ["MODFILTER_RULES": "others"])) == 0)
    }
}
