import Foundation
import Testing

@testable import TextAnalysis

/// The examples of `rules/PATTERNS.md`, each one tried.
@Suite("The page about patterns")
struct PatternPageTests {
    /// A line of an example: cells between tabs.
    struct Row: Sendable, CustomTestStringConvertible {
        var line: Int
        var cells: [String]
        var testDescription: String { "line \(line): \(cells.joined(separator: " → "))" }
    }

    /// The lines of all blocks that are fenced with this word.
    static func rows(_ fence: String) -> [Row] {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let page = (try? String(contentsOf: root.appendingPathComponent("rules/PATTERNS.md"), encoding: .utf8)) ?? ""
        var rows: [Row] = []
        var open: String?
        for (index, line) in page.components(separatedBy: "\n").enumerated() {
            if line.hasPrefix("```") {
                open = open == nil ? String(line.dropFirst(3)) : nil
            } else if open == fence {
                rows.append(Row(line: index + 1, cells: line.components(separatedBy: "\t")))
            }
        }
        return rows
    }

    private func phrases(_ row: Row) -> [TextMatcher.Phrase] {
        [.init(kind: .pattern, text: row.cells[0], group: 0, entry: 0)]
    }

    private func check(_ row: Row, form: TextForm) throws {
        try #require(row.cells.count == 3)
        let expected = row.cells[2].split(separator: "|").map(String.init)
        #expect(try found(phrases(row), in: row.cells[1], form: form) == expected)
    }

    @Test("a pattern finds what the page says", arguments: rows("patterns"))
    func folded(row: Row) throws { try check(row, form: .folded) }

    @Test("a pattern on raw text finds what the page says", arguments: rows("patterns raw"))
    func raw(row: Row) throws { try check(row, form: .raw) }

    @Test("what the page says is refused is refused in those words, with the way round", arguments: rows("refused"))
    func refused(row: Row) throws {
        try #require(row.cells.count == 2)
        let error = #expect(throws: TextMatcherProblems.self) { try TextMatcher(phrases(row), form: .folded) }
        #expect(error?.problems.count == 1)
        #expect(error?.problems.first?.what.contains(row.cells[1]) == true, "\(error?.problems.first?.what ?? "")")
        #expect(error?.problems.first?.advice.isEmpty == false)
    }

    @Test("the page has examples of each kind")
    func examples() {
        #expect(Self.rows("patterns").count > 20)
        #expect(Self.rows("patterns raw").count > 2)
        #expect(Self.rows("refused").count > 20)
    }
}
