import Glibc

/// A thread that does one thing.
struct WorkerThread {
    private final class Work {
        let run: () -> Void

        init(_ run: @escaping () -> Void) { self.run = run }
    }

    private let thread: pthread_t

    /// - Parameter run: What it uses is the thread's alone until `join`; the compiler can't see that it is.
    /// - Returns: `nil` where the system has no thread to give.
    init?(_ run: @escaping () -> Void) {
        let context = Unmanaged.passRetained(Work(run))
        var thread = pthread_t()
        let status = pthread_create(
            &thread, nil,
            { raw in
                guard let raw else { return nil }
                Unmanaged<Work>.fromOpaque(raw).takeRetainedValue().run()
                return nil
            }, context.toOpaque())
        guard status == 0 else {
            context.release()
            return nil
        }
        self.thread = thread
    }

    func join() { pthread_join(thread, nil) }
}
