/// The attributes of an HTML or BBCode tag.
enum TagAttributes {
    /// The value of an attribute, without quotes; `name` is in lower case.
    static func value(of name: StaticString, in text: UnsafeRawBufferPointer, _ range: Range<Int>) -> Range<Int>? {
        var position = range.lowerBound
        while position < range.upperBound {
            while position < range.upperBound, text[position].isBlank || text[position] == UInt8(ascii: "/") {
                position += 1
            }
            let start = position
            while position < range.upperBound, !text[position].isBlank, text[position] != UInt8(ascii: "=") {
                position += 1
            }
            let key = start..<position
            while position < range.upperBound, text[position].isBlank { position += 1 }
            guard position < range.upperBound, text[position] == UInt8(ascii: "=") else {
                // An attribute without a value; a stray quote must not stop the walk.
                if position == start { position += 1 }
                continue
            }
            position += 1
            while position < range.upperBound, text[position].isBlank { position += 1 }
            let value = quoted(text, position..<range.upperBound)
            if key.count == name.utf8CodeUnitCount, text.hasIgnoringCase(name, at: key.lowerBound) {
                return value.isEmpty ? nil : trimmed(text, value)
            }
            position = max(value.upperBound, position) + 1
        }
        return nil
    }

    /// The value that starts the range: in quotes, or up to white space.
    private static func quoted(_ text: UnsafeRawBufferPointer, _ range: Range<Int>) -> Range<Int> {
        guard let quote = range.isEmpty ? nil : text[range.lowerBound] else { return range }
        var end = range.lowerBound
        if quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
            end += 1
            while end < range.upperBound, text[end] != quote { end += 1 }
            return range.lowerBound + 1..<end
        }
        while end < range.upperBound, !text[end].isBlank { end += 1 }
        return range.lowerBound..<end
    }

    /// A BBCode value, with or without quotes, after `=` where a blank stands before that; `nil` where it is empty.
    static func unquoted(_ text: UnsafeRawBufferPointer, _ range: Range<Int>) -> Range<Int>? {
        var range = trimmed(text, range)
        if !range.isEmpty, text[range.lowerBound] == UInt8(ascii: "=") {
            range = trimmed(text, range.lowerBound + 1..<range.upperBound)
        }
        let value = trimmed(text, quoted(text, range))
        return value.isEmpty ? nil : value
    }

    private static func trimmed(_ text: UnsafeRawBufferPointer, _ range: Range<Int>) -> Range<Int> {
        var range = range
        while !range.isEmpty, text[range.lowerBound].isBlank { range = range.lowerBound + 1..<range.upperBound }
        while !range.isEmpty, text[range.upperBound - 1].isBlank { range = range.lowerBound..<range.upperBound - 1 }
        return range
    }
}
