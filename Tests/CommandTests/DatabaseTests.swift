import Foundation
import Testing

/// The queue's database, as a blog and its moderators use it.
@Suite("A queue's database")
struct DatabaseTests {
    private static let four = """
        {"id":1,"author":"Ann","post":5,"body":"fine"}
        {"id":2,"author":"Bob","body":"doubtful"}
        {"id":3,"body":"bad"}
        {"id":4,"body":"cut
        {"body":"fine too"}

        """

    private func fed() throws -> Workplace {
        let place = try Workplace()
        let run = try place.run("--queue", "q.db", input: Self.four)
        #expect(run.status == 1 && run.lines.count == 5, "\(run.messages)")
        return place
    }

    /// Runs a command on the queue, as a shell line.
    private func queue(_ place: Workplace, _ line: String, input: String = "") throws -> Command.Result {
        try place.shell("$MODFILTER queue \(line) --queue q.db", input: input)
    }

    @Test("takes the comments of a run, and the same ones again without doubling them")
    func twice() throws {
        let place = try fed()
        let first = try queue(place, "export")
        #expect(first.status == 0)
        #expect(try first.records.map { $0["outcome"] as? String } == ["accept", "hold", "reject", "accept"])
        #expect(try place.run("--queue", "q.db", "--accept", "ok", input: Self.four).status == 1)
        #expect(try queue(place, "export").text == first.text)
        #expect(try place.records("ok").count == 2)
        let comment = try #require(try first.records[1]["comment"] as? [String: Any])
        #expect(comment["body"] as? String == "doubtful" && comment["moderation"] is [String: Any])
    }

    @Test("hands comments to the blog, once, until they are done")
    func taking() throws {
        let place = try fed()
        let taken = try queue(place, "take accept --limit 1 --lease 1h")
        let record = try #require(try taken.records.first)
        #expect(taken.lines.count == 1 && record["id"] as? String == "1")
        let lease = try #require(record["lease"] as? String)
        #expect(taken.text.hasPrefix(#"{"lease":"\#(lease)","key":"id:1","#))
        let rest = try queue(place, "take accept")
        #expect(try rest.records.compactMap { $0["key"] as? String }.first?.hasPrefix("content:") == true)
        #expect(try queue(place, "take accept").text.isEmpty)
        #expect(try queue(place, "done \(lease)").text == "1 done\n")
        #expect(try queue(place, "done \(lease) --json").text == #"{"done":1}"# + "\n")
        let key = try #require(try rest.records[0]["key"] as? String)
        #expect(try queue(place, "done", input: key + "\n").text == "1 done\n")
        let held = try queue(place, "done", input: "2\n")
        #expect(held.status == 1 && held.messages.contains(#"nobody has taken "2"; it stays in the queue"#))
        let unknown = try queue(place, "done nix")
        #expect(unknown.status == 1 && unknown.messages.contains(#"nothing is taken under the lease "nix""#))
    }

    @Test("lets moderators decide, take back, and see what was decided")
    func deciding() throws {
        let place = try fed()
        #expect(try queue(place, "list --outcome hold").text == "hold  queued  #2 Bob  doubtful 3\n")
        #expect(try queue(place, "accept 2 3 --note fine --by ann").text == "2 comments accepted\n")
        let page = try queue(place, "show 2").text
        #expect(page.hasPrefix("accept, by hand, queued\n#2 Bob\n"))
        #expect(page.contains("\n  doubtful\n\nRules that fired\n  doubtful  3\n\nDecisions\n"))
        #expect(page.contains("  ann  hold -> accept: fine\n"))
        let again = try queue(place, "accept 2 2")
        #expect(again.status == 0 && again.text == "0 comments accepted\n")
        #expect(again.messages == "modfilter: \"2\" is accepted by hand already; nothing is added\n")
        // The rules don't overturn it.
        _ = try place.run("--queue", "q.db", input: Self.four)
        let listed = try queue(place, "list --outcome accept --author Bob").text
        #expect(listed == "accept  queued  #2 Bob  by hand  doubtful 3\n")
        #expect(try queue(place, "undo 2 --json").text == #"{"undone":1}"# + "\n")
        let nothing = try queue(place, "undo 2")
        #expect(nothing.status == 1 && nothing.messages.contains(#"no decision by hand on "2" to take back"#))
        let record = try #require(try queue(place, "show 2 --json").records.first)
        #expect((record["decisions"] as? [Any])?.count == 2 && record["outcome"] as? String == "hold")
        #expect(try queue(place, "list --rule bad --json").records.map { $0["id"] as? String } == ["3"])
        #expect(try queue(place, "list --post 5").lines.count == 1)
        let stats = try #require(try queue(place, "stats --json").records.first)
        #expect((stats["accept"] as? [String: Any])?["queued"] as? Int == 3)
        let some = try queue(place, "list --limit 2")
        #expect(some.lines.count == 2 && some.messages.contains("there are more; --limit N shows so many"))
        let all = try queue(place, "list --limit \(Int.max)")
        #expect(all.status == 0 && all.lines.count == 4)
    }

