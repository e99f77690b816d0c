import CText

/// NFKC case folding, by which words can't hide behind capitals, full-width letters or zero-width characters.
///
/// The algorithm is `NFKC_Casefold` of the Unicode Standard, section 5.18 and DerivedNormalizationProps.txt, as ICU
/// has it. It keeps white space apart from unifying its kinds.
enum Folding {
    /// Folds UTF-8 into `output`, which is emptied first.
    static func fold(_ text: UnsafeRawBufferPointer, into output: ByteStore) {
        output.removeAll()
        guard let source = text.baseAddress, text.count > 0 else { return }
        let characters = source.assumingMemoryBound(to: CChar.self)
        // Folding makes most texts no longer; where it does, the second try has the room.
        var room = text.count + 64
        for _ in 0..<2 {
            output.reserve(room)
            let length = output.base.withMemoryRebound(to: CChar.self, capacity: room) {
                ctext_fold(characters, text.count, $0, room)
            }
            if length == Int.max || length < 0 { break }
            if length <= room {
                output.fill(room: length) { _ in length }
                return
            }
            room = length
        }
        // ICU gives up only where memory or its data are missing: the text as it is beats none.
        output.removeAll()
        output.append(text)
    }

    /// The folded form of a word or pattern.
    static func fold(_ text: String) -> [UInt8] {
        let output = ByteStore(capacity: text.utf8.count + 64)
        var text = text
        text.withUTF8 { fold(UnsafeRawBufferPointer($0), into: output) }
        return [UInt8](output.bytes)
    }
}
