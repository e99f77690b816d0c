import Glibc
import TextAnalysis

/// A list file of a rules folder: one entry a line, `#` comments, an optional weight after a tab.
///
/// Lists are long, so that their entries stay where they were read: as stretches of the file.
final class WordList: Sendable {
    struct Item: Sendable, Equatable {
        // Narrow, since there are many: a file has at most 64 MiB.
        private var start: UInt32
        private var end: UInt32
        private var number: UInt32
        /// Whether it is a regular expression, written with `re:` before it.
        var isPattern: Bool
        /// Multiplies the points of a rule; 1 where none is written.
        var weight: Double

        init(text: Range<Int>, line: Int, weight: Double, isPattern: Bool) {
            start = UInt32(text.lowerBound)
            end = UInt32(text.upperBound)
            number = UInt32(line)
            self.isPattern = isPattern
            self.weight = weight
        }

        /// Bytes of the file: the entry as written, without the `re:` of a pattern.
        var text: Range<Int> { Int(start)..<Int(end) }
        /// From 1.
        var line: Int { Int(number) }
    }

    /// The path as verdicts name it, such as `lists/spam.txt`.
    let name: String
    /// The path as messages name it, such as `rules/lists/spam.txt`.
    let place: String
    /// The whole file.
    let bytes: [UInt8]
    let items: [Item]
    let problems: [Problem]
    /// Made when it is first asked for: most lists are for words, and never asked.
    private let table = Guarded<ByteTable?>(nil)

    /// Weights reach from 0 to this.
    static let greatestWeight = 1000.0

    init(name: String, place: String, bytes: [UInt8]) {
        self.name = name
        self.place = place
        self.bytes = bytes
        var reader = WordListReader(place: place, isUTF8: bytes.withUnsafeBytes { $0.isUTF8 })
        bytes.withUnsafeBytes { reader.read($0) }
        items = reader.items
        problems = reader.problems
    }

    /// An entry as its author wrote it, without the `re:` of a pattern.
    func text(of item: Item) -> ArraySlice<UInt8> { bytes[item.text] }

    /// Whether an entry, patterns apart, is just this; a domain in Punycode also in the form that rules see.
    func has(_ text: UnsafeRawBufferPointer) -> Bool {
        // Asked under the lock, since a copy of the table would cost more than the answer.
        table.withLock { table in
            let known = table ?? makeTable()
            if table == nil { table = known }
            return known.index(of: text) != nil
        }
    }

    private func makeTable() -> ByteTable {
        let written = items.filter { !$0.isPattern }.map { text(of: $0) }
        guard Self.holdsPunycode(bytes[...]) else { return ByteTable(written) }
        let coded = written.filter(Self.holdsPunycode).map {
            $0.contains(UInt8(ascii: "@")) ? EmailForm.bytes(of: $0) : HostForm.bytes(of: $0)
        }
        return ByteTable(written + coded.map { $0[...] })
    }

    private static func holdsPunycode(_ bytes: ArraySlice<UInt8>) -> Bool {
        bytes.withUnsafeBytes { bytes in
            bytes.indices.dropLast(3).contains {
                bytes[$0] == UInt8(ascii: "x") && bytes[$0...].starts(with: "xn--".utf8)
            }
        }
    }
}

/// Reads a list file line by line.
private struct WordListReader {
    let place: String
    /// Whether the whole file is UTF-8; else each line is looked at.
    let isUTF8: Bool
    private(set) var items: [WordList.Item] = []
    private(set) var problems: [Problem] = []

    init(place: String, isUTF8: Bool) {
        self.place = place
        self.isUTF8 = isUTF8
    }

    mutating func read(_ file: UnsafeRawBufferPointer) {
        // Most entries are longer than this.
        items.reserveCapacity(file.count / 12)
        var start = file.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        var line = 1
        while start < file.count {
            let end = Self.first(UInt8(ascii: "\n"), in: file, start..<file.count) ?? file.count
            read(file, start..<end, line: line)
            start = end + 1
            line += 1
        }
    }

    private mutating func read(_ file: UnsafeRawBufferPointer, _ whole: Range<Int>, line: Int) {
        if !isUTF8, !UnsafeRawBufferPointer(rebasing: file[whole]).isUTF8 {
            return report(line, "the line is not UTF-8", "save the list as UTF-8")
        }
        let end = Self.comment(in: file, whole) ?? whole.upperBound
        let tab = Self.first(UInt8(ascii: "\t"), in: file, whole.lowerBound..<end) ?? end
        let text = Self.trimmed(file, whole.lowerBound..<tab)
        let weight = Self.trimmed(file, tab..<end)
        if text.isEmpty {
            if !weight.isEmpty { report(line, "a weight without an entry", "write the entry, a tab, the weight") }
            return
        }
        var factor = 1.0
        if !weight.isEmpty {
            let written = String(decoding: file[weight], as: UTF8.self)
            guard let number = Double(written), (0...WordList.greatestWeight).contains(number) else {
                return report(
                    line, "the weight \"\(written)\" is no number from 0 to 1000", "write it like 0.5, after one tab")
            }
            factor = number
        }
        let isPattern = text.count > 2 && Self.isPatternMark(file, at: text.lowerBound)
        items.append(
            WordList.Item(
                text: isPattern ? Self.trimmed(file, (text.lowerBound + 3)..<text.upperBound) : text, line: line,
                weight: factor, isPattern: isPattern))
    }

    private static func first(_ byte: UInt8, in file: UnsafeRawBufferPointer, _ range: Range<Int>) -> Int? {
        guard let base = file.baseAddress, let found = memchr(base + range.lowerBound, Int32(byte), range.count) else {
            return nil
        }
        return UnsafeRawPointer(found) - base
    }

    /// Where a comment opens: at the start of a line or after white space, so that `c#` stays an entry.
    private static func comment(in file: UnsafeRawBufferPointer, _ line: Range<Int>) -> Int? {
        var start = line.lowerBound
        while let sign = first(UInt8(ascii: "#"), in: file, start..<line.upperBound) {
            if sign == line.lowerBound || file[sign - 1] == 0x20 || file[sign - 1] == 0x09 { return sign }
            start = sign + 1
        }
        return nil
    }

    /// Whether `re:` stands there.
    private static func isPatternMark(_ file: UnsafeRawBufferPointer, at index: Int) -> Bool {
        file[index] == UInt8(ascii: "r") && file[index + 1] == UInt8(ascii: "e") && file[index + 2] == UInt8(ascii: ":")
    }

    private mutating func report(_ line: Int, _ what: String, _ advice: String) {
        problems.append(Problem(file: place, line: line, what: what, advice: advice))
    }

    /// The range without white space at either end.
    private static func trimmed(_ file: UnsafeRawBufferPointer, _ range: Range<Int>) -> Range<Int> {
        var start = range.lowerBound
        var end = range.upperBound
        while start < end, file[start] <= 0x20 { start += 1 }
        while end > start, file[end - 1] <= 0x20 { end -= 1 }
        if start == end || (file[start] < 0x80 && file[end - 1] < 0x80) { return start..<end }
        let text = Substring(decoding: file[start..<end], as: UTF8.self)
        let head = text.prefix { $0.isWhitespace }.utf8.count
        let tail = text.reversed().prefix { $0.isWhitespace }.reduce(0) { $0 + $1.utf8.count }
        return head + tail >= end - start ? start..<start : start + head..<end - tail
    }
}
