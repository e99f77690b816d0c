import CText

/// Reading characters out of UTF-8 in either direction; bytes that are none read as U+FFFD, one at a time.
extension UnsafeRawBufferPointer {
    /// Whether all bytes are characters.
    public var isUTF8: Bool {
        guard let base = baseAddress?.assumingMemoryBound(to: UInt8.self) else { return true }
        return CTextIsUTF8(base, count)
    }

    /// The character that starts at `index`, and how many bytes it takes. `index` is below `count`.
    @inline(__always)
    func character(at index: Int) -> (value: UInt32, length: Int) {
        let first = self[index]
        if first < 0x80 { return (UInt32(first), 1) }
        return longCharacter(at: index, first: first)
    }

    private func longCharacter(at index: Int, first: UInt8) -> (value: UInt32, length: Int) {
        let length: Int
        var value: UInt32
        switch first {
        case 0xC2...0xDF: (length, value) = (2, UInt32(first & 0x1F))
        case 0xE0...0xEF: (length, value) = (3, UInt32(first & 0x0F))
        case 0xF0...0xF4: (length, value) = (4, UInt32(first & 0x07))
        default: return (0xFFFD, 1)
        }
        if index + length > count { return (0xFFFD, 1) }
        for offset in 1..<length {
            let byte = self[index + offset]
            if byte & 0xC0 != 0x80 { return (0xFFFD, 1) }
            value = value << 6 | UInt32(byte & 0x3F)
        }
        return (value, length)
    }

    /// The character that ends before `index`, and how many bytes it takes. `index` is above 0.
    @inline(__always)
    func character(before index: Int) -> (value: UInt32, length: Int) {
        let last = self[index - 1]
        if last < 0x80 { return (UInt32(last), 1) }
        let start = characterStart(at: index - 1)
        let (value, length) = character(at: start)
        return start + length == index ? (value, length) : (0xFFFD, 1)
    }

    /// The nearest index at or before `index` at which a character starts.
    @inline(__always)
    func characterStart(at index: Int) -> Int {
        if index >= count { return count }
        var start = index
        // A character has three continuation bytes at most.
        while start > 0, index - start < 3, self[start] & 0xC0 == 0x80 { start -= 1 }
        return start
    }

    /// The nearest index at or after `index` at which a character starts, or `count`.
    @inline(__always)
    func characterEnd(at index: Int) -> Int {
        if index <= 0 { return 0 }
        var end = index
        while end < count, end - index < 3, self[end] & 0xC0 == 0x80 { end += 1 }
        return Swift.min(end, count)
    }

    /// Whether the bytes at `index` are these.
    @inline(__always)
    func has(_ other: UnsafeRawBufferPointer, at index: Int) -> Bool {
        guard index >= 0, index + other.count <= count else { return false }
        for offset in 0..<other.count where self[index + offset] != other[offset] { return false }
        return true
    }

    /// Whether the ASCII bytes at `index` are these, whatever their case. `other` is in lower case.
    @inline(__always)
    func hasIgnoringCase(_ other: StaticString, at index: Int) -> Bool {
        let length = other.utf8CodeUnitCount
        guard index >= 0, index + length <= count else { return false }
        for offset in 0..<length where self[index + offset].lowercased != other.utf8Start[offset] { return false }
        return true
    }
}

extension UInt8 {
    @inline(__always) var isDigit: Bool { self &- 0x30 < 10 }
    @inline(__always) var isLetter: Bool { (self | 0x20) &- 0x61 < 26 }
    @inline(__always) var isAlphanumeric: Bool { isDigit || isLetter }
    /// ASCII white space, as HTML has it, and the vertical tab.
    @inline(__always) var isBlank: Bool { self == 0x20 || self &- 0x09 < 5 }
    /// ASCII capitals small, all else as it is.
    @inline(__always) var lowercased: UInt8 { self &- 0x41 < 26 ? self | 0x20 : self }

    @inline(__always)
    init(ascii character: Unicode.Scalar) { self = UInt8(truncatingIfNeeded: character.value) }
}
