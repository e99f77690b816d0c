import Moderation

/// Verdicts as a table with commas (RFC 4180), for spreadsheets.
///
/// A cell that a spreadsheet would take for a formula gets an apostrophe before it (OWASP, "CSV Injection"). E-mail and IP
/// addresses are left out.
public struct VerdictTable {
    private static let fields: [Field] = [.type, .post, .permalink, .author, .url, .body]

    /// The first line. What comes behind `rules` is empty where the input holds verdicts without their comments.
    public static let header =
        (["id", "verdict", "score", "because", "rules"] + fields.map(\.name) + ["created_at"]).joined(separator: ",")
        + "\r\n"

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
        return cells.map(Self.quoted).joined(separator: ",") + "\r\n"
    }

    private static func time(_ seconds: Int64) -> String {
        var buffer = ByteBuffer()
        buffer.append(time: seconds)
        return String(decoding: buffer.storage, as: UTF8.self)
    }

    private static func guarded(_ text: String) -> String {
        switch text.unicodeScalars.first {
        // The full-width forms count too: spreadsheets of East Asia read them.
        case "=", "+", "-", "@", "\t", "\r", "\n", "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}": "'" + text
        default: text
        }
    }

    private static func quoted(_ text: String) -> String {
        let needsQuotes = text.utf8.contains { [0x22, 0x2C, 0x0A, 0x0D, 0x3B, 0x09].contains($0) }
        return needsQuotes ? "\"" + text.replacing("\"", with: "\"\"") + "\"" : text
    }
}
