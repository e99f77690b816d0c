/// A text in pieces: what rules found in it is marked.
enum MarkedText {
    typealias Piece = (text: String, isMarked: Bool)

    /// Cuts a text where marks begin and end; marks that overlap become one.
    ///
    /// - Parameters:
    ///   - marks: Ranges of bytes; what lies outside of the text is no matter.
    ///   - secrets: What must not be shown, in order and without overlaps, and what stands in its place. One that a mark
    ///     touches is marked whole: a part of it would tell as much.
    static func pieces(
        of value: String, marks: [Range<Int>], secrets: [(range: Range<Int>, mark: StaticString)] = []
    ) -> [Piece] {
        let bytes = Array(value.utf8)
        var isMarked = [Bool](repeating: false, count: bytes.count)
        for mark in marks {
            for index in mark.clamped(to: 0..<bytes.count) { isMarked[index] = true }
        }
        var pieces: [Piece] = []
        func add(_ text: String, isMarked: Bool) {
            if text.isEmpty { return }
            if pieces.last?.isMarked == isMarked {
                pieces[pieces.count - 1].text += text
            } else {
                pieces.append((text, isMarked))
            }
        }
        func add(_ range: Range<Int>) {
            var start = range.lowerBound
            while start < range.upperBound {
                var end = start
                while end < range.upperBound, isMarked[end] == isMarked[start] { end += 1 }
                add(String(decoding: bytes[start..<end], as: UTF8.self), isMarked: isMarked[start])
                start = end
            }
        }
        var end = 0
        for secret in secrets {
            add(end..<secret.range.lowerBound)
            add("\(secret.mark)", isMarked: isMarked[secret.range].contains(true))
            end = secret.range.upperBound
        }
        add(end..<bytes.count)
        return pieces
    }
}
