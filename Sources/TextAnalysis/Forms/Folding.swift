import CText

/// Folding, by which words can't hide behind capitals, full-width letters, look-alikes, accents piled up, zero-width
/// characters or the other way of writing Chinese.
///
/// It begins with `NFKC_Casefold` of the Unicode Standard, section 5.18 and DerivedNormalizationProps.txt, which keeps
/// white space apart from unifying its kinds. What is clutter and which letters look alike is said in CText's
/// `FoldingPage.h` and `LookAlikes.h`. Folding twice gives no more than folding once.
enum Folding {
    /// Folds UTF-8 into `output`, which is emptied first.
    static func fold(_ text: UnsafeRawBufferPointer, into output: ByteStore) {
        fold(text, into: output, map: nil)
    }

    /// The folded form of a word or pattern.
    static func fold(_ text: String) -> [UInt8] {
        let output = ByteStore(capacity: text.utf8.count + 64)
        var text = text
        text.withUTF8 { fold(UnsafeRawBufferPointer($0), into: output) }
        return [UInt8](output.bytes)
    }

    /// Folds UTF-8 by `NFKC_Casefold` alone: for names that must stay what they are, such as those of hosts.
    static func foldCase(_ text: UnsafeRawBufferPointer, into output: ByteStore) {
        fill(output, text) { ctext_fold_case($0, text.count, $1, $2) }
    }

    /// Folds UTF-8 into `output`, which is emptied first, and lists what that changes.
    static func fold(
        _ text: UnsafeRawBufferPointer, into output: ByteStore, map: UnsafeMutablePointer<ctext_fold_map>?
    ) {
        fill(output, text) { ctext_fold($0, text.count, $1, $2, map) }
    }

    private static func fill(
        _ output: ByteStore, _ text: UnsafeRawBufferPointer,
        _ fold: (UnsafePointer<UInt8>, UnsafeMutablePointer<UInt8>, Int) -> Int
    ) {
        output.removeAll()
        guard let source = text.baseAddress?.assumingMemoryBound(to: UInt8.self), text.count > 0 else { return }
        // Folding makes most texts no longer, and none sixteen times as long; looking at words needs as much again.
        output.reserve(text.count + 64)
        while true {
            let room = output.capacity
            let length = fold(source, output.base, room)
            // SIZE_MAX is a negative number here.
            if length >= 0 {
                output.fill(room: length) { _ in length }
                return
            }
            if room > 32 * text.count + 128 { break }
            output.reserve(2 * room)
        }
        // ICU gives up only where its data are missing: the text as it is beats none.
        output.append(text)
    }
}
