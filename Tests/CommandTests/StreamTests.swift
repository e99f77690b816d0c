import Foundation
import Glibc
import Testing

@Suite("Slow input, signals and readers that leave")
struct StreamTests {
    static func comment(_ id: Int) -> String { #"{"id":\#(id),"body":"fine \#(id)"}"# + "\n" }

    @Test("each line is answered before the next one comes", arguments: [1, 2, 7])
    func lineByLine(jobs: Int) throws {
        let place = try Workplace()
        let command = try place.start("--jobs", "\(jobs)", "--accept", "ok")
        for id in 1...5 {
            command.send(Self.comment(id))
            try command.waitForLines(id)
            // A verdict is printed only after its comment is in its queue.
            #expect(try place.records("ok").count == id)
        }
        command.endInput()
        let run = try command.finish()
        #expect(run.status == 0)
        #expect(try run.records.compactMap { $0["id"] as? Int } == [1, 2, 3, 4, 5])
    }

    @Test("half a line waits for its other half")
    func halfLine() throws {
        let command = try Workplace().start()
        command.send(Self.comment(1) + #"{"id":2,"#)
        try command.waitForLines(1)
        try command.pass(seconds: 0.3)
        #expect(command.output.count { $0 == 0x0A } == 1)
        command.send(#""body":"x"}"# + "\n")
        try command.waitForLines(2)
        command.endInput()
        #expect(try command.finish().outcomes == ["accept", "accept"])
    }

    @Test("a signal ends the reading: what came is judged, flushed and summed up", arguments: [SIGINT, SIGTERM])
    func signals(_ number: Int32) throws {
        let place = try Workplace()
        let command = try place.start("--accept", "ok")
        command.send(Self.comment(1) + Self.comment(2) + #"{"id":3,"#)
        try command.waitForLines(2)
        command.signal(number)
        let run = try command.finish()
        #expect(run.status == 128 + number)
        #expect(run.lines.count == 2)
        #expect(try place.records("ok").count == 2)
        #expect(run.messages.contains("stopped; all is judged and safe up to line 2, go on with line 3"))
        #expect(run.messages.contains("2 comments in"))
    }

    @Test("a signal amid a long input loses nothing and doubles nothing")
    func signalUnderLoad() throws {
        let place = try Workplace()
        let command = try place.start("--jobs", "3", "--accept", "ok")
        for id in 1...30_000 { command.send(Self.comment(id)) }
        try command.waitForLines(1)
        command.signal(SIGTERM)
        let run = try command.finish()
        let count = run.lines.count
        #expect(run.status == 143 || count == 30_000)
        #expect(try place.records("ok").compactMap { $0["id"] as? Int } == Array(1..<count + 1))
        #expect(run.messages.contains("safe up to line \(count), go on with line \(count + 1)"), "\(run.messages)")
    }

    @Test("a signal before anything came ends it too")
    func earlySignal() throws {
        let place = try Workplace()
        let command = try place.start("--accept", "ok")
        // Queues are opened when rules are loaded and signals are looked after.
        try command.wait(for: "the queue") { _ in place.exists("ok") }
        command.signal(SIGINT)
        let run = try command.finish()
        #expect(run.status == 130)
        #expect(run.output.isEmpty)
    }

    @Test("a reader that leaves ends a run without queues quietly, with 0", arguments: [1, 2, 7])
    func closedOutput(jobs: Int) throws {
        // Not only the worker that meets the closed pipe must end, but also those that wait for input.
        let command = try Workplace().start("--jobs", "\(jobs)")
        command.send(Self.comment(1))
        try command.waitForLines(1)
        command.closeOutput()
        command.send(Self.comment(2))
        let run = try command.finish()
        #expect(run.status == 0)
        #expect(run.messages.isEmpty)
    }

    @Test("a full output ends a run at once, though input may still come", arguments: [1, 2, 7])
    func fullOutput(jobs: Int) throws {
        let command = try Workplace().start("--jobs", "\(jobs)", stdout: .file("/dev/full"))
        command.send(Self.comment(1))
        #expect(try command.finish().status == 74)
    }

    @Test("with queues the judging goes on to the end when the reader leaves")
    func closedOutputWithQueues() throws {
        let place = try Workplace()
        let command = try place.start("--accept", "ok")
        command.send(Self.comment(1))
        try command.waitForLines(1)
        command.closeOutput()
        for id in 2...3000 { command.send(Self.comment(id)) }
        command.endInput()
        let run = try command.finish()
        #expect(run.status == 0)
        #expect(run.messages.contains("3,000 comments in"))
        #expect(try place.records("ok").compactMap { $0["id"] as? Int } == Array(1...3000))
    }

    @Test("head takes its line and the pipe ends quietly")
    func head() throws {
        let place = try Workplace()
        try place.write("in", (1...30_000).map(Self.comment).joined())
        let run = try place.shell("{ $MODFILTER in; echo \"status $?\" >&2; } | head -1")
        #expect(try run.outcomes == ["accept"])
        #expect(run.messages == "status 0\n")
    }
}
