import Moderation

/// A column that stands for a field, as `--map author=Name` says.
public struct ImportMapping: Sendable, Equatable {
    /// The names that a column can be read under.
    public static let fields = Field.allCases.map(\.name) + ["created_at", "post_created_at", "status"]

    /// One of `fields`.
    public var field: String
    public var column: String

    public init(field: String, column: String) {
        self.field = field
        self.column = column
    }
}

/// A table as text, with a header (RFC 4180): `wp comment list --format=csv`, what spreadsheets save, or any other.
final class DelimitedText: CommentImporter {
    private let separator: UInt8?
    private let map: [ImportMapping]
    private let encoding: String?
    private var input: InputText?
    private var rows = DelimitedRows()
    private var text = ByteBuffer()
    /// The name under which each column is read, once the header is known.
    private var names: [String] = []
    /// Whether `modfilter export csv` wrote the table, which guards cells against being read as formulas.
    private var isGuarded = false
    private let reader: RecordReader
    private let comment: ImportedComment
    private var object = ByteBuffer()

    /// - Parameter separator: Between two cells; `nil` is the one of comma and semicolon that the header has more of.
    init(separator: UInt8?, _ options: CommentImport.Options) {
        self.separator = separator
        map = options.map
        encoding = options.encoding
        comment = ImportedComment(timeZone: options.timeZone)
        // A column that was named for its date may be in anybody's time.
        let isMapped = map.contains { $0.field == "created_at" }
        reader = RecordReader(localDates: RecordReader.localDates + (isMapped ? ["created_at"] : []))
    }

    // A table without rows is one, and a header without a comment's columns is an error.
    var foundInstead: String? { nil }

    func read(_ bytes: UnsafeRawBufferPointer, isEnd: Bool, into sink: ImportSink) throws(ImportFault) {
        let input = self.input ?? InputText(encoding: encoding, head: bytes)
        self.input = input
        text.removeAll()
        try input.decode(bytes, isEnd: isEnd, into: &text, sink)
        if rows.separator == nil && text.count > 0 { begin() }
        var fault: ImportFault?
        rows.scan(text.storage, isEnd: isEnd) { row in
            if fault != nil || sink.failure != nil { return }
            if names.isEmpty {
                do throws(ImportFault) { names = try readHeader(row) } catch { fault = error }
            } else {
                take(row, sink)
            }
        }
        if let fault { throw fault }
        if isEnd, let line = rows.openQuote {
            throw ImportFault(line: line, message: "the quotation mark is never closed; what follows it is left out")
        }
    }

    /// Sees by the header how the table is written.
    private func begin() {
        let header = text.storage.prefix { $0 != 0x0A }
        let (commas, semicolons) = (header.count { $0 == 0x2C }, header.count { $0 == 0x3B })
        rows.separator = separator ?? UInt8(ascii: semicolons > commas ? ";" : ",")
        // A column of WP-CLI's, which is written in PHP.
        rows.isPHP = String(decoding: header, as: UTF8.self).contains("comment_ID")
    }

    /// The name under which each column is read.
    private func readHeader(_ row: DelimitedRow) throws(ImportFault) -> [String] {
        guard !row.isTooLong else { throw ImportFault(line: row.line, message: "the header is too long") }
        let columns = (0..<row.count).map { Self.trimmed(String(decoding: row[$0], as: UTF8.self)) }
        isGuarded = columns == VerdictTable.columns
        var names = columns
        let known = "the columns are \(columns.map { "\"\(SafeText.clean($0, limit: 40))\"" }.joined(separator: ", "))"
        for mapping in map {
            let place =
                columns.firstIndex(of: mapping.column)
                ?? columns.firstIndex { $0.lowercased() == mapping.column.lowercased() }
            guard let place else {
                throw ImportFault(
                    line: row.line, message: "there is no column \"\(mapping.column)\"; \(known)", isUsage: true)
            }
            names[place] = mapping.field
        }
        guard names.contains(where: { RecordReader.isContent($0) }) else {
            throw ImportFault(
                line: row.line,
                message: "no column is a comment's text, name or address; \(known); --map body=COLUMN names one",
                isUsage: true)
        }
        return names
    }

    private static func trimmed(_ text: String) -> String {
        var text = text[...]
        while text.first == " " { text = text.dropFirst() }
        while text.last == " " { text = text.dropLast() }
        return String(text)
    }

    private func take(_ row: DelimitedRow, _ sink: ImportSink) {
        // A blank line between rows.
        if row.count == 1 && row[0].isEmpty { return }
        if row.isTooLong { return sink.add("the row has more than 16 MiB; it is left out", row.line) }
        if row.count > names.count {
            return sink.add("the row has \(row.count) cells, the header \(names.count); it is left out", row.line)
        }
        if row.isDoubtful {
            sink.add(
                "a cell has \\\" before a comma or line end, which WP-CLI's tables leave open; --format=json does not",
                row.line)
        }
        object.removeAll()
        for index in 0..<row.count where !row[index].isEmpty && !names[index].isEmpty {
            object.append(object.count == 0 ? "{" : "," as StaticString)
            object.append(quoted: names[index])
            object.append(UInt8(ascii: ":"))
            object.append(quoted: isGuarded ? VerdictTable.unguarded(row[index]) : row[index])
        }
        if object.count == 0 { object.append(UInt8(ascii: "{")) }
        object.append(UInt8(ascii: "}"))
        if let problem = reader.read(object.storage, line: row.line, into: comment) {
            sink.add("\(problem); the row is left out", row.line)
        } else {
            sink.take(comment)
        }
    }
}
