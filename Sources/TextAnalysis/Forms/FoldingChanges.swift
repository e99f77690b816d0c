import CText

/// What folding changed in a text: the way back from the folded form.
final class FoldingChanges {
    @exclusivity(unchecked) private var characters = ChangeList()
    @exclusivity(unchecked) private var words = ChangeList()

    /// Folds a text into `folded` and keeps what that changes.
    func read(_ text: UnsafeRawBufferPointer, folded: ByteStore) {
        repeat {
            characters.makeRoom()
            words.makeRoom()
            characters.withChanges { characters in
                words.withChanges { words in
                    var map = ctext_fold_map(characters: characters, words: words)
                    withUnsafeMutablePointer(to: &map) { Folding.fold(text, into: folded, map: $0) }
                    (characters, words) = (map.characters, map.words)
                }
            }
        } while characters.isCut || words.isCut
    }

    /// The place in the text of a place in its folded form. One inside of a change goes to the change's edge.
    func textPlace(ofFolded place: Int, isEnd: Bool) -> Int {
        characters.sourcePlace(of: words.sourcePlace(of: place, isEnd: isEnd), isEnd: isEnd)
    }
}

/// What one step of folding changed.
private struct ChangeList {
    private var list: [ctext_change] = []
    private var count = 0

    /// Whether there were more changes than room.
    var isCut: Bool { count > list.count }

    mutating func makeRoom() {
        if list.isEmpty || isCut { list = [ctext_change](repeating: ctext_change(), count: max(count, 64)) }
    }

    mutating func withChanges(_ body: (inout ctext_changes) -> Void) {
        list.withUnsafeMutableBufferPointer { list in
            var changes = ctext_changes(list: list.baseAddress, capacity: list.count, count: 0)
            body(&changes)
            count = changes.count
        }
    }

    func sourcePlace(of place: Int, isEnd: Bool) -> Int {
        // The last change that starts before the place; for a start also one that starts right there.
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            let start = Int(list[middle].folded_start)
            if start < place || (start == place && !isEnd) { low = middle + 1 } else { high = middle }
        }
        if low == 0 { return place }
        let change = list[low - 1]
        if place < Int(change.folded_end) {
            // A change that removes characters is no part of a stretch that starts after it.
            return Int(isEnd ? change.source_end : change.source_start)
        }
        return place - Int(change.folded_end) + Int(change.source_end)
    }
}
