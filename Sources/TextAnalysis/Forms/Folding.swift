import CText

/// NFKC case folding, by which words can't hide behind capitals, full-width letters or zero-width characters.
///
/// The algorithm is `NFKC_Casefold` of the Unicode Standard, section 5.18 and DerivedNormalizationProps.txt, as ICU
/// has it. It keeps white space apart from unifying its kinds.
enum Folding {
    /// Folds UTF-8 into `output`, which is emptied first.
    static func fold(_ text: UnsafeRawBufferPointer, into output: ByteStore) {
        fold(text, into: output, changes: nil)
    }

    /// The folded form of a word or pattern.
    static func fold(_ text: String) -> [UInt8] {
        let output = ByteStore(capacity: text.utf8.count + 64)
        var text = text
        text.withUTF8 { fold(UnsafeRawBufferPointer($0), into: output) }
        return [UInt8](output.bytes)
    }

    /// Folds UTF-8 by ICU alone, which takes longer.
    static func foldCase(_ text: UnsafeRawBufferPointer, into output: ByteStore) {
        fill(output, text) { ctext_fold_case($0, text.count, $1, $2) }
    }

    /// Folds UTF-8 into `output`, which is emptied first, and lists what that changes.
    static func fold(
        _ text: UnsafeRawBufferPointer, into output: ByteStore, changes: UnsafeMutablePointer<ctext_changes>?
    ) {
        fill(output, text) { ctext_fold($0, text.count, $1, $2, changes) }
    }

    private static func fill(
        _ output: ByteStore, _ text: UnsafeRawBufferPointer,
        _ fold: (UnsafePointer<UInt8>, UnsafeMutablePointer<UInt8>, Int) -> Int
    ) {
        output.removeAll()
        guard let source = text.baseAddress?.assumingMemoryBound(to: UInt8.self), text.count > 0 else { return }
        // Folding makes most texts no longer, and none sixteen times as long.
        var room = text.count + 64
        while room <= 32 * text.count + 128 {
            output.reserve(room)
            let length = fold(source, output.base, room)
            // SIZE_MAX is a negative number here.
            if length >= 0 {
                output.fill(room: length) { _ in length }
                return
            }
            room *= 2
        }
        // ICU gives up only where its data are missing: the text as it is beats none.
        output.append(text)
    }
}
