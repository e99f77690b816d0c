import Foundation
import Testing

/// What goes out of a queue's database to train with, and what comes in from before.
@Suite("A queue's database, exported and loaded")
struct DatabaseArchiveTests {
    private let place: Workplace

    init() throws {
        place = try Workplace()
    }

    private func queue(_ line: String, input: String = "") throws -> Command.Result {
        try place.shell("$MODFILTER queue \(line) --queue q.db", input: input)
    }

    private func standings() throws -> [String] {
        try queue("export").records.map { record in
            ["id", "outcome", "state", "decided_by"].map { record[$0] as? String ?? "" }.joined(separator: " ")
        }
    }

    @Test("gives what moderators decided as training data, without addresses")
    func labelled() throws {
        let input = """
            {"id":1,"author":"Ann","email":"ann@example.org","ip":"203.0.113.9","body":"fine","created_at":5}
            {"id":2,"comment_content":"doubtful","comment_author_url":"http://a.example"}
            {"id":3,"body":"bad"}
            {"id":4,"body":"fine too"}
            {"id":5,"body":"doubtful again"}

            """
        #expect(try place.run("--queue", "q.db", input: input).status == 0)
        #expect(try queue("accept 1").status == 0)
        #expect(try queue("reject 2 4").status == 0)
        #expect(try queue("accept 5").status == 0 && queue("undo 5").status == 0)
        let run = try queue("export --labelled")
        let first = #"{"label":"ham","labels":{"spam":false,"tone":false},"id":"1","type":"comment","author":"Ann","#
        #expect(run.lines.first == first + #""body":"fine","created_at":5}"#)
        let records = try run.records
        #expect(records.map { $0["id"] as? String } == ["1", "2"])
        #expect(records[1]["label"] as? String == "spam" && records[1]["url"] as? String == "http://a.example")
        #expect(
            records[1]["body"] as? String == "doubtful" && records[1]["labels"] as? [String: Bool] == ["spam": true])
        let remedy = "queue export --labelled --as spam takes it in"
        #expect(run.messages.contains("1 rejected comment left out, for no rule fired on it; \(remedy)"))
        let tone = try queue("export --labelled --as tone")
        #expect(try tone.records.map { $0["label"] as? String } == ["ham", "spam", "tone"] && tone.messages.isEmpty)
        let all = try queue("export --labelled --all --as ham").records
        #expect(all.map { $0["id"] as? String } == ["1", "2", "3", "4"])
        // What it prints reads as comments again.
        #expect(try place.run("--quiet", input: run.text).outcomes == ["accept", "hold"])
        for wrong in ["--all", "--as spam", "--labelled --as ''"] { #expect(try queue("export \(wrong)").status == 64) }
    }

    @Test("trains with what moderators decided, and says how sure models are of it that have not seen it")
    func trained() throws {
        let input = (1...40).map {
            #"{"id":\#($0),"body":"\#($0 % 2 == 0 ? "a quiet walk" : "free coins here") \#($0)"}"# + "\n"
        }
        #expect(try place.run("--queue", "q.db", input: input.joined()).status == 0)
        let ids = { (rest: Int) in (1...40).filter { $0 % 2 == rest }.map(String.init).joined(separator: " ") }
        #expect(try queue("accept \(ids(0))").status == 0)
        #expect(try queue("reject \(ids(1))").status == 0)
        #expect(try place.shell("$MODFILTER queue export --labelled --as spam --queue q.db > ours.jsonl").status == 0)
        let train = "$MODFILTER train spam --write m.model --predictions p.jsonl"
        // Without --as nothing says that what was rejected is spam.
        let undecided = try place.shell("\(train) --from q.db")
        #expect(undecided.status == 64 && undecided.messages.contains("20 rejected comments left out"))
        let run = try place.shell("\(train) --from q.db ours.jsonl && cat p.jsonl")
        #expect(run.status == 0 && run.text.contains("ours.jsonl") && run.text.contains("Written to m.model."))
        let sure = run.lines.filter { $0.hasPrefix("{") }
        #expect(sure.count == 40 && sure.allSatisfy { $0.contains(#""probability":"#) })
        let missing = try place.shell("\(train) --from nowhere.db")
        #expect(missing.status == 64 && missing.messages.contains("there is no queue nowhere.db"))
        #expect(try place.shell("\(train) --update m.model ours.jsonl").status == 64)
    }

