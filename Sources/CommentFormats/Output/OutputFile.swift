import Glibc
import Moderation

/// A descriptor that lines go to, such as standard output.
///
/// A closed pipe is reported as an error only if the process ignores `SIGPIPE`.
public struct OutputFile: Sendable {
    public static let standardOutput = OutputFile(descriptor: 1, name: "stdout")

    /// Stays the caller's: it is not closed.
    public var descriptor: Int32
    /// What messages call it.
    public var name: String

    public init(descriptor: Int32, name: String) {
        self.descriptor = descriptor
        self.name = name
    }

    /// Writes all of the bytes, however many calls that takes; on an error none of them, where they can be taken back.
    public func write(_ bytes: UnsafeRawBufferPointer) throws(OutputError) {
        var rest = bytes
        while !rest.isEmpty {
            let count = Glibc.write(descriptor, rest.baseAddress, rest.count)
            if count > 0 {
                rest = UnsafeRawBufferPointer(rebasing: rest[count...])
                continue
            }
            let number = count == 0 ? EIO : errno
            switch number {
            case EINTR:
                continue
            case EAGAIN:
                // Someone made the terminal or pipe non-blocking; wait until it takes more.
                var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                poll(&request, 1, -1)
            default:
                takeBack(bytes.count - rest.count)
                throw OutputError(output: name, message: systemMessage(number), isClosedPipe: number == EPIPE)
            }
        }
    }

    /// Writes a text and a line end.
    public func write(line text: String) throws(OutputError) { try write(text: text + "\n") }

    /// Writes a text as it is.
    public func write(text: String) throws(OutputError) {
        var buffer = ByteBuffer(capacity: text.utf8.count)
        buffer.append(text)
        try write(buffer.storage)
    }

    /// Cuts the last `count` bytes off a plain file, as long as they are its end: half a line would pass for a verdict
    /// that is broken, or run into the next run's first.
    private func takeBack(_ count: Int) {
        var status = stat()
        guard count > 0, fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return }
        let end = lseek(descriptor, 0, SEEK_CUR)
        guard end == status.st_size, end >= count, ftruncate(descriptor, end - count) == 0 else { return }
        lseek(descriptor, end - count, SEEK_SET)
    }
}

/// A collector that gathers the bytes of a block.
protocol LineCollector: VerdictCollector {
    /// What the block comes to. Valid until the next record.
    var storage: UnsafeRawBufferPointer { get }
}
