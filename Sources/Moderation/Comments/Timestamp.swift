/// A point in time as comments spell it.
public enum Timestamp: Equatable, Sendable {
    /// Unix seconds, within the years 1 to 9999.
    case seconds(Int64)
    /// Blank, or the zero date that MySQL stores for none.
    case absent
    case invalid

    /// 0001-01-01T00:00:00Z and 9999-12-31T23:59:59Z: what ISO 8601's four digits can say.
    private static let range: ClosedRange<Int64> = -62_135_596_800...253_402_300_799

    public init(seconds: Int64) {
        self = Self.range.contains(seconds) ? .seconds(seconds) : .invalid
    }

    /// A fraction is cut off towards the past.
    public init(seconds: Double) {
        let whole = seconds.rounded(.down)
        guard whole >= Double(Self.range.lowerBound), whole <= Double(Self.range.upperBound) else {
            self = .invalid
            return
        }
        self = .seconds(Int64(whole))
    }

    /// Reads an ISO 8601 date with or without time and zone (without one it is UTC), the same with a space in place of
    /// the `T`, or Unix seconds in digits.
    public init(text: UnsafeRawBufferPointer) {
        var scanner = Scanner(bytes: text)
        if text.isEmpty || scanner.isZeroDate() {
            self = .absent
        } else if let seconds = scanner.hasDateShape ? scanner.date() : scanner.unixSeconds() {
            self.init(seconds: seconds)
        } else {
            self = .invalid
        }
    }

    /// Days from 1970-01-01 to a day of the proleptic Gregorian calendar: years of 365 days that begin in March, so
    /// that a leap day is the last of its year.
    static func days(year: Int64, month: Int64, day: Int64) -> Int64 {
        let shifted = month > 2 ? year : year - 1
        let months = month > 2 ? month - 3 : month + 9
        let leaps = shifted / 4 - shifted / 100 + shifted / 400
        // 719,468 days lie between 0000-03-01 and 1970-01-01.
        return shifted * 365 + leaps + (153 * months + 2) / 5 + day - 1 - 719_468
    }

    static func daysOfMonth(_ month: Int64, year: Int64) -> Int64 {
        switch month {
        case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

extension Timestamp {
    /// Reads the parts of a date from left to right.
    struct Scanner {
        let bytes: UnsafeRawBufferPointer
        private var index = 0

        init(bytes: UnsafeRawBufferPointer) {
            self.bytes = bytes
        }

        private var isAtEnd: Bool { index == bytes.count }

        private mutating func take(_ byte: UInt8) -> Bool {
            guard index < bytes.count, bytes[index] == byte else { return false }
            index += 1
            return true
        }

        @inline(__always)
        private mutating func number(digits: Int) -> Int64? {
            guard digits <= bytes.count &- index else { return nil }
            var value: Int64 = 0
            let end = index &+ digits
            var position = index
            while position < end {
                let digit = bytes[position] &- 0x30
                guard digit <= 9 else { return nil }
                value = value &* 10 &+ Int64(digit)
                position &+= 1
            }
            index = end
            return value
        }

        /// Whether a hyphen follows four bytes, as in any date and in no number.
        var hasDateShape: Bool { bytes.count >= 10 && bytes[4] == UInt8(ascii: "-") }

        /// Whether all digits are 0, of a date at least: `0000-00-00 00:00:00`.
        func isZeroDate() -> Bool {
            // The first byte sets almost all other dates apart.
            guard hasDateShape, bytes[0] == 0x30, bytes[7] == 0x2D else { return false }
            return bytes.allSatisfy { byte in
                switch byte {
                case 0x30, UInt8(ascii: "-"), UInt8(ascii: ":"), UInt8(ascii: " "), UInt8(ascii: "T"),
                    UInt8(ascii: "Z"), UInt8(ascii: "."):
                    true
                default: false
                }
            }
        }

        /// Digits, with a sign and a fraction perhaps; `nil` where there is anything else.
        func unixSeconds() -> Int64? {
            var position = 0
            let isNegative = bytes.first == UInt8(ascii: "-")
            if isNegative { position = 1 }
            let firstDigit = position
            var value: Int64 = 0
            while position < bytes.count, bytes[position] >= 0x30 && bytes[position] <= 0x39 {
                // Beyond any date that is allowed; kept from overflowing by going no further.
                value = value > 1_000_000_000_000_000 ? value : value * 10 + Int64(bytes[position] - 0x30)
                position += 1
            }
            guard position > firstDigit else { return nil }
            var hasFraction = false
            if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
                position += 1
                let start = position
                while position < bytes.count, bytes[position] >= 0x30 && bytes[position] <= 0x39 {
                    hasFraction = hasFraction || bytes[position] != 0x30
                    position += 1
                }
                guard position > start else { return nil }
            }
            guard position == bytes.count else { return nil }
            return isNegative ? -value - (hasFraction ? 1 : 0) : value
        }

        mutating func date() -> Int64? {
            guard let year = number(digits: 4), take(UInt8(ascii: "-")), let month = number(digits: 2),
                take(UInt8(ascii: "-")), let day = number(digits: 2)
            else { return nil }
            guard month >= 1, month <= 12, day >= 1, day <= Timestamp.daysOfMonth(month, year: year) else { return nil }
            let midnight = Timestamp.days(year: year, month: month, day: day) * 86_400
            if isAtEnd { return midnight }
            guard take(UInt8(ascii: "T")) || take(UInt8(ascii: "t")) || take(UInt8(ascii: " ")),
                let time = timeOfDay(), let offset = zone(), isAtEnd
            else { return nil }
            return midnight + time - offset
        }

        /// `hh:mm`, `hh:mm:ss` or that with a fraction, which is cut off; a leap second is the next minute's first.
        private mutating func timeOfDay() -> Int64? {
            guard let hour = number(digits: 2), hour < 24, take(UInt8(ascii: ":")), let minute = number(digits: 2),
                minute < 60
            else { return nil }
            var second: Int64 = 0
            if take(UInt8(ascii: ":")) {
                guard let given = number(digits: 2), given <= 60 else { return nil }
                second = given
                if take(UInt8(ascii: ".")) || take(UInt8(ascii: ",")) {
                    guard number(digits: 1) != nil else { return nil }
                    while number(digits: 1) != nil {}
                }
            }
            return hour * 3600 + minute * 60 + second
        }

        /// Seconds east of UTC: nothing or `Z` for 0, `+hh`, `+hhmm` or `+hh:mm`.
        private mutating func zone() -> Int64? {
            if isAtEnd || take(UInt8(ascii: "Z")) || take(UInt8(ascii: "z")) { return 0 }
            let isEast = take(UInt8(ascii: "+"))
            guard isEast || take(UInt8(ascii: "-")), let hours = number(digits: 2), hours < 24 else { return nil }
            var minutes: Int64 = 0
            if !isAtEnd {
                _ = take(UInt8(ascii: ":"))
                guard let given = number(digits: 2), given < 60 else { return nil }
                minutes = given
            }
            let offset = hours * 3600 + minutes * 60
            return isEast ? offset : -offset
        }
    }
}
