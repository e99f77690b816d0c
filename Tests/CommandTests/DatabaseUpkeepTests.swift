import Foundation
import Testing

/// What an admin does with a queue's database, over the years.
@Suite("A queue's database, looked after")
struct DatabaseUpkeepTests {
    private let place: Workplace

    init() throws {
        place = try Workplace()
        let input = """
            {"id":1,"author":"Ann","email":"ann@example.org","ip":"203.0.113.9","body":"fine"}
            {"id":2,"author":"Bob","body":"doubtful"}
            {"id":3,"author":"Ann","comment_author_email":"ANN@example.org","body":"bad"}

            """
        #expect(try place.run("--queue", "q.db", input: input).status == 0)
    }

    private func queue(_ line: String, input: String = "") throws -> Command.Result {
        try place.shell("$MODFILTER queue \(line) --queue q.db", input: input)
    }

    private func ids() throws -> [String] {
        try queue("export").records.compactMap { $0["id"] as? String }
    }

    private func modes() throws -> String { try place.shell("stat -c '%a %n' *.db*").text }

    @Test("is for its owner alone, with all that stands beside it, whatever the umask")
    func modesOfFiles() throws {
        _ = try place.shell(
            "umask 0; $MODFILTER --queue new.db < /dev/null; touch open.db; $MODFILTER --queue open.db",
            input: "{\"body\":\"a\"}\n")
        #expect(try queue("backup copy.db").status == 0)
        for line in try modes().split(separator: "\n") { #expect(line.hasPrefix("600 "), "\(line)") }
        #expect(try modes().contains("copy.db.key") && modes().contains("new.db.key"))
        let run = try place.start("--queue", "q.db")
        run.send("{\"body\":\"b\"}\n")
        try run.waitForLines(1)
        let lines = try modes()
        #expect(lines.contains("600 q.db-wal\n") && lines.contains("600 q.db-shm\n"), "\(lines)")
        run.endInput()
        #expect(try run.finish().status == 0)
    }

    @Test("and all beside it is for its owner alone again after a copy, or where another program made it")
    func modesOfCopies() throws {
        // An empty database of 4096 bytes, as sqlite3's `vacuum` makes it.
        var page = [UInt8](repeating: 0, count: 4096)
        page.replaceSubrange(0..<16, with: Array("SQLite format 3\u{0}".utf8))
        page.replaceSubrange(16..<24, with: [0x10, 0, 1, 1, 0, 64, 32, 32])
        for place in [27, 31, 59] { page[place] = 1 }
        page.replaceSubrange(100..<108, with: [13, 0, 0, 0, 0, 16, 0, 0])
        try place.write("made.db", Data(page))
        _ = try place.shell("chmod 644 made.db; $MODFILTER --queue made.db", input: "{\"body\":\"a\"}\n")
        #expect(try place.shell("$MODFILTER queue list --queue made.db").lines.count == 1)
        _ = try place.shell("cp q.db c.db; cp q.db.key c.db.key; chmod 644 c.db c.db.key")
        #expect(try place.shell("$MODFILTER queue list --queue c.db").status == 0)
        _ = try place.shell("chmod 640 q.db.key")
        #expect(try queue("list").status == 0)
        for line in try modes().split(separator: "\n") { #expect(line.hasPrefix("600 "), "\(line)") }
        // What is not ours stays as it is.
        try place.write(
            "other.db",
            "not a database of ours, and longer than the hundred bytes that its head would have"
                + String(repeating: ".", count: 100))
        _ = try place.shell("chmod 644 other.db; $MODFILTER queue list --queue other.db")
        #expect(try modes().contains("644 other.db"))
    }

    @Test("forgets a person")
    func forget() throws {
        let trial = try queue("forget --email ann@Example.org --dry-run")
        #expect(trial.text == "2 comments, 0 decisions, 2 events of history would be forgotten\n")
        #expect(try ids().count == 3)
        let done = try queue("forget --email ann@Example.org --json")
        #expect(done.text == #"{"comments":2,"decisions":0,"events":2,"dry_run":false}"# + "\n")
        #expect(!done.messages.contains("ann"))
        #expect(try ids() == ["2"])
        #expect(try queue("forget --author Bob").text == "1 comment, 0 decisions, 1 event of history forgotten\n")
        for wrong in ["", "--email a --ip b", "--author ' '"] {
            let run = try queue("forget \(wrong)")
            #expect(run.status == 64 && run.messages.contains("one of --email, --author and --ip"), "\(run.messages)")
        }
        for wrong in ["zzz", "0.0.0.0/0", "192.0.2"] {
            let run = try queue("forget --ip \(wrong)")
            #expect(run.status == 64 && run.messages.contains("--ip takes one address such as"), "\(run.messages)")
        }
        #expect(try queue("forget --ip ::1 --dry-run").status == 0)
    }

    @Test("is pruned of what is done")
    func prune() throws {
        let lease = try #require(try queue("take accept").records.first?["lease"] as? String)
        #expect(try queue("done \(lease)").status == 0)
        #expect(try queue("prune --older-than 1d").text == "0 comments, 0 decisions, 0 events of history removed\n")
        _ = try place.shell("sleep 2.1")
        #expect(try queue("prune --older-than 1s --keep-decisions").text.hasPrefix("1 comment, "))
        #expect(try queue("show 1").text.hasPrefix("accept, by the rules, done\n#1\n"))
        let accepted = try queue("accept 1")
        #expect(accepted.status == 1 && accepted.messages.contains("the comment \"1\" was pruned, so that there is"))
        #expect(try queue("list --rule bad").lines.count == 1)
        #expect(try queue("prune --older-than 1s --held").text.hasPrefix("2 comments, "))
        #expect(try ids() == ["3"])
        for wrong in ["--older-than 5", "", "--older-than 1d --held --keep-decisions"] {
            #expect(try queue("prune \(wrong)").status == 64)
        }
    }

    @Test("is copied while a run goes on, and is checked")
    func backup() throws {
        let run = try place.start("--queue", "q.db")
        run.send("{\"id\":4,\"body\":\"fine\"}\n")
        try run.waitForLines(1)
        #expect(try queue("backup copy.db").status == 0)
        run.send("{\"id\":5,\"body\":\"fine\"}\n")
        run.endInput()
        #expect(try run.finish().status == 0)
        let copied = try place.shell("$MODFILTER queue export --queue copy.db")
        #expect(try copied.records.compactMap { $0["id"] as? String } == ["1", "2", "3", "4"])
        #expect(try place.shell("$MODFILTER queue check --queue copy.db").text == "copy.db is whole\n")
        #expect(try queue("check --json").text == #"{"problems":[]}"# + "\n")
        let again = try queue("backup copy.db")
        #expect(again.status == 74)
        #expect(again.messages == "modfilter: copy.db can't be written: is there already; name another file\n")
    }

    @Test("says that it is damaged, with status 74")
    func damaged() throws {
        let input = (10...3000).map { #"{"id":\#($0),"body":"fine"}"# }.joined(separator: "\n") + "\n"
        #expect(try place.run("--queue", "q.db", input: input).status == 0)
        _ = try place.shell("printf xxxxxxxxxxxxxxxx | dd of=q.db bs=4096 seek=40 conv=notrunc")
        let check = try queue("check")
        #expect(check.status == 74)
        #expect(check.messages.contains("modfilter: q.db is damaged; go back to a backup"), "\(check.messages)")
        _ = try place.shell("dd if=/dev/zero of=q.db bs=4096 seek=50 count=100 conv=notrunc")
        let listed = try queue("list --limit 5000")
        #expect(listed.status == 74)
        #expect(
            listed.messages.hasPrefix("modfilter: q.db can't be read: the database is damaged"), "\(listed.messages)")
    }

    @Test("is not used without its key, or with another's")
    func key() throws {
        _ = try place.shell("mv q.db.key kept; $MODFILTER --queue r.db < /dev/null")
        for line in ["queue list", "queue check", ""] {
            let run = try place.shell("$MODFILTER \(line) --queue q.db", input: "{\"body\":\"a\"}\n")
            #expect(run.status == 74 && run.text.isEmpty)
            #expect(run.messages.contains("its key q.db.key is missing; put it back beside the database"))
        }
        let other = try place.shell("cp r.db.key q.db.key; $MODFILTER queue list --queue q.db")
        #expect(other.status == 74)
        #expect(
            other.messages.contains("its key q.db.key is another database's; put back the one that was made with it"))
        #expect(try place.shell("mv kept q.db.key; $MODFILTER queue list --queue q.db").lines.count == 3)
    }
}
