import CText

/// How many columns of a terminal text takes: 2 for a character of East Asian width or an emoji, 0 for marks that stand
/// on another character, 1 for the rest (UAX #11, with ICU's data).
public enum DisplayWidth {
    public static func columns(of text: some StringProtocol) -> Int {
        text.reduce(0) { $0 + columns(of: $1) }
    }

    public static func columns(of character: Character) -> Int {
        var widest = 0
        for scalar in character.unicodeScalars {
            // The sign that asks for a coloured picture makes any character one.
            if scalar.value == 0xFE0F { return 2 }
            widest = max(widest, scalar.value < 0x7F ? 1 : Int(ctext_columns(scalar.value)))
        }
        return widest
    }

    /// As many characters from the front as fit into some columns; what is cut shows as `…`.
    public static func cut(_ text: String, to columns: Int) -> String {
        if Self.columns(of: text) <= columns { return text }
        var result = ""
        var used = 1
        for character in text {
            used += Self.columns(of: character)
            if used > columns { break }
            result.append(character)
        }
        return columns > 0 ? result + "…" : ""
    }

    /// The text with blanks behind it, to fill some columns.
    public static func padded(_ text: String, to columns: Int) -> String {
        text + String(repeating: " ", count: max(0, columns - Self.columns(of: text)))
    }
}
