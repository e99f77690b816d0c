import Foundation
import Testing

/// What rules remember, within a run and, with a queue, beyond it.
@Suite("what rules remember")
struct MemoryTests {
    private static let counting = """
        local before = history "ip"
        local similar = history { by = "similar", within = "1d" }
        rule { name = "before", category = "c", score = 0, check = function(comment)
          return true, before(comment) .. " " .. similar(comment)
        end }
        """

    private static let asking = """
        rule { name = "known", category = "c", score = 0, check = function(comment)
          local past = seen(comment)
          return true, past.accepted .. " " .. past.rejected .. " " .. tostring(past.first_seen) .. " "
            .. tostring(comment.parent_verdict)
        end }
        rule { name = "bad", category = "spam", verdict = "reject", words = { "casino" } }
        """

    private func place(_ rules: String) throws -> Workplace {
        let place = try Workplace(policy: "policy { hold = 3, reject = 6 }")
        try place.write("rules/a.lua", rules)
        return place
    }

    private func reasons(_ place: Workplace, _ input: String, _ arguments: String...) throws -> [String] {
        let run = try place.run(["--json"] + arguments, input: Data(input.utf8))
        #expect(run.status == 0, "\(run.messages)")
        return try run.records.map { record in
            let rules = try #require(record["rules"] as? [[String: Any]])
            return rules.first?["reason"] as? String ?? ""
        }
    }

    private static func comments(_ ids: Range<Int>) -> String {
        ids.map { id in
            """
            {"id":\(id),"ip":"10.0.0.1","created_at":\(1000 + id),"body":"the same long text that all of these have, \
            which is one sentence of many words"}

            """
        }.joined()
    }

    @Test("history goes on where the run before ended, and counts nothing twice")
    func acrossRuns() throws {
        let place = try place(Self.counting)
        #expect(try reasons(place, Self.comments(0..<3), "--queue", "q.db") == ["0 0", "1 1", "2 2"])
        #expect(try reasons(place, Self.comments(3..<5), "--queue", "q.db") == ["3 3", "4 4"])
        // The same ones again are no further comments.
        #expect(try reasons(place, Self.comments(0..<5), "--queue", "q.db") == ["0 0", "1 1", "2 2", "3 3", "4 4"])
        #expect(try reasons(place, Self.comments(5..<6), "--queue", "q.db") == ["5 5"])
        #expect(try reasons(place, Self.comments(3..<5)) == ["0 0", "1 1"])
    }

    @Test("what an archive holds counts from the first run on")
    func archive() throws {
        let place = try place(Self.counting)
        let old = Self.comments(0..<3).replacing("\"ip\"", with: "\"status\":\"approved\",\"ip\"")
        #expect(try place.shell("$MODFILTER queue load --queue q.db", input: old).status == 0)
        #expect(try reasons(place, Self.comments(0..<5), "--queue", "q.db") == ["0 0", "1 1", "2 2", "3 3", "4 4"])
    }

