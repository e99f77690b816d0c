import Moderation

/// Verdicts as a table with commas (RFC 4180), for spreadsheets.
///
/// A cell that a spreadsheet would take for a formula gets an apostrophe before it (OWASP, "CSV Injection"). E-mail and IP
/// addresses are left out.
public struct VerdictTable {
    private static let fields: [Field] = [.type, .post, .permalink, .author, .url, .body]
    private static let lastFields: [Field] = [.parent, .postTitle]

    /// The columns. What comes behind `rules` is empty where the input holds verdicts without their comments.
    static let columns =
        ["id", "verdict", "score", "because", "rules"] + fields.map(\.name) + ["created_at"]
        + lastFields.map(\.name) + ["status"]

    /// The first line.
    public static let header = columns.joined(separator: ",") + "\r\n"

    public init() {}

    /// The row of a record, with its end.
    public func row(_ record: VerdictRecord) -> String {
        let rules = record.rules.map { rule in rule.reason.map { "\(rule.name) (\($0))" } ?? rule.name }
        var cells = [record.id ?? "", record.verdict.name].map(Self.guarded)
        // Points are ours, and may be negative.
        cells.append(record.score)
        cells += [record.because, rules.joined(separator: "; ")].map(Self.guarded)
        cells += Self.fields.map { Self.guarded(record.comment?[$0] ?? "") }
        cells.append(record.comment?.createdAt.map(Self.time) ?? "")
        cells += Self.lastFields.map { Self.guarded(record.comment?[$0] ?? "") }
        cells.append(Self.guarded(record.status ?? ""))
        return cells.map(Self.quoted).joined(separator: ",") + "\r\n"
    }

    private static func time(_ seconds: Int64) -> String {
        var buffer = ByteBuffer()
        buffer.append(time: seconds)
        return String(decoding: buffer.storage, as: UTF8.self)
    }

    private static func guarded(_ text: String) -> String {
        // One more where there are some, so that one can be taken away again.
        isFormula(text.drop { $0 == "'" }) ? "'" + text : text
    }

    /// A cell of such a table as it was before it was guarded.
    static func unguarded(_ cell: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        let rest = cell.drop { $0 == UInt8(ascii: "'") }
        // The longest of the characters in question has three bytes.
        guard rest.count < cell.count, isFormula(String(decoding: rest.prefix(3), as: UTF8.self)[...]) else {
            return cell
        }
        return UnsafeRawBufferPointer(rebasing: cell.dropFirst())
    }

    private static func isFormula(_ text: Substring) -> Bool {
        switch text.unicodeScalars.first {
        // The full-width forms count too: spreadsheets of East Asia read them.
        case "=", "+", "-", "@", "\t", "\r", "\n", "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}": true
        default: false
        }
    }

    private static func quoted(_ text: String) -> String {
        let needsQuotes = text.utf8.contains { [0x22, 0x2C, 0x0A, 0x0D, 0x3B, 0x09].contains($0) }
        return needsQuotes ? "\"" + text.replacing("\"", with: "\"\"") + "\"" : text
    }
}