    @Test(
        "keeps addresses until the blog has taken a comment, however it spells them, unless the policy says otherwise")
    func addresses() throws {
        let place = try Workplace()
        let input = """
            {"id":1,"email":"ann@example.org","ip":"203.0.113.9","body":"fine"}
            {"id":2,"comment_author_email":"bob@example.org","body":"fine","comment_author_IP":"203.0.113.8"}
            {"id":3,"author_\\u0065mail":"eve@example.org","user_ip":"203.0.113.7","body":"fine"}

            """
        #expect(try place.run("--queue", "q.db", input: input).status == 0)
        let taken = try queue(place, "take accept")
        #expect(taken.text.contains("ann@example.org") && taken.text.contains("203.0.113.8"))
        let lease = try #require(try taken.records.first?["lease"] as? String)
        #expect(try queue(place, "done \(lease)").status == 0)
        let records = try queue(place, "export").records.compactMap { $0["comment"] as? [String: Any] }
        #expect(records.map { Set($0.keys) } == Array(repeating: ["id", "body", "moderation"], count: 3))
        let bytes = try place.bytes("q.db")
        for gone in ["ann@example.org", "203.0.113", "eve@example.org"] {
            #expect(bytes.range(of: Data(gone.utf8)) == nil)
        }
        let keeping = try Workplace(
            policy: Workplace.byWords.replacing("reject = 6 }", with: "reject = 6, keep = 'ip' }"))
        #expect(try keeping.run("--queue", "q.db", input: input).status == 0)
        let second = try #require(try queue(keeping, "take accept").records.first?["lease"] as? String)
        #expect(try queue(keeping, "done \(second)").status == 0)
        let kept = try queue(keeping, "export").text
        #expect(kept.contains("203.0.113.8") && !kept.contains("@example.org"))
    }

