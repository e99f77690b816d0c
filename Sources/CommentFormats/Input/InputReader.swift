import Glibc
import Moderation

/// Reads the bytes of one input with the system calls that a filter needs: interruptible, and aware of pauses.
struct InputReader: ~Copyable {
    /// What a read came to.
    enum Outcome: Equatable {
        case bytes
        case end
        case stopped
        case paused
    }

    /// How often a wait for input looks whether the run was stopped: a signal may reach another thread than the one
    /// that waits. Milliseconds; short for a person, long for a processor.
    private static let stopInterval: Int32 = 200

    private let descriptor: Int32
    private let isOwned: Bool
    private let isRegular: Bool
    private let input: InputFile

    init(opening input: InputFile, shouldStop: () -> Bool) throws(InputError) {
        self.input = input
        switch input {
        case .standardInput:
            descriptor = 0
            isOwned = false
        case .descriptor(let given, _):
            descriptor = given
            isOwned = false
        case .path(let path):
            var opened: Int32
            // Opening a FIFO waits for its writer and is interrupted by signals.
            repeat { opened = open(path, O_RDONLY | O_CLOEXEC) } while opened < 0 && errno == EINTR && !shouldStop()
            guard opened >= 0 else {
                throw InputError(input: path, message: systemMessage(errno))
            }
            descriptor = opened
            isOwned = true
        }
        var status = stat()
        isRegular = fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    }

    deinit {
        if isOwned { close(descriptor) }
    }

    /// Whether a read would return at once.
    var hasMoreNow: Bool {
        isRegular || isReady(within: 0)
    }

    private func isReady(within milliseconds: Int32) -> Bool {
        var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&request, 1, milliseconds) > 0
    }

    /// Waits so often before a wait is a pause: a second.
    private static let waitsOfPause = 5

    /// Appends up to `room` bytes to `buffer`.
    ///
    /// - Parameter onPause: Called when there was nothing to read for a second.
    func read(
        into buffer: inout ByteBuffer, room: Int, shouldStop: () -> Bool, shouldPause: () -> Bool = { false },
        onPause: () -> Void = {}
    ) throws(InputError) -> Outcome {
        var waits = 0
        while true {
            if shouldStop() { return .stopped }
            if shouldPause() { return .paused }
            if !isRegular && !isReady(within: Self.stopInterval) {
                waits += 1
                if waits == Self.waitsOfPause { onPause() }
                continue
            }
            // What came while it waited is for after the pause.
            if shouldPause() { return .paused }
            var number: Int32 = 0
            var count = 0
            buffer.fill(room: room) { free in
                count = Glibc.read(descriptor, free.baseAddress, room)
                if count < 0 { number = errno }
                return max(count, 0)
            }
            if count > 0 { return .bytes }
            if count == 0 { return .end }
            if number == EINTR || number == EAGAIN { continue }
            throw InputError(input: input.name, message: systemMessage(number))
        }
    }
}
