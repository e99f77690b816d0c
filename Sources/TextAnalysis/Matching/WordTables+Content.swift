import CText

/// The tables of many words as bytes, as a cache keeps them.
extension WordTables {
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