    @Test("comments without an id are remembered once too, however often their file is read")
    func withoutIds() throws {
        let place = try place(Self.counting)
        let input = String(repeating: #"{"ip":"10.0.0.1","created_at":1,"body":"x"}"# + "\n", count: 3)
        #expect(try reasons(place, input, "--queue", "q.db") == ["0 0", "1 0", "2 0"])
        _ = try reasons(place, input, "--queue", "q.db")
        let other = #"{"id":9,"ip":"10.0.0.1","created_at":1,"body":"y"}"# + "\n"
        #expect(try reasons(place, other, "--queue", "q.db") == ["3 0"])
    }

    @Test("from the same state the output is the same, for any number of workers")
    func repeatable() throws {
        let place = try place(Self.counting)
        _ = try reasons(place, Self.comments(0..<50), "--queue", "q.db")
        let input = Self.comments(50..<2000)
        var outputs: Set<String> = []
        for jobs in ["1", "2", "7"] {
            _ = try place.shell("cp q.db w\(jobs).db && cp q.db.key w\(jobs).db.key")
            outputs.insert(
                try reasons(place, input, "--queue", "w\(jobs).db", "--jobs", jobs).joined(separator: ","))
        }
        #expect(outputs.count == 1)
    }

    @Test("seen and parent_verdict tell of earlier runs, and never of this one")
    func decisions() throws {
        let place = try place(Self.asking)
        let first = """
            {"id":1,"email":"ann@example.org","created_at":1000,"body":"hello"}
            {"id":2,"email":"Ann@Example.org","created_at":1001,"body":"casino"}
            {"id":3,"email":"ann@example.org","created_at":1002,"parent":1,"body":"again"}

            """
        #expect(try reasons(place, first, "--queue", "q.db") == ["0 0 nil nil", "0 0 nil nil", "0 0 nil nil"])
        let second = """
            {"id":4,"email":"ann@example.org","parent":2,"body":"why?"}
            {"id":5,"email":"bob@example.org","parent":1,"body":"so"}
            {"id":6,"parent":77,"body":"nobody"}

            """
        #expect(
            try reasons(place, second, "--queue", "q.db") == ["2 1 1000 reject", "0 0 nil accept", "0 0 nil nil"])
        // Of another blog only its authors are known.
        #expect(
            try reasons(place, second, "--queue", "q.db", "--source", "two")
                == ["3 1 1000 nil", "1 0 \(try arrival(place)) nil", "0 0 nil nil"])
        #expect(try reasons(place, second) == ["0 0 nil nil", "0 0 nil nil", "0 0 nil nil"])
    }

    @Test("while the input pauses nothing is held on to, and what was decided meanwhile is seen then")
    func pausing() throws {
        let place = try place(Self.asking)
        let run = try place.start("--json", "--queue", "q.db", "--jobs", "2")
        for id in 1...3 {
            run.send(#"{"id":\#(id),"email":"quokka@example.org","created_at":1,"body":"hello"}"# + "\n")
            try run.waitForLines(id)
        }
        // None of its own, however slowly they come.
        #expect(String(decoding: run.output, as: UTF8.self).components(separatedBy: "0 0 nil nil").count == 4)
        let early = try place.shell("$MODFILTER queue forget --author nobody --queue q.db")
        #expect(early.status == 0 && early.messages.isEmpty, "\(early.messages)")
        let done = try place.shell(
            """
            lease=$($MODFILTER queue take accept --limit 2 --queue q.db | head -n 1 | cut -d '"' -f 4)
            $MODFILTER queue done $lease --queue q.db
            $MODFILTER queue forget --email quokka@example.org --queue q.db
            """)
        #expect(
            done.text == "2 done\n3 comments, 0 decisions, 3 events of history forgotten\n" && done.messages.isEmpty,
            "\(done.text)\(done.messages)")
        for file in ["q.db", "q.db-wal"] {
            #expect(try place.bytes(file).range(of: Data("quokka".utf8)) == nil, "\(file)")
        }
        _ = try place.shell("$MODFILTER --queue q.db", input: #"{"id":9,"email":"b@x.org","body":"hello"}"# + "\n")
        run.send(#"{"id":10,"email":"b@x.org","parent":9,"body":"hello"}"# + "\n")
        run.endInput()
        let last = try run.finish()
        #expect(last.status == 0 && last.lines.last?.contains(" accept\"") == true && last.text.contains("\"1 0 "))
    }

    /// When the comment of Bob's came.
    private func arrival(_ place: Workplace) throws -> Int {
        let records = try place.shell("$MODFILTER queue export --queue q.db").records
        return try #require(records.first { $0["id"] as? String == "5" }?["arrived"] as? Int)
    }

    @Test("what has no room is forgotten, and the summary says so")
    func bounded() throws {
        let place = try place(Self.counting)
        let run = try place.run("--json", "--history-memory", "1KB", input: Self.comments(0..<200))
        #expect(run.status == 0)
        #expect(
            run.messages.contains(
                "history had no room for all comments and counted the newest only; --history-memory 2KB holds twice"))
        #expect(try place.run("--history-memory", "much").status == 64)
    }
}
