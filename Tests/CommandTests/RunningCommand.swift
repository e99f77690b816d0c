import Foundation
import Glibc

/// A program that runs, with our ends of its streams.
///
/// One thread drives it: bytes move only while a test waits for something, so nothing can deadlock and nothing needs
/// a lock. After a minute the program is killed and the test fails.
final class RunningCommand {
    /// What stands behind a stream of the program.
    enum Stream {
        case pipe
        /// A terminal of its own, 80 columns wide.
        case terminal
        /// A file or device, opened as a shell's `<` and `>>` do.
        case file(String)
        case closed
    }

    struct TimedOut: Error, CustomStringConvertible {
        var description: String
    }

    private static let secondsToLive = 60.0

    let process: pid_t
    /// What must not go away while the program runs, such as its folder.
    var keeps: AnyObject?
    private var ends: [Int32?]
    private var isAlive = true
    private var pending: [UInt8] = []
    private var endsInput = false
    /// What came from stdout and stderr so far.
    private(set) var output = Data()
    private(set) var errors = Data()
    private let deadline = Date(timeIntervalSinceNow: RunningCommand.secondsToLive)

    init(
        program: String, arguments: [String], streams: [Stream], environment: [String: String], folder: String
    ) throws {
        // A program that stops reading early is the test's business, not the end of the tests.
        Glibc.signal(SIGPIPE, SIG_IGN)
        (process, ends) = try SpawnSetup.turn.withLock { _ in
            var setup = SpawnSetup()
            defer { setup.close() }
            var ends: [Int32?] = []
            for (number, stream) in streams.enumerated() { ends.append(try setup.connect(Int32(number), to: stream)) }
            let process = try setup.spawn(program, arguments: arguments, environment: environment, folder: folder)
            return (process, ends)
        }
        if let input = ends[0] { _ = fcntl(input, F_SETFL, O_NONBLOCK) }
    }

    deinit {
        for end in ends { if let end { close(end) } }
        guard isAlive else { return }
        kill(process, SIGKILL)
        waitpid(process, nil, 0)
    }

    /// Hands bytes to the program's stdin; they leave while the test waits for something.
    func send(_ text: String) { pending += Array(text.utf8) }
    func send(_ bytes: Data) { pending += Array(bytes) }

    /// Ends the program's stdin when all that was sent has left.
    func endInput() { endsInput = true }

    /// Goes away as a reader of stdout, as `head` does.
    func closeOutput() { closeEnd(1) }

    func signal(_ number: Int32) { kill(process, number) }

    /// Waits until `condition` holds.
    func wait(for what: String, until condition: (RunningCommand) -> Bool) throws {
        while !condition(self) {
            guard Date() < deadline else {
                kill(process, SIGKILL)
                throw TimedOut(
                    description: """
                        waited for \(what) in vain; stdout: \(String(decoding: output.suffix(2000), as: UTF8.self)); \
                        stderr: \(String(decoding: errors.suffix(2000), as: UTF8.self))
                        """)
            }
            guard ends.contains(where: { $0 != nil }) else {
                throw TimedOut(
                    description: "all streams have ended without \(what): \(String(decoding: errors, as: UTF8.self))")
            }
            moveBytes()
        }
    }

    /// Waits for so many lines on stdout.
    func waitForLines(_ count: Int) throws {
        try wait(for: "\(count) lines") { $0.output.count { $0 == 0x0A } >= count }
    }

    /// How often stdout has shown a text.
    func shown(_ text: String) -> Int { String(decoding: output, as: UTF8.self).ranges(of: text).count }

    /// Waits until stdout holds a text.
    func waitForOutput(_ text: String) throws {
        try wait(for: text) { String(decoding: $0.output, as: UTF8.self).contains(text) }
    }

    /// Waits until stderr holds a text.
    func waitForErrors(_ text: String) throws {
        try wait(for: text) { String(decoding: $0.errors, as: UTF8.self).contains(text) }
    }

    /// Lets some time pass while the program's streams are served.
    func pass(seconds: Double) throws {
        let end = Date(timeIntervalSinceNow: seconds)
        while Date() < end { moveBytes() }
    }

    /// Waits for the end.
    func finish() throws -> Command.Result {
        try wait(for: "the end of its output") {
            $0.ends[1] == nil && $0.ends[2] == nil && ($0.ends[0] == nil || $0.pending.isEmpty)
        }
        if endsInput { closeEnd(0) }
        var status: Int32 = 0
        while waitpid(process, &status, WNOHANG) == 0 {
            guard Date() < deadline else {
                kill(process, SIGKILL)
                throw TimedOut(description: "the program closed its streams and did not end")
            }
            usleep(1000)
        }
        isAlive = false
        closeEnd(0)
        let number = status & 0x7F
        return Command.Result(
            output: output, errors: errors, status: number == 0 ? (status >> 8) & 0xFF : -number)
    }

    /// Moves what can be moved at once, or waits a little.
    private func moveBytes() {
        if pending.isEmpty && endsInput { closeEnd(0) }
        var requests: [pollfd] = []
        for (number, end) in ends.enumerated() {
            guard let end, number > 0 || !pending.isEmpty else { continue }
            requests.append(pollfd(fd: end, events: Int16(number == 0 ? POLLOUT : POLLIN), revents: 0))
        }
        guard poll(&requests, nfds_t(requests.count), 50) > 0 else { return }
        for request in requests where request.revents != 0 {
            // A terminal's one end may stand for several streams: its bytes are stdout's.
            guard let number = ends.firstIndex(of: request.fd) else { continue }
            if request.events == Int16(POLLOUT) { writePending(request.fd) } else { read(request.fd, stream: number) }
        }
    }

    private func writePending(_ descriptor: Int32) {
        let count = pending.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
        if count > 0 {
            pending.removeFirst(count)
        } else if errno != EAGAIN && errno != EINTR {
            pending = []
            closeEnd(0)
        }
    }

    private func read(_ descriptor: Int32, stream: Int) {
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        let count = Glibc.read(descriptor, &buffer, buffer.count)
        if count > 0 {
            if stream == 1 { output.append(contentsOf: buffer[..<count]) }
            if stream == 2 { errors.append(contentsOf: buffer[..<count]) }
        } else if count == 0 || (errno != EAGAIN && errno != EINTR) {
            // A terminal whose other end is closed says EIO.
            closeEnd(stream)
        }
    }

    private func closeEnd(_ number: Int) {
        if let end = ends[number] { close(end) }
        ends[number] = nil
    }
}
