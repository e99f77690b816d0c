/// Percent signs in addresses (RFC 3986, section 2.1).
enum PercentCoding {
    /// Appends bytes with `%41` decoded; a sign without two digits stays. Returns whether the result is UTF-8.
    static func append(_ bytes: UnsafeRawBufferPointer, to output: ByteStore) -> Bool {
        let start = output.count
        var isASCII = true
        var position = 0
        while position < bytes.count {
            var byte = bytes[position]
            position += 1
            if byte == UInt8(ascii: "%"), position + 1 < bytes.count,
                let high = bytes[position].hexadecimalValue, let low = bytes[position + 1].hexadecimalValue
            {
                byte = UInt8(high << 4 | low)
                position += 2
            }
            if byte >= 0x80 { isASCII = false }
            output.append(byte)
        }
        return isASCII || String(validating: output.bytes[start...], as: UTF8.self) != nil
    }
}

extension UInt8 {
    /// What a digit from 0 to F stands for.
    var hexadecimalValue: UInt64? {
        if isDigit { return UInt64(self &- 0x30) }
        let letter = lowercased &- 0x61
        return letter < 6 ? UInt64(letter) + 10 : nil
    }
}
