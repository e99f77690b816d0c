import CText

/// Text as it is searched: folded, its words apart by single spaces, and each character of a script that writes words
/// without spaces or glues particles to them a word of its own, so that a phrase of such characters is found anywhere.
///
/// One thread uses it at a time; it keeps its memory.
public final class SearchText {
    /// Changes where the same text may come out differently: in the upper half the form's own number, in the lower that
    /// of the Unicode data.
    public static let version = Int64(1) << 32 | Int64(ctext_icu_version())

    private let forms = TextForms()
    private let output = ByteStore()

    public init() {}

    /// The words of a text, as far as `TextForms.limit`.
    public func words(of text: UnsafeRawBufferPointer) -> String {
        output.removeAll()
        forms.reset(text)
        read(forms.bytes(.folded)) { _ in }
        return String(decoding: output.bytes, as: UTF8.self)
    }

    /// What somebody searches for: for each piece between white space its words, which stand one after the other.
    public func phrases(of query: String) -> [String] {
        var phrases: [String] = []
        output.removeAll()
        func take() {
            if output.count > 0 { phrases.append(String(decoding: output.bytes, as: UTF8.self)) }
            output.removeAll()
        }
        var query = query
        query.withUTF8 { bytes in
            forms.reset(UnsafeRawBufferPointer(bytes))
            read(forms.bytes(.folded)) { character in
                if ctext_is_white_space(character) { take() }
            }
        }
        take()
        return phrases
    }

    /// Writes the words of a folded text to `output`.
    ///
    /// - Parameter visit: Gets each character that belongs to no word.
    private func read(_ text: UnsafeRawBufferPointer, _ visit: (UInt32) -> Void) {
        var index = 0
        var isInsideWord = false
        while index < text.count {
            let (character, length) = text.character(at: index)
            let edge = WordBoundary.edge(character)
            if edge == .none {
                visit(character)
            } else {
                if output.count > 0, !isInsideWord || edge == .glued { output.append(UInt8(ascii: " ")) }
                output.append(text, index..<(index + length))
            }
            isInsideWord = edge == .word
            index += length
        }
    }
}
