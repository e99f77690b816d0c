import Foundation
import Glibc
import Testing

@testable import Moderation
@testable import ModerationQueue

@Suite("Queues that can't be written")
struct QueueFailureTests {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test(
        "a file that can't be opened is named with what is wrong",
        arguments: [
            ("", "is a directory, not a file"),
            ("missing/ok", "the folder it should stand in does not exist"),
            ("plain/ok", "Not a directory"),
            ("nul\u{0}", "the name holds a NUL character"),
        ])
    func opening(name: String, message: String) throws {
        _ = try folder.file("plain", "")
        let path = folder.path(name)
        #expect(throws: OutputError(output: path, message: message)) { try FileQueues(.init(hold: path)) }
    }

    @Test("an empty name is refused")
    func emptyName() {
        #expect(throws: OutputError(output: "", message: "the name is empty")) { try FileQueues(.init(hold: "")) }
    }

    @Test("a file without write permission is refused", .disabled(if: geteuid() == 0, "root may write everything"))
    func permission() throws {
        let path = try folder.file("ok", "")
        #expect(chmod(path, 0o400) == 0)
        #expect(throws: OutputError(output: path, message: "Permission denied")) {
            try FileQueues(.init(accept: path))
        }
    }

    @Test("a second run on the same file is refused until the first one ends, and devices are free for all")
    func locked() throws {
        let path = folder.path("ok")
        var first: FileQueues? = try FileQueues(.init(accept: path, hold: "/dev/null"))
        #expect(first != nil)
        #expect(throws: OutputError(output: path, message: "another run is writing to it")) {
            try FileQueues(.init(reject: path))
        }
        _ = try FileQueues(.init(hold: "/dev/null"))
        first = nil
        // A process that another test starts holds our files, and so the lock, until it has become another program.
        for _ in 0..<500 {
            if (try? FileQueues(.init(reject: path))) != nil { return }
            usleep(10_000)
        }
        _ = try FileQueues(.init(reject: path))
    }

    @Test("on a full disk the block is taken back from all files", arguments: [false, true])
    func diskFull(syncsEachBlock: Bool) throws {
        let ok = try folder.file("ok", "before\n")
        let queues = try FileQueues(
            .init(accept: ok, hold: "/dev/full", reject: folder.path("bad")), syncsEachBlock: syncsEachBlock)
        try queues.write(.accepted("1"), .rejected("2"))
        #expect(throws: OutputError(output: "/dev/full", message: "No space left on device")) {
            try queues.write(.accepted("3"), .held("4"), .rejected("5"))
        }
        #expect(folder.text("ok") == "before\n1 accept\n")
        #expect(folder.text("bad") == "2 reject\n")
        try queues.write(.accepted("6"))
        try queues.finish()
        #expect(folder.text("ok") == "before\n1 accept\n6 accept\n")
    }

    // In processes of their own: limits and signal actions belong to the whole process.

    @Test("at a file size limit the half-written block is taken back from all files")
    func fileSizeLimit() async {
        await #expect(processExitsWith: .success) {
            let folder = try TemporaryFolder()
            limitFileSize(to: 10_000)
            let queues = try FileQueues(.init(accept: folder.path("ok"), hold: folder.path("later")))
            try queues.write(.accepted("1"), .held(String(repeating: "2", count: 9_000)))
            let before = folder.text("later")
            #expect(throws: OutputError(output: folder.path("later"), message: "File too large")) {
                try queues.write(.accepted("3"), .held(String(repeating: "4", count: 5_000)))
            }
            #expect(folder.text("ok") == "1 accept\n")
            #expect(folder.text("later") == before)
            try queues.write(.held("5"))
            #expect(folder.text("later") == (before ?? "") + "5 hold\n")
        }
    }

    @Test("a reader that goes away takes the block back from the files, and is told apart from other failures")
    func closedPipe() async {
        await #expect(processExitsWith: .success) {
            let folder = try TemporaryFolder()
            signal(SIGPIPE, SIG_IGN)
            let path = folder.path("fifo")
            #expect(mkfifo(path, 0o600) == 0)
            let reader = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
            let queues = try FileQueues(
                .init(accept: path, reject: folder.path("bad")), syncsEachBlock: true)
            try queues.write(.accepted("1"), .rejected("2"))
            var received = [UInt8](repeating: 0, count: 100)
            let count = read(reader, &received, received.count)
            #expect(String(decoding: received.prefix(max(count, 0)), as: UTF8.self) == "1 accept\n")
            close(reader)
            #expect(throws: OutputError(output: path, message: "Broken pipe", isClosedPipe: true)) {
                try queues.write(.accepted("3"), .rejected("4"))
            }
            #expect(folder.text("bad") == "2 reject\n")
            try queues.finish()
        }
    }
}
