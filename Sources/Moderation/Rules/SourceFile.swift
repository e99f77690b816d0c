/// A Lua file of a rules folder, read when the rules load.
package struct SourceFile: Sendable {
    /// Which folder it belongs to: an index into `RuleFiles.roots`.
    package var root: Int
    /// The path within its folder, such as `spam/links.lua`.
    package var path: String
    /// The path as messages name it, such as `rules/spam/links.lua`.
    package var name: String
    package let bytes: [UInt8]
    /// Where each line begins, and where one behind the last would.
    private let lineStarts: [Int]

    package init(root: Int, path: String, name: String, bytes: [UInt8]) {
        self.root = root
        self.path = path
        self.name = name
        self.bytes = bytes
        lineStarts = [0] + bytes.indices.filter { bytes[$0] == 10 }.map { $0 + 1 } + [bytes.count + 1]
    }

    /// The line on which `key = …` stands within the table that opens at or after `line`, else `line` itself.
    ///
    /// Lua tells where a declaration begins and not where its keys stand, so the braces are followed here.
    package func line(of key: String, inTableAt line: Int) -> Int {
        guard line > 0, line < lineStarts.count else { return line }
        var depth = 0
        for index in line - 1..<lineStarts.count - 1 {
            let code = Self.withoutStringsAndComment(bytes[lineStarts[index]..<lineStarts[index + 1] - 1])
            if depth <= 1, Self.assigns(key, in: code) { return index + 1 }
            for byte in code {
                if byte == UInt8(ascii: "{") { depth += 1 }
                if byte == UInt8(ascii: "}") { depth -= 1 }
            }
            if depth <= 0, index + 1 > line || code.contains(UInt8(ascii: "}")) { break }
        }
        return line
    }

    private static func withoutStringsAndComment(_ line: ArraySlice<UInt8>) -> [UInt8] {
        var code: [UInt8] = []
        var quote: UInt8?
        var last: UInt8 = 0
        for byte in line {
            if let open = quote {
                if byte == open, last != UInt8(ascii: "\\") { quote = nil }
            } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                quote = byte
            } else {
                code.append(byte)
                if code.suffix(2) == [UInt8(ascii: "-"), UInt8(ascii: "-")] { return code.dropLast(2) }
            }
            last = byte
        }
        return code
    }

    private static func assigns(_ key: String, in code: [UInt8]) -> Bool {
        let key = Array(key.utf8)
        func isName(_ byte: UInt8) -> Bool {
            (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte) || byte == 95
                || byte >= 128
        }
        guard code.count > key.count else { return false }
        for start in 0..<(code.count - key.count) where code[start..<start + key.count].elementsEqual(key) {
            if start > 0, isName(code[start - 1]) { continue }
            var next = start + key.count
            while next < code.count, code[next] == 32 || code[next] == 9 { next += 1 }
            if next < code.count, code[next] == UInt8(ascii: "="),
                next + 1 >= code.count || code[next + 1] != UInt8(ascii: "=")
            {
                return true
            }
        }
        return false
    }
}
