/// A way of looking at one text.
public enum TextForm: UInt8, Sendable, CaseIterable {
    /// The bytes as they came.
    case raw
    /// What a reader sees: HTML, BBCode, Markdown links and entities taken out, block tags as line breaks.
    case text
    /// `text` with case, width, compatibility variants and zero-width characters folded away (NFKC case fold), without
    /// piled-up marks, with the simplified characters of Chinese, and with look-alike letters in their word's script.
    case folded

    /// The word in rules, such as `folded`.
    public var name: String {
        switch self {
        case .raw: "raw"
        case .text: "text"
        case .folded: "folded"
        }
    }
}
