import Glibc

/// The machine's clock.
public enum SystemClock {
    /// Unix seconds.
    public static func now() -> Int64 { Int64(time(nil)) }

    /// Seconds since some moment; never goes back.
    public static func uptime() -> Double {
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        return Double(now.tv_sec) + Double(now.tv_nsec) / 1e9
    }
}
