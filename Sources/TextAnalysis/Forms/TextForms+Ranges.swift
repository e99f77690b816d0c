/// The way back from a form to the raw bytes.
extension TextForms {
    /// Where a stretch of a form came from.
    ///
    /// The map is built at the first call for a text.
    ///
    /// - Parameter range: A range of `bytes(form)`; what lies outside of it is cut off.
    /// - Returns: A half-open range of bytes of `raw`, rounded out to whole characters, entities and tags.
    public func rawRange(of range: Range<Int>, in form: TextForm) -> Range<Int> {
        let whole = bytes(form)
        let cut = range.clamped(to: 0..<whole.count)
        let rounded = whole.characterStart(at: cut.lowerBound)..<whole.characterEnd(at: cut.upperBound)
        switch form {
        case .raw: return rounded
        case .text: return rawRange(ofText: rounded)
        case .folded: return rawRange(ofText: textRange(ofFolded: rounded))
        }
    }

    private func rawRange(ofText range: Range<Int>) -> Range<Int> {
        if isPlain { return range }
        if !known.contains(.pieces) {
            known.insert(.pieces)
            scratch.removeAll()
            var stripper = MarkupStripper(raw, output: scratch, pieces: pieces)
            stripper.run()
            pieces = stripper.pieces
        }
        guard !pieces.isEmpty else { return 0..<0 }
        let first = pieces[piece(holding: range.lowerBound)]
        let start = Int(first.isCopy ? first.rawStart + Int32(range.lowerBound) - first.start : first.rawStart)
        if range.isEmpty { return start..<start }
        let last = pieces[piece(holding: range.upperBound - 1)]
        let end = Int(last.isCopy ? last.rawStart + Int32(range.upperBound) - last.start : last.rawEnd)
        return start..<max(start, end)
    }

    /// The last piece that starts at or before a place in the text.
    private func piece(holding place: Int) -> Int {
        var low = 0
        var high = pieces.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if Int(pieces[middle].start) <= place { low = middle } else { high = middle }
        }
        return low
    }

    private func textRange(ofFolded range: Range<Int>) -> Range<Int> {
        if foldsInPlace { return range }
        if !known.contains(.changes) {
            known.insert(.changes)
            changes.read(bytes(.text), folded: scratch)
        }
        let text = bytes(.text)
        // A place between the two letters of a folded ß lies within a character of the text.
        let start = text.characterStart(at: changes.textPlace(ofFolded: range.lowerBound, isEnd: false))
        if range.isEmpty { return start..<start }
        let end = changes.textPlace(ofFolded: range.upperBound, isEnd: true)
        return start..<max(start, text.characterEnd(at: end))
    }
}
