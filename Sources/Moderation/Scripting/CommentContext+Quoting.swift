import Glibc
import TextAnalysis

/// Messages of rules may quote the comment, not carry it out whole.
extension CommentContext {
    /// How much of the comment a message may quote, in bytes.
    static let longestQuotation = 80

    /// The message, cut where it quotes more of the comment than it may.
    func cutQuotation(in message: String) -> String {
        var message = message
        return message.withUTF8 { text in
            let text = UnsafeRawBufferPointer(text)
            let end = quotedTexts().compactMap { Self.endOfQuotation(of: $0, in: text) }.min()
            let kept = end.map { text.prefixOfCharacters($0) } ?? text
            return String(decoding: kept, as: UTF8.self) + (end == nil ? "" : "…")
        }
    }

    private func quotedTexts() -> [UnsafeRawBufferPointer] {
        let fields = Field.allCases.compactMap { block.value(of: $0, in: entry.pointee) }
        let forms = withForms(of: .body) { [$0.bytes(.text), $0.bytes(.folded)] }
        return (fields + forms).filter { $0.count > Self.longestQuotation }
    }

    /// Where a message must end that has more than a quotation's worth of a text in a row.
    private static func endOfQuotation(of text: UnsafeRawBufferPointer, in message: UnsafeRawBufferPointer) -> Int? {
        // So long a quotation holds one of these pieces whole, wherever it begins.
        let piece = longestQuotation / 2
        if message.count < piece { return nil }
        for place in stride(from: 0, through: message.count - piece, by: piece) {
            guard let found = first(UnsafeRawBufferPointer(rebasing: message[place..<place + piece]), in: text) else {
                continue
            }
            var before = 0
            while before < min(place, found), text[found - before - 1] == message[place - before - 1] { before += 1 }
            var end = piece
            while place + end < message.count, found + end < text.count, text[found + end] == message[place + end] {
                end += 1
            }
            if before + end > longestQuotation { return place - before + longestQuotation }
        }
        return nil
    }

    private static func first(_ piece: UnsafeRawBufferPointer, in text: UnsafeRawBufferPointer) -> Int? {
        guard let base = text.baseAddress, let start = piece.baseAddress else { return nil }
        var from = 0
        while from + piece.count <= text.count {
            guard let place = memchr(base + from, Int32(piece[0]), text.count - piece.count + 1 - from) else {
                return nil
            }
            if memcmp(place, start, piece.count) == 0 { return UnsafeRawPointer(place) - base }
            from = UnsafeRawPointer(place) - base + 1
        }
        return nil
    }
}
