import TextAnalysis

/// Rows in columns: the first to the left, the others to the right.
struct TextTable {
    var head: [String]
    var rows: [[String]] = []

    /// A line for the head and one for each row, cut to the style's width.
    ///
    /// - Parameter indent: Blanks before each line.
    func lines(style: TextStyle, indent: Int = 0) -> [String] {
        let widths = head.indices.map { column in
            ([head] + rows).map { DisplayWidth.columns(of: $0[column]) }.max() ?? 0
        }
        return ([head] + rows).map { row in
            let cells = row.indices.map { column in
                let blanks = String(repeating: " ", count: widths[column] - DisplayWidth.columns(of: row[column]))
                return column == 0 ? row[0] + blanks : "  " + blanks + row[column]
            }
            let line = String(repeating: " ", count: indent) + cells.joined()
            // Blanks at a line's end are nothing to see, and in the way of who copies it.
            return style.line(String(line.reversed().drop { $0 == " " }.reversed()))
        }
    }
}
