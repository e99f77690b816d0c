import TextAnalysis

/// Writing down why: reasons and the words that hit, without the comment's e-mail and IP.
extension Moderator {
    /// At most this many hits of a rule are shown.
    static let shownHits = 5
    /// A reason is cut here, in bytes.
    static let longestReason = 1000
    /// Words found are cut here, in bytes.
    static let longestFound = 200

    /// Adds the first hits of a group to the verdict and returns how many there are beyond those.
    func appendHits(group: Int) -> Int {
        var shown = 0
        for index in context.found.indices where context.found[index].group == group {
            if shown == Self.shownHits { return Int(context.foundCounts[group]) - shown }
            shown += 1
            let item = context.found[index]
            let forms = context.forms(of: item.field)
            let place = forms.rawRange(of: item.range, in: item.form)
            let words = UnsafeRawBufferPointer(rebasing: forms.bytes(.raw)[place])
            verdict.hits.append(
                Verdict.Hit(
                    field: item.field, at: place, found: appendFound(words, in: item.field), entry: Int(item.entry)))
        }
        return 0
    }

    private func appendFound(_ words: UnsafeRawBufferPointer, in field: Field) -> Range<Int> {
        let start = verdict.text.count
        switch field {
        // A part of an address would tell it as well as the whole does.
        case .email: appendText("[email]")
        case .ip: appendText("[ip]")
        default: return redactor.append(words.prefixOfCharacters(Self.longestFound), to: &verdict.text)
        }
        return start..<verdict.text.count
    }

    /// Adds what hit, each once: list entries as they are written, what patterns found as it stands in the comment.
    func appendHitTexts(_ hits: Range<Int>, areWords: Bool) {
        for index in hits {
            let hit = verdict.hits[index]
            let isKnown = verdict.hits[hits.lowerBound..<index].contains { earlier in
                areWords
                    ? earlier.entry == hit.entry
                    : verdict.text[earlier.found].elementsEqual(verdict.text[hit.found])
            }
            if isKnown { continue }
            if index > hits.lowerBound { appendText(", ") }
            if areWords {
                appendText(ruleSet.entries[hit.entry].text)
            } else {
                verdict.text.append(contentsOf: Array(verdict.text[hit.found]))
            }
        }
    }

    func appendText(_ text: String) {
        verdict.text.append(contentsOf: text.utf8)
    }

    /// Adds the reason that a rule gave.
    func appendReason(_ reason: UnsafeRawBufferPointer) -> Range<Int> {
        let start = verdict.text.count
        switch UTF8Repair.repaired(reason.prefixOfCharacters(Self.longestReason)) {
        case .asItIs(let bytes): verdict.text.append(contentsOf: bytes)
        case .repaired(let text): appendText(text)
        }
        return finishReason(from: start)
    }

    /// Cuts what was written since `start` to the length of a reason and takes the addresses out.
    func finishReason(from start: Int) -> Range<Int> {
        if verdict.text.count - start > Self.longestReason {
            let kept = verdict.text.withUnsafeBytes { text in
                UnsafeRawBufferPointer(rebasing: text[start...]).prefixOfCharacters(Self.longestReason).count
            }
            verdict.text.removeLast(verdict.text.count - start - kept)
        }
        redactor.redact(&verdict.text, from: start)
        return start..<verdict.text.count
    }
}

extension UnsafeRawBufferPointer {
    /// At most `limit` bytes, cut on a character boundary of UTF-8.
    func prefixOfCharacters(_ limit: Int) -> UnsafeRawBufferPointer {
        if count <= limit { return self }
        var end = limit
        while end > 0, self[end] & 0xC0 == 0x80 { end -= 1 }
        return UnsafeRawBufferPointer(rebasing: self[..<end])
    }
}
