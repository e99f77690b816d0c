import Glibc
import Moderation

/// An input of a run, as the user named it.
public enum InputFile: Sendable, Equatable {
    case standardInput
    case path(String)
    /// A descriptor that is open already and stays the caller's.
    case descriptor(Int32, name: String)

    /// What messages and verdicts call it.
    public var name: String {
        switch self {
        case .standardInput: "stdin"
        case .path(let path): path
        case .descriptor(_, let name): name
        }
    }

    /// All of it.
    ///
    /// - Throws: `InputError` where it can't be read, or has more than `limit` bytes.
    public func contents(limit: Int) throws(InputError) -> [UInt8] {
        let reader = try InputReader(opening: self, shouldStop: { false })
        var buffer = ByteBuffer()
        while try reader.read(into: &buffer, room: 64 << 10, shouldStop: { false }) == .bytes {
            if buffer.count > limit { throw InputError(input: name, message: "more than \(limit >> 20) MiB") }
        }
        return Array(buffer.storage)
    }

    /// How many bytes are still to be read, or `nil` where that can't be known.
    var size: Int? {
        var status = stat()
        switch self {
        case .path(let path):
            guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
            return Int(status.st_size)
        case .standardInput:
            return Self.rest(of: 0)
        case .descriptor(let descriptor, _):
            return Self.rest(of: descriptor)
        }
    }

    private static func rest(of descriptor: Int32) -> Int? {
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        let position = lseek(descriptor, 0, SEEK_CUR)
        return position < 0 ? nil : max(Int(status.st_size) - Int(position), 0)
    }
}

/// What the system says about an error number, such as "Is a directory".
func systemMessage(_ number: Int32) -> String {
    strerror(number).map { String(cString: $0) } ?? "error \(number)"
}
