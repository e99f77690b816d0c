import CText
import Glibc

/// The tables of many words as bytes, as a cache keeps them.
extension WordTables {
    /// Tells tables apart: by the phrases, and by whatever else they come from, which is the form of the texts, this
    /// very program, its ICU, and the machine. `nil` where that is not known.
    static func key(of phrases: [TextMatcher.Phrase], form: TextForm) -> Digest? {
        var program = stat()
        guard let platform = DatabaseExpressions.platform, stat("/proc/self/exe", &program) == 0 else { return nil }
        return Digest { feed in
            func add(_ number: Int) { withUnsafeBytes(of: number) { feed($0) } }
            platform.withUnsafeBytes { feed($0) }
            for number in [
                Int(program.st_size), program.st_mtim.tv_sec, program.st_mtim.tv_nsec, Int(ctext_icu_version()),
                TextForm.allCases.firstIndex(of: form) ?? -1,
            ] { add(number) }
            // Entries that follow each other, as those of a list do, are told by the first.
            var group: Int32 = -1
            var entry: Int32 = -1
            for place in phrases.indices where phrases[place].kind == .words {
                let length = UInt32(truncatingIfNeeded: phrases[place].text.count)
                if phrases[place].group != group || phrases[place].entry != entry {
                    group = phrases[place].group
                    entry = phrases[place].entry
                    withUnsafeBytes(of: (UInt32.max, group, entry)) { feed($0) }
                }
                entry &+= 1
                withUnsafeBytes(of: length) { feed($0) }
                phrases[place].text.withUnsafeBytes { feed($0) }
            }
        }
    }

    /// Tables from the content of others.
    ///
    /// - Parameters:
    ///   - groups: Before which the groups end.
    ///   - entries: Before which the entries end.
    /// - Returns: `nil` where a number leads outside of what is there.
    static func checked(_ content: ByteStore, groups: Int32, entries: Int32) -> WordTables? {
        guard let unchecked = WordTables(content, index: nil), unchecked.isSound(groups: groups, entries: entries),
            let index = ctext_word_index_create(unchecked.hashes.count)
        else { return nil }
        for (number, hash) in unchecked.hashes.enumerated()
        where ctext_word_index_insert(index, hash) != Int32(number) {
            ctext_word_index_free(index)
            return nil
        }
        return WordTables(content, index: index)
    }

    private func isSound(groups: Int32, entries: Int32) -> Bool {
        guard firstWord.count == literalCount + hashes.count + 1, firstWord.first == 0,
            firstWord.last.map(Int.init) == words.count
        else { return false }
        // Each number has a word at least.
        return zip(firstWord, firstWord.dropFirst()).allSatisfy { $0 < $1 }
            && parts.allSatisfy { $0.offset >= 0 && $0.count > 0 && Int($0.offset) + Int($0.count) <= bytes.count }
            && words.allSatisfy { isSound($0, groups: groups, entries: entries) }
    }

    private func isSound(_ word: Word, groups: Int32, entries: Int32) -> Bool {
        word.group >= 0 && word.group < groups && word.entry >= 0 && word.entry < entries
            && word.firstPart >= 0 && word.firstPart <= word.keyPart && word.keyPart < word.endPart
            && Int(word.endPart) <= parts.count
            && word.keyOffset >= 0 && word.keyOffset < parts[Int(word.keyPart)].count
    }
}
