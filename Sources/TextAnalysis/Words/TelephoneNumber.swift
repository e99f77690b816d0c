/// Digits in groups, as telephone numbers are written, and whether they are one.
struct TelephoneNumber {
    /// Where it stands, a bracket around the area code included.
    private(set) var range: Range<Int>
    private(set) var digits = 0
    private let isInternational: Bool
    private var hasBracket = false
    private var hasHyphen = false
    private var hasSlash = false
    private var groups = DigitGroups()
    private let text: UnsafeRawBufferPointer
    private let output: ByteStore
    private let outputStart: Int

    /// 15 digits at most, ITU E.164; what is longer is some other number.
    private static let mostDigits = 20

    /// Reads the number whose first digit or `+` stands at `index`, and appends its digits to `output`.
    init(_ text: UnsafeRawBufferPointer, at index: Int, to output: ByteStore) {
        self.text = text
        self.output = output
        outputStart = output.count
        isInternational = text[index] == UInt8(ascii: "+")
        if isInternational { output.append(text[index]) }
        range = index..<index + 1
        var position = isInternational ? index + 1 : index
        var separators = 0
        while digits < Self.mostDigits {
            if let digit = Digit.read(text, at: position) {
                groups.add(startsGroup: separators > 0 || digits == 0)
                digits += 1
                separators = 0
                output.append(0x30 + digit.value)
                position += digit.length
                range = range.lowerBound..<position
            } else if digits > 0 || isInternational, separators < 2, let length = separator(at: position) {
                // Brackets stand around an area code, and in `328 (2005) 841` around a year.
                if text[position] == UInt8(ascii: "("), digits > 3 || !isInternational && digits > 1 { break }
                hasSlash = hasSlash || text[position] == UInt8(ascii: "/")
                separators += 1
                position += length
            } else {
                break
            }
        }
        // A bracket around the area code belongs to the number.
        if index > 0, text[index - 1] == UInt8(ascii: "("), text[range].contains(UInt8(ascii: ")")) {
            range = index - 1..<range.upperBound
            hasBracket = true
        }
        hasBracket = hasBracket || text[range].contains(UInt8(ascii: "("))
        hasHyphen = hasBracket || text[range].contains(UInt8(ascii: "-"))
    }

    private func separator(at index: Int) -> Int? {
        guard index < text.count else { return nil }
        switch text[index] {
        case UInt8(ascii: " "), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "("), UInt8(ascii: ")"): return 1
        case 0xE2:
            // U+2010 to U+2013: hyphens and the short dash.
            let value = text.character(at: index).value
            return value >= 0x2010 && value <= 0x2013 ? 3 : nil
        case UInt8(ascii: "/") where mayEndAreaCode:
            // `0151 / 23456789` has a blank on both sides.
            return index + 1 < text.count && text[index + 1] == UInt8(ascii: " ") ? 2 : 1
        default: return nil
        }
    }

    /// Whether the digits so far may be an area code, behind which a slash may stand: `0151/23456789`. Dates and
    /// fractions have no three digits of which the first is 0.
    private var mayEndAreaCode: Bool {
        if hasSlash { return false }
        return isInternational
            ? (3...7).contains(digits) : groups.count == 1 && (3...6).contains(digits) && digit(0) == 0
    }

    private func digit(_ index: Int) -> UInt8 { output.bytes[outputStart + index] &- 0x30 }

    /// Whether a number that a word such as `phone` announces may be one.
    var isAnnounced: Bool { digits >= 7 && digits <= 15 && !isDate && !isAddress && !isPath }

    /// Whether it is a telephone number by its looks: one with a country's prefix; a mobile number of mainland China; one
    /// with a trunk prefix, as in Europe and Asia; North America's 3-3-4; ten digits or more in groups with hyphens.
    var isTelephone: Bool {
        if isPath { return false }
        if isInternational { return digits >= 8 && digits <= 15 && groups.count <= 7 && digit(1) != 0 }
        guard digits >= 9, digits <= 13, !isDate, !isAddress, !isBookNumber else { return false }
        if digits == 11, digit(0) == 1, digit(1) >= 3, groups.count <= 3 { return true }
        if groups.count < 2 { return false }
        if groups.areAll({ $0 == 4 }) { return false }
        if digit(0) == 0, groups[0] >= 2 { return hasTrunkPrefix }
        if digits == 10, groups[0] == 3, groups[1] == 3, groups[2] == 4, digit(0) >= 2 { return true }
        if hasBracket, groups.count == 2, groups[1] >= 5 { return true }
        return digits >= 10 && groups.count >= 3 && groups.count <= 6 && groups[groups.count - 1] >= 3 && hasHyphen
    }

    /// `020 7946 0958`, `0755-1234567`, `06 12 34 56 78`; not a row of small numbers.
    private var hasTrunkPrefix: Bool {
        if groups.areAll({ $0 == 2 }) { return groups.count == 5 }
        // Behind a slash also in pairs, `0151/23 45 67 89`; a year may not begin it, as in `0123/2026-05-12`.
        if hasSlash { return groups.count <= 5 && (groups[groups.count - 1] >= 3 || groups[1] <= 3) }
        return groups[0] <= 5 && groups.count <= 4 && groups[groups.count - 1] >= 3
    }

    /// A date such as `2026-11-22` or `22.11.2026` at its start, years in a row, or `(2005) 841–846` as in citations.
    private var isDate: Bool {
        guard groups.count >= 2 else { return false }
        let isYear = groups[0] == 4 && (digit(0) == 1 && digit(1) == 9 || digit(0) == 2 && digit(1) == 0)
        if groups.count >= 3, groups[1] <= 2 {
            if isYear, groups[2] <= 2 { return true }
            if groups[0] <= 2, groups[2] == 4 { return true }
        }
        return isYear && (hasBracket || groups.areAll { $0 == 4 })
    }

    /// Numbers with slashes between them: of two, none stands behind an area code.
    private var isPath: Bool {
        hasSlash && range.upperBound < text.count && text[range.upperBound] == UInt8(ascii: "/")
    }

    /// Four numbers with dots between them: an IPv4 address.
    private var isAddress: Bool {
        groups.count == 4 && !hasHyphen && groups.areAll { $0 <= 3 } && !text[range].contains(UInt8(ascii: " "))
    }

    /// An ISBN: 978 or 979 and ten digits, or ten digits in four groups with a check digit alone at the end.
    private var isBookNumber: Bool {
        if digits == 13 { return digit(0) == 9 && digit(1) == 7 && digit(2) >= 8 }
        return digits == 10 && groups.count == 4 && groups[3] == 1
    }
}

/// How many digits each group of a number has, without memory of its own.
private struct DigitGroups {
    // As many lanes as there may be groups of a digit each, and more.
    private var lengths = SIMD32<UInt8>()
    private(set) var count = 0

    mutating func add(startsGroup: Bool) {
        if startsGroup { count += 1 }
        lengths[count - 1] += 1
    }

    /// 0 beyond the last group.
    subscript(index: Int) -> Int { Int(lengths[index]) }

    func areAll(_ isRight: (Int) -> Bool) -> Bool { (0..<count).allSatisfy { isRight(self[$0]) } }
}
