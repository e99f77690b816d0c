import CText

/// Digits as they are written to be read by people and not by programs.
enum Digit {
    /// What stands at `index`, 0 to 9, and how many bytes it takes: a digit of any script, one in a circle, or a Chinese
    /// numeral. `nil` where it is none.
    @inline(__always)
    static func read(_ text: UnsafeRawBufferPointer, at index: Int) -> (value: UInt8, length: Int)? {
        guard index < text.count else { return nil }
        let byte = text[index]
        if byte < 0x80 { return byte.isDigit ? (byte &- 0x30, 1) : nil }
        return mayStart(byte) ? readLong(text, at: index) : nil
    }

    /// Whether a digit beyond ASCII may start with this byte: those of Arabic, India, Indochina, Africa, in circles,
    /// and Chinese numerals. Folding has made ASCII of full-width ones.
    @inline(__always)
    static func mayStart(_ byte: UInt8) -> Bool {
        switch byte {
        case 0xD9, 0xDB, 0xDF...0xE5, 0xE9, 0xEA, 0xF0: true
        default: false
        }
    }

    private static func readLong(_ text: UnsafeRawBufferPointer, at index: Int) -> (value: UInt8, length: Int)? {
        let (character, length) = text.character(at: index)
        if let numeral = numeral(character) { return (numeral, length) }
        // Between Mongolian digits and those of Vai there are none but in signs of the general kind, 0x2070 to 0x2BFF.
        if character >= 0x2C00, character < 0xA620 { return nil }
        let value = ctext_digit(character)
        return value >= 0 ? (UInt8(value), length) : nil
    }

    private static func numeral(_ character: UInt32) -> UInt8? {
        switch character {
        case 0x3007, 0x96F6: 0
        case 0x4E00: 1
        case 0x4E8C: 2
        case 0x4E09: 3
        case 0x56DB: 4
        case 0x4E94: 5
        case 0x516D: 6
        case 0x4E03: 7
        case 0x516B: 8
        case 0x4E5D: 9
        default: nil
        }
    }
}
