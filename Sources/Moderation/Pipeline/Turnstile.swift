import Glibc

/// Lets tickets through one at a time, in their order.
///
/// SAFETY: `@unchecked` since the mutex and the condition live in memory that the compiler can't follow; `next` is
/// read and written with the mutex held only.
final class Turnstile: @unchecked Sendable {
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var next = 0

    init() {
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(condition, nil)
    }

    deinit {
        pthread_cond_destroy(condition)
        pthread_mutex_destroy(mutex)
        condition.deallocate()
        mutex.deallocate()
    }

    /// Runs `body` when all tickets before `ticket` have gone through. Every ticket must pass, once.
    func pass<Result>(_ ticket: Int, _ body: () -> Result) -> Result {
        pthread_mutex_lock(mutex)
        while next != ticket { pthread_cond_wait(condition, mutex) }
        pthread_mutex_unlock(mutex)
        let result = body()
        pthread_mutex_lock(mutex)
        next += 1
        pthread_cond_broadcast(condition)
        pthread_mutex_unlock(mutex)
        return result
    }
}
