import CText

/// Where a word may begin and end.
///
/// Between two letters, marks or digits there is no boundary, unless one of them belongs to a script that writes
/// words without spaces or glues particles to them: Han, Kana, Bopomofo, Hangul, Thai, Lao, Khmer, Burmese.
enum WordBoundary {
    /// What a character is at the edge of a word.
    enum Edge: Int32 {
        case none = 0
        case word = 1
        case glued = 2
    }

    @inline(__always)
    static func edge(_ character: UInt32) -> Edge {
        if character < 0x80 { return UInt8(truncatingIfNeeded: character).isAlphanumeric ? .word : .none }
        return Edge(rawValue: ctext_edge(character)) ?? .none
    }

    /// Whether a word may begin or end at `index`.
    static func stands(at index: Int, in text: UnsafeRawBufferPointer) -> Bool {
        if index <= 0 || index >= text.count { return true }
        if edge(text.character(before: index).value) != .word { return true }
        return edge(text.character(at: index).value) != .word
    }

    /// Whether a word may begin or end between the edge of a phrase, which needs it, and the character beyond it.
    @inline(__always)
    static func isFree(before index: Int, in text: UnsafeRawBufferPointer) -> Bool {
        index <= 0 || edge(text.character(before: index).value) != .word
    }

    @inline(__always)
    static func isFree(after index: Int, in text: UnsafeRawBufferPointer) -> Bool {
        index >= text.count || edge(text.character(at: index).value) != .word
    }

    /// How far a word with `*` at its end runs on, in characters; no word of any dictionary is longer.
    static let longestRun = 64

    /// The end of the word that runs on beyond `index`.
    static func end(ofWordAt index: Int, in text: UnsafeRawBufferPointer) -> Int {
        var end = index
        for _ in 0..<longestRun {
            guard end < text.count else { break }
            let (value, length) = text.character(at: end)
            if edge(value) != .word { break }
            end += length
        }
        return end
    }

    /// The start of the word that runs up to `index`.
    static func start(ofWordAt index: Int, in text: UnsafeRawBufferPointer) -> Int {
        var start = index
        for _ in 0..<longestRun {
            guard start > 0 else { break }
            let (value, length) = text.character(before: start)
            if edge(value) != .word { break }
            start -= length
        }
        return start
    }
}
