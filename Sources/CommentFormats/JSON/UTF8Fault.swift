import CText

/// Where bytes stop being UTF-8.
enum UTF8Fault {
    static func isValid(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard let base = bytes.baseAddress else { return true }
        return CTextIsUTF8(base.assumingMemoryBound(to: UInt8.self), bytes.count)
    }

    /// The index of the first byte of the first sequence that is none (Unicode's table 3-7), or `nil`.
    static func offset(in bytes: UnsafeRawBufferPointer) -> Int? {
        if isValid(bytes) { return nil }
        var index = 0
        while index < bytes.count {
            guard let length = length(in: bytes, at: index) else { return index }
            index += length
        }
        return nil
    }

    /// How many bytes the character at `index` has, or `nil` where there is none.
    static func length(in bytes: UnsafeRawBufferPointer, at index: Int) -> Int? {
        let (length, second): (Int, ClosedRange<UInt8>)
        switch bytes[index] {
        case 0..<0x80: return 1
        case 0xC2...0xDF: (length, second) = (2, 0x80...0xBF)
        case 0xE0: (length, second) = (3, 0xA0...0xBF)
        case 0xED: (length, second) = (3, 0x80...0x9F)
        case 0xE1...0xEF: (length, second) = (3, 0x80...0xBF)
        case 0xF0: (length, second) = (4, 0x90...0xBF)
        case 0xF4: (length, second) = (4, 0x80...0x8F)
        case 0xF1...0xF3: (length, second) = (4, 0x80...0xBF)
        default: return nil
        }
        guard index + length <= bytes.count, second.contains(bytes[index + 1]) else { return nil }
        for byte in bytes[(index + 2)..<(index + length)] where byte & 0xC0 != 0x80 { return nil }
        return length
    }
}
