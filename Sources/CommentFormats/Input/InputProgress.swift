import Synchronization

/// How far the reading has come, to be looked at from any thread.
public final class InputProgress: Sendable {
    private let read = Atomic<Int>(0)
    /// How many bytes all inputs hold, or `nil` where one of them is no regular file.
    public let totalBytes: Int?

    init(totalBytes: Int?) {
        self.totalBytes = totalBytes
    }

    /// How many bytes have been read so far.
    public var bytesRead: Int { read.load(ordering: .relaxed) }

    func add(_ bytes: Int) {
        read.add(bytes, ordering: .relaxed)
    }
}
