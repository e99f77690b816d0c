/// Character references of HTML, such as `&amp;` and `&#20320;`.
enum Entities {
    /// What a reference stands for: a character or two, and where the reference ends.
    struct Reference {
        var first: UInt32
        /// 0 where there is only one.
        var second: UInt32 = 0
        var end: Int
    }

    /// The longest name, `CounterClockwiseContourIntegral`.
    static let longestName = 31

    /// Reads the reference that starts with the `&` at `index`; `nil` where it is none.
    static func read(_ text: UnsafeRawBufferPointer, at index: Int) -> Reference? {
        guard index + 2 < text.count else { return nil }
        if text[index + 1] == UInt8(ascii: "#") { return readNumber(text, from: index + 2) }
        var end = index + 1
        while end < text.count, end - index <= longestName, text[end].isAlphanumeric { end += 1 }
        guard end > index + 1, let entry = names[key(text, index + 1..<end)] else { return nil }
        if end < text.count, text[end] == UInt8(ascii: ";") {
            return Reference(first: entry.first, second: entry.second, end: end + 1)
        }
        // Without a semicolon only old names count, and not before a `=`, which makes them a part of an address.
        guard entry.isOld, end >= text.count || text[end] != UInt8(ascii: "=") else { return nil }
        return Reference(first: entry.first, second: entry.second, end: end)
    }

    private static func readNumber(_ text: UnsafeRawBufferPointer, from index: Int) -> Reference? {
        var position = index
        let isHexadecimal = text[position].lowercased == UInt8(ascii: "x")
        if isHexadecimal { position += 1 }
        let start = position
        var value: UInt32 = 0
        while position < text.count, let digit = digit(text[position], isHexadecimal: isHexadecimal) {
            // Beyond the last character there is nothing to tell apart.
            value = min(value * (isHexadecimal ? 16 : 10) + digit, 0x11_0000)
            position += 1
        }
        guard position > start else { return nil }
        if position < text.count, text[position] == UInt8(ascii: ";") { position += 1 }
        return Reference(first: character(value), end: position)
    }

    private static func digit(_ byte: UInt8, isHexadecimal: Bool) -> UInt32? {
        if byte.isDigit { return UInt32(byte - 0x30) }
        let letter = byte.lowercased &- 0x61
        return isHexadecimal && letter < 6 ? UInt32(letter) + 10 : nil
    }

    /// The character that a number means: HTML, section 13.2.5.80, which reads 128 to 159 as Windows-1252.
    private static func character(_ value: UInt32) -> UInt32 {
        if value >= 0x80, value <= 0x9F { return windows1252[Int(value - 0x80)] }
        return value == 0 || Unicode.Scalar(value) == nil ? 0xFFFD : value
    }

    private static let windows1252: [UInt32] = [
        0x20AC, 0x81, 0x201A, 0x192, 0x201E, 0x2026, 0x2020, 0x2021, 0x2C6, 0x2030, 0x160, 0x2039, 0x152, 0x8D, 0x17D,
        0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x2DC, 0x2122, 0x161, 0x203A, 0x153, 0x9D,
        0x17E, 0x178,
    ]

    private struct Name {
        var first: UInt32
        var second: UInt32
        var isOld: Bool
    }

    private static func key(_ text: UnsafeRawBufferPointer, _ range: Range<Int>) -> String {
        String(decoding: UnsafeRawBufferPointer(rebasing: text[range]), as: UTF8.self)
    }

    private static let names: [String: Name] = {
        let table = NamedEntities.table
        let text = UnsafeRawBufferPointer(start: table.utf8Start, count: table.utf8CodeUnitCount)
        var names: [String: Name] = [:]
        // 2,125 names; reserved so that the table is not built several times over.
        names.reserveCapacity(2200)
        for item in text.split(separator: UInt8(ascii: ",")) {
            let halves = item.split(separator: UInt8(ascii: " "))
            guard halves.count == 2 else { continue }
            let isOld = halves[0].last == UInt8(ascii: "!")
            let codes = halves[1].split(separator: UInt8(ascii: "+")).map {
                UInt32(String(decoding: $0, as: UTF8.self), radix: 16) ?? 0xFFFD
            }
            let name = String(decoding: isOld ? halves[0].dropLast() : halves[0], as: UTF8.self)
            names[name] = Name(first: codes[0], second: codes.count > 1 ? codes[1] : 0, isOld: isOld)
        }
        return names
    }()
}
