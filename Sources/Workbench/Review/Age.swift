import Glibc

/// A point in time for people.
public enum UTCTime {
    /// ISO 8601, UTC, to the second.
    ///
    /// - Parameter seconds: Unix seconds.
    public static func text(_ seconds: Int64) -> String {
        var moment = time_t(seconds)
        var parts = tm()
        gmtime_r(&moment, &parts)
        func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let year = String(parts.tm_year + 1900)
        return String(repeating: "0", count: max(0, 4 - year.count)) + year
            + "-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday))T"
            + "\(two(parts.tm_hour)):\(two(parts.tm_min)):\(two(parts.tm_sec))Z"
    }
}

/// How long ago something was, as people say it.
enum Age {
    private static let minute: Int64 = 60
    private static let hour = 60 * minute
    private static let day = 24 * hour
    // The Gregorian calendar's mean year has 365.2425 days.
    private static let year: Int64 = 31_556_952
    private static let month = year / 12

    /// `just now`, `2 hours ago`, `3 days ago`; a date for what lies in the future.
    ///
    /// - Parameter time: Unix seconds, as is `now`.
    static func text(_ time: Int64, now: Int64) -> String {
        let (age, overflows) = now.subtractingReportingOverflow(time)
        // Clocks differ by some seconds.
        if overflows || age < -minute { return "on " + String(UTCTime.text(time).prefix(10)) }
        switch age {
        case ..<minute: return "just now"
        case ..<hour: return ago(age / minute, "minute")
        case ..<(2 * day): return ago(age / hour, "hour")
        case ..<(2 * month): return ago(age / day, "day")
        case ..<(2 * year): return ago(age / month, "month")
        default: return ago(age / year, "year")
        }
    }

    private static func ago(_ count: Int64, _ unit: String) -> String {
        "\(count) \(unit)\(count == 1 ? "" : "s") ago"
    }
}
