import CommentFormats
import TextAnalysis

/// Text for a terminal or a file: colours and columns where there is a terminal, plain signs where there is none.
public struct TextStyle: Sendable {
    /// Whether ANSI escape sequences may be used.
    public var isColoured: Bool
    /// Columns to keep within; `nil` for a file, whose lines end where the text does.
    public var width: Int?

    public init(isColoured: Bool = false, width: Int? = nil) {
        self.isColoured = isColoured
        self.width = width
    }

    /// Codes of ECMA-48's SGR.
    public enum Paint: String, Sendable {
        case bold = "1"
        case faint = "2"
        case underlined = "4;33"
        case red = "31"
        case green = "32"
        case yellow = "33"
    }

    public func paint(_ text: String, _ paint: Paint) -> String {
        isColoured && !text.isEmpty ? "\u{1B}[\(paint.rawValue)m\(text)\u{1B}[0m" : text
    }

    /// Words that a rule found: underlined, or between «».
    func mark(_ text: String) -> String {
        isColoured ? paint(text, .underlined) : "«\(text)»"
    }

    /// A line, cut to the width.
    public func line(_ text: String) -> String {
        width.map { DisplayWidth.cut(text, to: $0) } ?? text
    }

    /// Breaks text into lines of the width, at white space or between characters of scripts without it.
    ///
    /// - Parameter indent: Blanks before each line.
    func wrapped(_ pieces: [(text: String, isMarked: Bool)], indent: Int) -> [String] {
        let room = max(10, (width ?? .max) - indent)
        let head = String(repeating: " ", count: indent)
        var lines: [String] = []
        var line = ""
        var used = 0
        var endsMarked = false
        func finish() {
            if line.hasSuffix(" ") { line.removeLast() }
            lines.append(head + line)
            line = ""
            used = 0
            endsMarked = false
        }
        for piece in pieces {
            // Signs take room where colours don't.
            let signs = piece.isMarked && !isColoured ? 2 : 0
            for part in Self.parts(of: piece.text, longest: room - signs) {
                if part == "\n" {
                    finish()
                    continue
                }
                let text = SafeText.clean(part, limit: .max)
                let columns = DisplayWidth.columns(of: text)
                if used + columns + (endsMarked ? 0 : signs) > room, used > 0 { finish() }
                if used == 0, text == " " { continue }
                line += piece.isMarked ? mark(text) : text
                used += columns + (endsMarked ? 0 : signs)
                endsMarked = piece.isMarked
            }
        }
        if !line.isEmpty || lines.isEmpty { finish() }
        // Marks that touch are one.
        let seam = isColoured ? "\u{1B}[0m\u{1B}[\(Paint.underlined.rawValue)m" : "»«"
        return lines.map { $0.split(separator: seam, omittingEmptySubsequences: false).joined() }
    }

    /// Words, white space and single characters of scripts without spaces, each of its own; words longer than a line in
    /// pieces.
    private static func parts(of text: String, longest: Int) -> [String] {
        var parts: [String] = []
        var word = ""
        var columns = 0
        func finish() {
            if !word.isEmpty { parts.append(word) }
            word = ""
            columns = 0
        }
        for character in text {
            let width = DisplayWidth.columns(of: character)
            if character.isNewline || character.isWhitespace || width == 2 {
                finish()
                parts.append(character.isNewline ? "\n" : character.isWhitespace ? " " : String(character))
            } else {
                if columns + width > longest { finish() }
                word.append(character)
                columns += width
                // A word without an end still has to be broken somewhere.
                if word.utf8.count > 200 { finish() }
            }
        }
        finish()
        return parts
    }
}

extension TextStyle.Paint {
    init(_ outcome: String) {
        switch outcome {
        case "accept": self = .green
        case "hold": self = .yellow
        default: self = .red
        }
    }
}
