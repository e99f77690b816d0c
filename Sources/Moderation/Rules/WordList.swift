/// A list file of a rules folder: one entry a line, `#` comments, an optional weight after a tab.
struct WordList: Sendable {
    struct Item: Sendable, Equatable {
        var text: String
        /// From 1.
        var line: Int
        /// Multiplies the points of a rule; 1 where none is written.
        var weight: Double
    }

    /// The path as verdicts name it, such as `lists/spam.txt`.
    var name: String
    /// The path as messages name it, such as `rules/lists/spam.txt`.
    var place: String
    var items: [Item] = []
    private(set) var problems: [Problem] = []

    /// Weights reach from 0 to this.
    static let greatestWeight = 1000.0

    init(name: String, place: String, bytes: [UInt8]) {
        self.name = name
        self.place = place
        var content = bytes[...]
        if content.starts(with: [0xEF, 0xBB, 0xBF]) { content = content.dropFirst(3) }
        for (index, raw) in content.split(separator: 10, omittingEmptySubsequences: false).enumerated() {
            read(raw, line: index + 1)
        }
    }

    private mutating func read(_ raw: ArraySlice<UInt8>, line: Int) {
        guard let whole = String(validating: raw, as: UTF8.self) else {
            report(line, "the line is not UTF-8", "save the list as UTF-8")
            return
        }
        var parts = Self.withoutComment(whole).split(separator: "\t", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = parts.popFirst() else { return }
        let text = first.trimmed()
        if text.isEmpty {
            if let rest = parts.first, !rest.trimmed().isEmpty {
                report(line, "a weight without an entry", "write the entry, a tab, the weight")
            }
            return
        }
        var weight = 1.0
        if let written = parts.first?.trimmed(), !written.isEmpty {
            guard let number = Double(written), (0...Self.greatestWeight).contains(number) else {
                report(
                    line, "the weight \"\(written)\" is no number from 0 to 1000", "write it like 0.5, after one tab")
                return
            }
            weight = number
        }
        if text.hasPrefix("re:") {
            report(line, "patterns in lists are not in this version", "use pattern = [[…]] in a rule")
            return
        }
        items.append(Item(text: text, line: line, weight: weight))
    }

    /// A `#` opens a comment at the start of a line or after white space, so that `c#` stays an entry.
    private static func withoutComment(_ line: String) -> Substring {
        var previous: Character = " "
        for index in line.indices {
            if line[index] == "#", previous == " " || previous == "\t" { return line[..<index] }
            previous = line[index]
        }
        return line[...]
    }

    private mutating func report(_ line: Int, _ what: String, _ advice: String) {
        problems.append(Problem(file: place, line: line, what: what, advice: advice))
    }
}

extension Array {
    fileprivate mutating func popFirst() -> Element? { isEmpty ? nil : removeFirst() }
}

extension StringProtocol {
    /// Without white space at either end.
    func trimmed() -> String {
        var text = self[...]
        while let first = text.first, first.isWhitespace { text = text.dropFirst() }
        while let last = text.last, last.isWhitespace { text = text.dropLast() }
        return String(text)
    }
}
