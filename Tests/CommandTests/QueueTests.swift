import Foundation
import Testing

@Suite("Queues")
struct QueueTests {
    static let five = """
        {"id":1,"body":"fine"}
        {"id":2,"body":"doubtful"}
        {"id":3,"body":"bad"}
        {"id":4,"body":"cut
        {"id":5,"body":"fine too"}

        """

    private static func ids(_ records: [[String: Any]]) -> [Int] { records.compactMap { $0["id"] as? Int } }

    @Test("each comment goes to the queue of its verdict, as it came, with the verdict under moderation")
    func routing() throws {
        let place = try Workplace()
        let run = try place.run(
            "--accept", "ok", "--hold", "later", "--reject", "no", "--malformed", "broken", input: Self.five)
        #expect(run.status == 1)
        #expect(try run.outcomes == ["accept", "hold", "reject", "invalid_json", "accept"])
        #expect(try Self.ids(place.records("ok")) == [1, 5])
        #expect(try Self.ids(place.records("later")) == [2])
        #expect(try Self.ids(place.records("no")) == [3])
        #expect(try place.text("broken") == #"{"id":4,"body":"cut"# + "\n")
        let rejected = try place.text("no")
        #expect(rejected.hasPrefix(#"{"id":3,"body":"bad","moderation":{"verdict":"reject","because":"score","#))
        #expect(run.messages.contains("4 comments in") && run.messages.contains("2 accepted, 1 held, 1 rejected"))
    }

    @Test("a second run appends")
    func appending() throws {
        let place = try Workplace()
        for _ in 1...2 { _ = try place.run("--accept", "ok", "--sync", input: Self.five) }
        #expect(try Self.ids(place.records("ok")) == [1, 5, 1, 5])
    }

    @Test("one file may be several queues")
    func sharedFile() throws {
        let place = try Workplace()
        _ = try place.run("--accept", "all", "--hold", "./all", "--reject", "all", input: Self.five)
        #expect(try Self.ids(place.records("all")) == [1, 2, 3, 5])
    }

    @Test("a full device as a queue ends with 74 and without a verdict", arguments: ["--accept", "--malformed"])
    func fullDevice(_ queue: String) throws {
        let place = try Workplace()
        let run = try place.run(queue, "/dev/full", "--reject", "no", input: Self.five)
        #expect(run.status == 74)
        #expect(run.output.isEmpty)
        #expect(try place.text("no").isEmpty)
        #expect(run.messages.contains("/dev/full can't be written: No space left on device; no verdict was written"))
    }

    @Test(
        "a queue that can't be opened ends with 74 before anything is judged",
        arguments: ["nowhere/queue", "folder", "", "locked/queue"])
    func unusable(_ name: String) throws {
        let place = try Workplace()
        try place.write("folder/file", "")
        try place.write("locked/file", "")
        let run = try place.shell(
            """
            chmod 500 locked
            if [ "$(id -u)" = 0 ]; then set -- setpriv --bounding-set=-dac_override,-dac_read_search; fi
            "$@" "$MODFILTER" --accept '\(name)' --hold later; status=$?
            chmod 700 locked
            exit $status
            """, input: Self.five)
        #expect(run.status == 74)
        #expect(run.output.isEmpty)
        #expect(run.messages.contains("\(name) can't be a queue: "), "\(run.messages)")
    }

    @Test("a queue that is also an input or stdout is refused, however it is named")
    func ownInput() throws {
        let place = try Workplace()
        for line in [
            "$MODFILTER --accept q q", "$MODFILTER --accept ./q < q", "ln -f q r; $MODFILTER --hold r q",
            "$MODFILTER --accept q < five >> q",
        ] {
            try place.write("q", Self.five)
            try place.write("five", Self.five)
            let run = try place.shell(line)
            #expect(run.status == 64, "\(line)")
            #expect(run.messages.contains("is both a queue and"), "\(run.messages)")
            #expect(try place.text("q") == Self.five)
        }
    }

    @Test("two runs do not write one queue")
    func locking() throws {
        let place = try Workplace()
        let first = try place.start("--accept", "ok")
        first.send(#"{"id":1,"body":"fine"}"# + "\n")
        try first.waitForLines(1)
        let second = try place.run("--accept", "ok", input: Self.five)
        #expect(second.status == 74)
        #expect(second.messages.contains("another run is writing to it"))
        first.endInput()
        #expect(try first.finish().status == 0)
        #expect(try Self.ids(place.records("ok")) == [1])
    }

    @Test("an unfinished last line is moved out of the way, with a word about it")
    func tornLine() throws {
        let place = try Workplace()
        try place.write("ok", #"{"id":9,"body":"whole"}"# + "\n" + #"{"id":10,"bo"#)
        let run = try place.run("--accept", "ok", input: Self.five)
        #expect(try Self.ids(place.records("ok")) == [9, 1, 5])
        #expect(try place.text("ok.torn") == #"{"id":10,"bo"# + "\n")
        #expect(run.messages.contains("ok ended within a line; its last 12 bytes are in ok.torn now"))
    }

    @Test("queues are not for everybody to read: comments carry addresses")
    func permissions() throws {
        let place = try Workplace()
        _ = try place.shell("umask 022; $MODFILTER --accept ok", input: Self.five)
        let attributes = try FileManager.default.attributesOfItem(atPath: place.path + "/ok")
        #expect(attributes[.posixPermissions] as? Int == 0o640)
    }

    @Test("with stderr closed no message gets into a queue")
    func closedErrors() throws {
        let place = try Workplace()
        let command = try place.start("--accept", "ok", stdout: .file("out"), stderr: .closed)
        command.send(Self.five)
        command.endInput()
        #expect(try command.finish().status == 1)
        #expect(try Self.ids(place.records("ok")) == [1, 5])
        #expect(try place.records("out").count == 5)
    }

    @Test("with stdout closed or full, comments are safe in their queues and the message says what is missing")
    func lostOutput() throws {
        for stdout in [RunningCommand.Stream.closed, .file("/dev/full")] {
            let place = try Workplace()
            let command = try place.start("--accept", "ok", stdout: stdout)
            command.send(Self.five)
            command.endInput()
            let run = try command.finish()
            #expect(run.status == 74)
            #expect(try Self.ids(place.records("ok")) == [1, 5])
            #expect(run.messages.contains("stdout can't be written: "))
            #expect(
                run.messages.contains(
                    "go on with line 6; the verdicts from line 1 on are missing: judge lines 1 to 5 again without queues"
                ))
        }
    }
}