    @Test("says what to do with lines of an export, and takes in what is made of them so")
    func loadExport() throws {
        let input = #"{"id":1,"email":"ann@example.org","body":"bad"}"# + "\n" + #"{"id":2,"body":"fine"}"# + "\n"
        #expect(try place.run("--queue", "q.db", input: input).status == 0)
        let exported = try queue("export")
        let run = try place.shell("$MODFILTER queue load --queue r.db", input: exported.text)
        #expect(run.status == 1 && run.text == "0 comments loaded, 0 of them held; 0 there already\n")
        let remedy = "jq -c '.comment + {decision: .outcome}'"
        #expect(
            run.messages.hasPrefix(
                "modfilter: stdin:1: is a line of queue export; give its comment and decision: \(remedy)\n"))
        // What that command does.
        let lines = try exported.records.map { record in
            var comment = try #require(record["comment"] as? [String: Any])
            comment["decision"] = record["outcome"]
            return String(decoding: try JSONSerialization.data(withJSONObject: comment), as: UTF8.self) + "\n"
        }
        #expect(try place.shell("$MODFILTER queue load --queue r.db", input: lines.joined()).status == 0)
        let list = try place.shell("$MODFILTER queue list --queue r.db")
        #expect(list.text == "reject  done  #1  by hand  bad 6\naccept  done  #2  by hand\n")
    }

    @Test("takes old comments in with their decisions, once")
    func load() throws {
        let words = [
            ("decision", "\"accepted\""), ("status", "\"Approved\""), ("verdict", "\"ham\""),
            ("comment_approved", "\"1\""),
            ("comment_approved", "1"), ("status", "true"), ("decision", "\"rejected\""), ("status", "\"spam\""),
            ("comment_approved", "\"trash\""), ("verdict", "\"held\""), ("comment_approved", "\"0\""),
            ("status", "\"pending\""),
        ]
        let lines = words.enumerated().map { number, word in
            #"{"id":\#(number + 1),"body":"b","email":"a@example.org","comment_date_gmt":"2020-01-01","\#(word.0)":\#(word.1)}"#
        }
        try place.write("old.jsonl", lines.joined(separator: "\n") + "\n" + #"{"body":"no id","status":"spam"}"# + "\n")
        #expect(try queue("load old.jsonl").text == "13 comments loaded, 3 of them held; 0 there already\n")
        let standings = try standings()
        #expect(standings[..<6].allSatisfy { $0.hasSuffix("accept done moderator") }, "\(standings)")
        #expect(standings[6..<9].allSatisfy { $0.hasSuffix("reject done moderator") })
        #expect(standings[9..<12].allSatisfy { $0.hasSuffix("hold queued rule") })
        #expect(standings[12] == " reject done moderator")
        let comments = try queue("export").records.compactMap { $0["comment"] as? [String: Any] }
        // What waits keeps its address.
        #expect(comments.map { $0["email"] != nil } == (0..<13).map { (9..<12).contains($0) })
        #expect(try queue("show 1").text.contains("came 2020-01-01"))
        let again = try queue("load old.jsonl --json")
        #expect(again.text == #"{"loaded":0,"held":0,"there_already":13,"left_out":0}"# + "\n")
        #expect(try queue("export --labelled --as spam").lines.count == 10)
        #expect(try queue("forget --email A@example.org").text.hasPrefix("12 comments, "))
    }

    @Test("leaves what is in the queue already as it is, and tells blogs apart")
    func loadAfterRun() throws {
        #expect(try place.run("--queue", "q.db", input: #"{"id":1,"body":"bad"}"#).status == 0)
        let old = #"{"id":1,"body":"bad","status":"ham"}"#
        #expect(try queue("load", input: old).text == "0 comments loaded, 0 of them held; 1 there already\n")
        #expect(try queue("load --source zh --decided-by rule -", input: old).text.hasPrefix("1 comment loaded"))
        #expect(try standings() == ["1 reject queued rule", "1 accept done rule"])
        #expect(try queue("check").status == 0)
    }

    @Test("says which lines it leaves out, and why")
    func wrongLines() throws {
        let old = """
            {"id":1,"body":"a","status":"ham"}
            {"id":2,"body":"a"}
            {"id":3,"body":"a","status":"\u{1B}[31mnew"}
            {"id":4,"body":"a","decision":["ham"]}
            {"id":5,"body":

            """
        try place.write("old.jsonl", old)
        let run = try queue("load old.jsonl")
        #expect(run.status == 1 && run.text.hasPrefix("1 comment loaded"))
        let wanted = [
            #"old.jsonl:2: it says no decision; give accepted, rejected or held as "decision""#,
            #"old.jsonl:4: its decision is no word; give accepted, rejected or held"#, "old.jsonl:5: ",
        ]
        for line in wanted { #expect(run.messages.contains("modfilter: " + line), "\(run.messages)") }
        #expect(!run.messages.contains("\u{1B}"))
        let many = try queue("load", input: String(repeating: "{\"body\":\"a\"}\n", count: 30))
        #expect(many.status == 1 && many.messages.contains("and 10 more lines that were left out"))
        #expect(try queue("load none.jsonl").status == 64)
    }
}
