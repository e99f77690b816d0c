import Foundation
import Glibc
import Moderation
import Testing

@testable import ModerationQueue

@Suite("Torn queue files")
struct TornLineTests {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    /// A file as a crash leaves it: whole lines, then the begun one, each made of a text said `times` times.
    struct Crash: Sendable, CustomTestStringConvertible {
        var whole: String
        var begun: String
        var times = 1

        var kept: String { String(repeating: whole, count: times) }
        var torn: String { String(repeating: begun, count: times) }
        var testDescription: String { "\(whole.debugDescription), \(begun.debugDescription), \(times) times" }
    }

    @Test(
        "an unfinished last line moves to the file's .torn",
        arguments: [
            Crash(whole: "a\n", begun: "b"),
            Crash(whole: "", begun: "a"),
            Crash(whole: "a\n\n", begun: "{\"id\":"),
            Crash(whole: "a\n", begun: "\u{0}\u{0}"),
            Crash(whole: "a\n", begun: "\r"),
            // As long as what is read at once, and longer.
            Crash(whole: "a\n", begun: "x", times: 65_536),
            Crash(whole: "", begun: "x", times: 200_000),
        ])
    func torn(_ crash: Crash) throws {
        let path = try folder.file("ok", crash.kept + crash.torn)
        let queues = try FileQueues(.init(accept: path))
        let expected = FileQueues.TornLine(file: path, movedTo: path + ".torn", count: Int64(crash.torn.utf8.count))
        #expect(queues.tornLines == [expected])
        #expect(folder.text("ok") == crash.kept)
        #expect(folder.text("ok.torn") == crash.torn + "\n")
        try queues.write(.accepted("1"))
        #expect(folder.text("ok") == crash.kept + "1 accept\n")
    }

    @Test("a file that ends as it should stays as it is", arguments: ["", "\n", "a\n", "a\nb\r\n"])
    func whole(text: String) throws {
        let queues = try FileQueues(.init(accept: try folder.file("ok", text)))
        #expect(queues.tornLines.isEmpty)
        #expect(folder.text("ok") == text)
        #expect(folder.text("ok.torn") == nil)
    }

    @Test("torn lines gather in one file")
    func again() throws {
        for line in ["first", "second"] {
            let queues = try FileQueues(.init(reject: try folder.file("bad", line)))
            #expect(queues.tornLines.count == 1)
        }
        #expect(folder.text("bad.torn") == "first\nsecond\n")
    }

    @Test("a torn line that can't be moved stays, and the run does not begin")
    func noRefuge() throws {
        let path = try folder.file("ok", "a\nb")
        try FileManager.default.createDirectory(atPath: path + ".torn", withIntermediateDirectories: false)
        #expect(throws: OutputError(output: path + ".torn", message: "is a directory, not a file")) {
            try FileQueues(.init(accept: path))
        }
        #expect(folder.text("ok") == "a\nb")
    }

    @Test("a .torn that would swallow the line is refused")
    func deviceAsRefuge() throws {
        let path = try folder.file("ok", "a\nb")
        #expect(symlink("/dev/null", path + ".torn") == 0)
        let message = "must be a plain file, to take the unfinished last line of \(path)"
        #expect(throws: OutputError(output: path + ".torn", message: message)) {
            try FileQueues(.init(accept: path))
        }
        #expect(folder.text("ok") == "a\nb")
    }

    @Test("a disk that fills up while a torn line moves leaves both files as they were")
    func fullRefuge() async {
        // In a process of its own: the limit, which stands for the disk, belongs to the whole process.
        await #expect(processExitsWith: .success) {
            let folder = try TemporaryFolder()
            let torn = "a\n" + String(repeating: "b", count: 100_000)
            let path = try folder.file("ok", torn)
            _ = try folder.file("ok.torn", "before\n")
            limitFileSize(to: 80_000)
            #expect(throws: OutputError(output: path + ".torn", message: "File too large")) {
                try FileQueues(.init(accept: path))
            }
            #expect(folder.text("ok") == torn)
            #expect(folder.text("ok.torn") == "before\n")
        }
    }

    @Test("nothing is mended where another queue of the run can't be used")
    func othersFirst() throws {
        let path = try folder.file("ok", "a\nb")
        #expect(throws: OutputError.self) { try FileQueues(.init(accept: path, reject: folder.path)) }
        #expect(folder.text("ok") == "a\nb")
        #expect(folder.text("ok.torn") == nil)
    }
}
