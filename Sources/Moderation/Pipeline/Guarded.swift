import Glibc

/// A value that one thread at a time may touch.
///
/// A mutex of pthread's, since ThreadSanitizer does not see the one of Swift's Synchronization and would take what it
/// guards for a race.
///
/// SAFETY: `@unchecked` since the compiler can't follow the mutex; `value` is touched with it held only.
final class Guarded<Value>: @unchecked Sendable {
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private var value: Value

    init(_ value: Value) {
        self.value = value
        pthread_mutex_init(mutex, nil)
    }

    deinit {
        pthread_mutex_destroy(mutex)
        mutex.deallocate()
    }

    func withLock<Result, Failure: Error>(_ body: (inout Value) throws(Failure) -> Result) throws(Failure) -> Result {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return try body(&value)
    }
}
