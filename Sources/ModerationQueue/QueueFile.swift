import CFiles
import Glibc
import Moderation
import SystemPackage

/// A file that is only ever appended to, and that can take back what was appended last.
final class QueueFile {
    /// As the user named it.
    let name: String
    let identity: FileIdentity
    /// Whether what was written can be cut off again; pipes and devices can't.
    let isRegular: Bool
    let descriptor: FileDescriptor
    /// The length before the first `append` since the last `keep`.
    private var keptLength: Int64?
    /// Whether something was appended since the last `sync`.
    private var isUnsynced = false
    /// How many bytes were appended since the system was last told to begin writing them to the disk.
    private var unbegun = 0
    /// After how many bytes it is told so: a few milliseconds' work for a disk.
    private static let bytesToBegin = 4 << 20

    /// Opens the file for appending and creates it where it is missing. A FIFO waits for its reader, as a shell's `>`.
    init(_ name: String) throws(OutputError) {
        guard !name.isEmpty else { throw OutputError(output: name, message: "the name is empty") }
        guard !name.utf8.contains(0) else { throw OutputError(output: name, message: "the name holds a NUL character") }
        var status = stat()
        let exists = stat(name, &status) == 0
        // A regular file is read too, to find a torn end. A FIFO must not be: it would be its own reader, and nobody
        // would notice when the real one goes away.
        let isReadable = !exists || status.st_mode & S_IFMT == S_IFREG
        // 0640: comments carry e-mail and IP addresses, so they are not for everybody; the group is the way for the
        // blog's own service to read a queue.
        let flags = (isReadable ? O_RDWR : O_WRONLY) | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY
        let number = open(name, flags, 0o640)
        guard number >= 0 else {
            throw OutputError(output: name, message: Self.sentence(forOpening: Errno(rawValue: errno)))
        }
        guard fstat(number, &status) == 0 else {
            let failure = Errno(rawValue: errno)
            close(number)
            throw OutputError(output: name, message: failure.description)
        }
        self.name = name
        descriptor = FileDescriptor(rawValue: number)
        identity = FileIdentity(status)
        isRegular = status.st_mode & S_IFMT == S_IFREG
        if !exists { Self.syncFolder(of: name) }
    }

    deinit { close(descriptor.rawValue) }

    /// Keeps other runs away from a regular file until this one is closed.
    func lock() throws(OutputError) {
        // A file system that knows no locks (`ENOLCK`, `EOPNOTSUPP`) is no reason to keep no queue.
        if isRegular, flock(descriptor.rawValue, LOCK_EX | LOCK_NB) != 0, errno == EWOULDBLOCK {
            throw OutputError(output: name, message: "another run is writing to it")
        }
    }

    /// The length of a regular file in bytes.
    func length() throws(OutputError) -> Int64 {
        var status = stat()
        guard fstat(descriptor.rawValue, &status) == 0 else { throw failure(Errno(rawValue: errno)) }
        return Int64(status.st_size)
    }

    /// Appends all of `bytes`.
    func append(_ bytes: UnsafeRawBufferPointer) throws(OutputError) {
        guard !bytes.isEmpty else { return }
        // Asked each time: a file may be emptied by somebody else between two blocks.
        if isRegular, keptLength == nil { keptLength = try length() }
        isUnsynced = true
        var rest = bytes
        while !rest.isEmpty {
            let written = Glibc.write(descriptor.rawValue, rest.baseAddress, rest.count)
            if written > 0 {
                unbegun += written
                rest = UnsafeRawBufferPointer(rebasing: rest[written...])
            } else {
                try recover(from: written < 0 ? Errno(rawValue: errno) : .ioError)
            }
        }
    }

    /// Settles what was appended: `takeBack` leaves it from now on.
    func keep() {
        keptLength = nil
        // The disk works while comments are judged, and `sync` has little left to wait for. Only a hint: what fails
        // here, fails in `sync`.
        guard isRegular, unbegun >= Self.bytesToBegin else { return }
        unbegun = 0
        cfiles_begin_writeback(descriptor.rawValue)
    }

    /// Cuts off what was appended since the last `keep`. Returns why where that fails.
    func takeBack() -> String? {
        guard let length = keptLength else { return nil }
        keptLength = nil
        do {
            try cut(to: length)
            return nil
        } catch {
            return error.message
        }
    }

    /// Cuts the file to its first `length` bytes.
    func cut(to length: Int64) throws(OutputError) {
        isUnsynced = true
        while ftruncate(descriptor.rawValue, off_t(length)) != 0 {
            let error = Errno(rawValue: errno)
            if error != .interrupted { throw failure(error) }
        }
    }

    /// Waits until what was appended stands on the disk.
    func sync() throws(OutputError) {
        guard isUnsynced else { return }
        while fsync(descriptor.rawValue) != 0 {
            switch errno {
            case EINTR: continue
            // Pipes and devices have nothing to wait for.
            case EINVAL, ENOTSUP: return
            case let other: throw failure(Errno(rawValue: other))
            }
        }
        isUnsynced = false
        unbegun = 0
    }

    func failure(_ error: Errno) -> OutputError {
        OutputError(output: name, message: error.description, isClosedPipe: error == .brokenPipe)
    }

    /// Returns where writing may go on, and throws where it can't.
    private func recover(from error: Errno) throws(OutputError) {
        switch error {
        case .interrupted: return
        case .wouldBlock:
            // Whoever holds the other end may have made the pipe non-blocking.
            var waiting = pollfd(fd: descriptor.rawValue, events: Int16(POLLOUT), revents: 0)
            _ = poll(&waiting, 1, -1)
        default: throw failure(error)
        }
    }

    /// Makes the name of a new file last. Not every folder may be read, and the file itself is synced anyway, so
    /// nothing is made of a failure.
    static func syncFolder(of name: String) {
        let parent = FilePath(name).removingLastComponent()
        let folder = open(parent.isEmpty ? "." : parent.string, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { return }
        fsync(folder)
        close(folder)
    }

    static func sentence(forOpening error: Errno) -> String {
        switch error {
        case .noSuchFileOrDirectory: "the folder it should stand in does not exist"
        case .isDirectory: "is a directory, not a file"
        case .interrupted: "interrupted while it was being opened"
        default: error.description
        }
    }
}
