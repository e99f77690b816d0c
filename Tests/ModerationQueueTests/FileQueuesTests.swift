import Foundation
import Glibc
import Synchronization
import SystemPackage
import Testing

@testable import Moderation
@testable import ModerationQueue

@Suite("File queues")
struct FileQueuesTests {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test("each comment goes to the file of its outcome, and a malformed record as it came")
    func routing() throws {
        let queues = try FileQueues(
            .init(
                accept: folder.path("ok"), hold: folder.path("later"), reject: folder.path("bad"),
                malformed: folder.path("broken")))
        try queues.write(.held("1"), .accepted("2"), .malformed("{\u{0}\r"), .rejected("3"), .accepted("4"))
        try queues.finish()
        #expect(folder.text("ok") == "2 accept\n4 accept\n")
        #expect(folder.text("later") == "1 hold\n")
        #expect(folder.text("bad") == "3 reject\n")
        #expect(folder.text("broken") == "{\u{0}\r\n")
    }

    @Test("an outcome without a queue is passed over")
    func noQueue() throws {
        let queues = try FileQueues(.init(hold: folder.path("later")))
        try queues.write(.accepted("1"), .held("2"), .rejected("3"), .malformed("4"))
        #expect(folder.text("later") == "2 hold\n")
        let none = try FileQueues(.init())
        try none.write(.accepted("1"))
        try none.finish()
    }

    @Test("a second run goes on where the first one stopped", arguments: [false, true])
    func appends(syncsEachBlock: Bool) throws {
        for id in ["1", "2"] {
            let queues = try FileQueues(.init(accept: folder.path("ok")), syncsEachBlock: syncsEachBlock)
            try queues.write(.accepted(id))
            try queues.write(.accepted(id + "b"))
            try queues.finish()
            #expect(queues.tornLines.isEmpty)
        }
        #expect(folder.text("ok") == "1 accept\n1b accept\n2 accept\n2b accept\n")
    }

    @Test("a file named twice takes both kinds in input order", arguments: ["both", "link", "symlink", "../both"])
    func sameFile(otherName: String) throws {
        let path = try folder.file("both", "")
        let inner = folder.path("inner")
        try FileManager.default.createDirectory(atPath: inner, withIntermediateDirectories: false)
        #expect(link(path, folder.path("link")) == 0)
        #expect(symlink("both", folder.path("symlink")) == 0)
        let other = otherName.hasPrefix("..") ? inner + "/" + otherName : folder.path(otherName)
        let queues = try FileQueues(.init(accept: path, hold: folder.path("later"), reject: other, malformed: other))
        try queues.write(.rejected("1"), .malformed("2"), .accepted("3"), .held("4"), .rejected("5"))
        #expect(folder.text("both") == "1 reject\n2\n3 accept\n5 reject\n")
        #expect(folder.text("later") == "4 hold\n")
    }

    @Test("a record that comes in pieces is put together, across blocks too")
    func pieces() throws {
        let queues = try FileQueues(.init(malformed: folder.path("broken")))
        try queues.write(.malformed("a"), .malformed("b1", continues: true), .malformed("b2", continues: true))
        try queues.write(.malformed("b3"), .malformed("c"))
        #expect(folder.text("broken") == "a\nb1b2b3\nc\n")
    }

    @Test("a file that somebody empties meanwhile is filled again from its start")
    func emptied() throws {
        let queues = try FileQueues(.init(accept: folder.path("ok")))
        try queues.write(.accepted("1"))
        #expect(truncate(folder.path("ok"), 0) == 0)
        try queues.write(.accepted("2"))
        #expect(folder.text("ok") == "2 accept\n")
    }

    @Test("a new queue is for its owner and group only")
    func mode() throws {
        let queues = try FileQueues(.init(accept: folder.path("ok")))
        try queues.write(.accepted("1"))
        var status = stat()
        #expect(stat(folder.path("ok"), &status) == 0)
        #expect(status.st_mode & 0o777 & ~0o640 == 0)
    }

    @Test("a file is recognised under any name, open or not, and before it is there")
    func identity() throws {
        let path = try folder.file("ok", "")
        #expect(symlink("ok", folder.path("link")) == 0)
        let file = try #require(FileIdentity(ofFile: path))
        let open = try FileDescriptor.open(FilePath(folder.path("link")), .readOnly)
        #expect(file.isPlainFile && FileIdentity(ofFile: folder.path("link")) == file && FileIdentity(of: open) == file)
        try open.close()
        #expect(FileIdentity(of: open) == nil && FileIdentity(ofFile: folder.path("none/new")) == nil)
        let new = try #require(FileIdentity(ofFile: folder.path("new")))
        #expect(new.isPlainFile && new == FileIdentity(ofFile: folder.path("./new")))
        #expect(new != FileIdentity(ofFile: folder.path("newer")) && new != file)
        #expect(FileIdentity(ofFile: "/dev/null")?.isPlainFile == false)
    }

    @Test("a slow reader of a non-blocking pipe is waited for")
    func slowReader() throws {
        let path = folder.path("fifo")
        #expect(mkfifo(path, 0o600) == 0)
        let reader = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        defer { close(reader) }
        let file = try QueueFile(path)
        #expect(fcntl(file.descriptor.rawValue, F_SETFL, O_NONBLOCK | O_APPEND) == 0)
        #expect(fcntl(reader, F_SETFL, 0) == 0)
        // Several times what a pipe holds (64 KiB on Linux).
        let sent = 300_000
        // A thread and not a task: the append below blocks, and tasks may have to share the one thread that does.
        let counter = PipeCounter()
        let thread = Thread { counter.read(reader, upTo: sent) }
        thread.start()
        try [UInt8](repeating: 7, count: sent).withUnsafeBytes { try file.append($0) }
        #expect(counter.wait() == sent)
    }
}

/// Counts what comes out of a pipe, in a thread of its own.
private final class PipeCounter: Sendable {
    private let count = Mutex(0)
    private let done = DispatchSemaphore(value: 0)

    func read(_ descriptor: Int32, upTo limit: Int) {
        var piece = [UInt8](repeating: 0, count: 10_000)
        while count.withLock({ $0 }) < limit {
            let more = Glibc.read(descriptor, &piece, piece.count)
            if more <= 0 { break }
            count.withLock { $0 += more }
        }
        done.signal()
    }

    func wait() -> Int {
        done.wait()
        return count.withLock { $0 }
    }
}
