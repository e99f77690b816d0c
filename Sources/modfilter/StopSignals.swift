import Glibc
import Synchronization

/// Turns the first SIGINT or SIGTERM into a request to stop; a second one ends the program at once. SIGHUP asks for the
/// rules to be loaded again.
///
/// The signals are blocked in every thread and taken by one that waits for nothing else, so no handler runs.
final class StopSignals: Sendable {
    private let received = Atomic<Int32>(0)
    private let isOver = Atomic<Bool>(false)
    private let onHangup = Mutex<@Sendable () -> Void>({})

    /// The signal that asked to stop.
    var signal: Int32? {
        let number = received.load(ordering: .relaxed)
        return number == 0 ? nil : number
    }

    /// Whether to read no more: a signal came, or there is nobody to write for.
    var endsReading: Bool { signal != nil || isOver.load(ordering: .relaxed) }

    /// Ends the reading for another reason than a signal.
    func endReading() { isOver.store(true, ordering: .relaxed) }

    /// Call it before any other thread starts, so that all inherit the mask.
    ///
    /// - Parameter onHangup: Called by the thread that takes the signals, at each SIGHUP.
    func start(onHangup: @escaping @Sendable () -> Void) {
        self.onHangup.withLock { $0 = onHangup }
        // A closed pipe and a file size limit are errors of the write that meets them.
        Glibc.signal(SIGPIPE, SIG_IGN)
        Glibc.signal(SIGXFSZ, SIG_IGN)
        var signals = Self.signals
        pthread_sigmask(SIG_BLOCK, &signals, nil)
        // nohup has it ignored, and what is ignored never arrives.
        Glibc.signal(SIGHUP, SIG_DFL)
        let context = Unmanaged.passRetained(self)
        var thread = pthread_t()
        let status = pthread_create(
            &thread, nil,
            { raw in
                if let raw { Unmanaged<StopSignals>.fromOpaque(raw).takeRetainedValue().wait() }
                return nil
            }, context.toOpaque())
        if status == 0 { pthread_detach(thread) } else { context.release() }
    }

    /// Keeps a SIGHUP waiting for `start`.
    static func holdHangup() {
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGHUP)
        pthread_sigmask(SIG_BLOCK, &signals, nil)
    }

    private static var signals: sigset_t {
        var signals = sigset_t()
        sigemptyset(&signals)
        for number in [SIGINT, SIGTERM, SIGHUP] { sigaddset(&signals, number) }
        return signals
    }

    private func wait() {
        var signals = Self.signals
        while true {
            var number: Int32 = 0
            guard sigwait(&signals, &number) == 0 else { continue }
            if number == SIGHUP {
                onHangup.withLock { $0 }()
                continue
            }
            if received.exchange(number, ordering: .relaxed) != 0 { _exit(128 + number) }
        }
    }
}