    @Test("tells the comments of several blogs apart")
    func sources() throws {
        let place = try Workplace()
        for source in ["en", "zh"] {
            _ = try place.run("--queue", "q.db", "--source", source, input: Self.four)
        }
        let both = try queue(place, "accept 2")
        #expect(both.status == 1 && both.messages.contains(#"the id "2" is in the sources "en" and "zh"; say which"#))
        #expect(try queue(place, "accept 2 --source zh").status == 0)
        #expect(try queue(place, "list --outcome hold").text == "hold  queued  #2 Bob  of en  doubtful 3\n")
        _ = try place.run("--queue", "q.db", input: Self.four)
        let three = try queue(place, "show 1")
        #expect(
            three.messages.contains(#"in the sources "" and "en" and "zh"; say which with --source; --source "" is"#))
        #expect(try queue(place, "show 1 --source ''").text.contains("#1 Ann\n"))
        #expect(try queue(place, "reject 1 3 --source ''").status == 0)
        let taken = try queue(place, "take reject --source zh").records
        #expect(taken.map { $0["source"] as? String } == ["zh"])
        #expect(try queue(place, "stats --source zh").text.hasPrefix("accept  3 queued, the oldest of "))
        #expect(try queue(place, "stats").text.contains("\nreject  3 queued, 1 leased, the oldest of "))
        #expect(try queue(place, "list --outcome accept --json").records.count { $0["source"] as? String == "zh" } == 3)
    }

    @Test("finds words, in whatever they are written, and pieces of Chinese")
    func search() throws {
        let place = try Workplace()
        let input = """
            {"id":1,"author":"Ann","body":"Visit our CASINO"}
            {"id":2,"body":"网上赌博 is doubtful"}

            """
        #expect(try place.run("--queue", "q.db", input: input).status == 0)
        #expect(try queue(place, "list --search casino").text == "accept  queued  #1 Ann\n")
        #expect(try queue(place, "list --search 赌 --json").records.map { $0["id"] as? String } == ["2"])
        #expect(try queue(place, "list --search '賭博 is' --outcome hold").lines.count == 1)
        #expect(try queue(place, "list --search nothing").text.isEmpty)
        #expect(try queue(place, "list --search '\"; DROP TABLE entry; --'").status == 0)
        #expect(try queue(place, "index").text == "0 indexed\n")
        #expect(try place.run("--queue", "q.db", input: #"{"id":3,"body":"casino"}"#).status == 0)
        #expect(try queue(place, "index --json").text == #"{"indexed":1}"# + "\n")
        #expect(try queue(place, "list --search Casino").lines.count == 2)
        // A text that changes leaves its words behind, until the index is made anew.
        #expect(try place.run("--queue", "q.db", input: #"{"id":3,"body":"poker"}"#).status == 0)
        #expect(try queue(place, "list --search casino").lines.count == 1)
        #expect(try queue(place, "index --rebuild").text == "3 indexed\n")
        #expect(try queue(place, "list --search poker").lines.count == 1)
        for wrong in ["''", "'!!!'"] {
            let run = try queue(place, "list --search \(wrong)")
            #expect(run.status == 64 && run.messages.contains("--search takes words, and there is none in this text"))
        }
        let long = try queue(place, "list --search \"$(seq 10000)\"")
        #expect(long.status == 64 && long.messages.contains("--search takes 100 words at most"), "\(long.messages)")
    }

    @Test("says what is wrong, with the status for it")
    func errors() throws {
        let place = try fed()
        try place.write("text", "no database\n")
        _ = try place.shell("ln -s q.db link.db")
        for (line, status, message) in [
            ("queue list --queue none.db", 64, "there is no queue none.db; a run with --queue none.db makes it"),
            ("queue load profil --queue q.db", 64, "no file \"profil\"\n"),
            ("queue list", 64, "Missing expected argument '--queue"),
            ("queue take hold --queue q.db", 64, "hold"),
            ("queue take accept --lease 10 --queue q.db", 64, "--lease"),
            ("queue accept --queue q.db", 64, "Missing expected argument"),
            ("queue list --queue text", 74, "text can't be used: is no database; name another file"),
            ("queue show 99 --queue q.db", 1, #"no comment of the queue has the id "99""#),
            ("--queue text", 74, "text can't be a queue: is no database; name another file"),
            ("--source en", 64, "--source is about a database; name one with --queue"),
            ("--fast-queue", 64, "--fast-queue is about a database; name one with --queue"),
            ("--queue q.db --hold ./q.db", 64, "q.db is both a queue and --hold; name another file"),
            ("--queue new.db --hold new.db", 64, "new.db is both a queue and --hold; name another file"),
            ("--queue q.db >> q.db", 64, "q.db is both a queue and stdout; name another file"),
            ("--queue q.db --accept q.db.key", 64, "q.db.key is both a queue and --accept; name another file"),
            ("--queue q.db --hold q.db-wal", 64, "q.db-wal is both a queue and --hold; name another file"),
            ("--queue q.db --malformed ./q.db-shm", 64, "q.db-shm is both a queue and --malformed"),
            ("--queue q.db --reject q.db-journal", 64, "q.db-journal is both a queue and --reject"),
            ("--queue link.db --accept q.db-wal", 64, "/q.db-wal is both a queue and --accept"),
            ("--queue new.db --accept text text", 64, "text is both a queue and text; name another file"),
            ("--queue q.db q.db", 64, "q.db is both a queue and q.db; name another file"),
        ] {
            let run = try place.shell("$MODFILTER \(line)", input: Self.four)
            #expect(run.status == status && run.messages.contains(message), "\(line): \(run.status) \(run.messages)")
        }
        #expect(try place.text("text") == "no database\n")
        // What is refused for its usage leaves nothing behind.
        #expect(try !place.exists("new.db") && place.shell("ls").text == "link.db\nq.db\nq.db.key\nrules\ntext\n")
        #expect(try queue(place, "stats").status == 0)
    }

    @Test("ends quietly when the reader of an export goes away, and not when the disk is full")
    func closedReader() throws {
        let place = try fed()
        let run = try place.shell("{ $MODFILTER queue export --queue q.db; echo $? >&2; } | true; sleep 0.2")
        #expect(run.messages == "0\n")
        let full = try place.shell("$MODFILTER queue export --queue q.db > /dev/full")
        #expect(full.status == 74)
        #expect(full.messages == "modfilter: stdout can't be written: No space left on device\n")
    }
}
