import CommentFormats
import Moderation
import Synchronization

/// Notices at once when the input of a run pauses, so that nothing is held on to that others want to remove.
///
/// A source asks whether to stop before each read, and goes on asking while there is nothing to read. It counts pauses
/// itself, of the same length, but tells of one only with the input that ends it.
final class PauseWatch: Sendable {
    /// In seconds.
    private static let shortestPause = 1.0

    private struct State {
        var progress: InputProgress?
        var bytes = -1
        /// Since when no more bytes have come.
        var start = 0.0
        var isPause = false
    }

    private let state = Mutex(State())
    private let onPause: @Sendable () -> Void

    init(onPause: @escaping @Sendable () -> Void) { self.onPause = onPause }

    /// - Parameter progress: Of the source that asks.
    func begin(_ progress: InputProgress) { state.withLock { $0.progress = progress } }

    /// To be called whenever the source asks.
    func look() {
        let now = SystemClock.uptime()
        let isNew = state.withLock { state in
            let bytes = state.progress?.bytesRead ?? 0
            if bytes != state.bytes {
                state = State(progress: state.progress, bytes: bytes, start: now)
                return false
            }
            defer { state.isPause = now - state.start >= Self.shortestPause }
            return !state.isPause && now - state.start >= Self.shortestPause
        }
        if isNew { onPause() }
    }
}
