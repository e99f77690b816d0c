/// Writing reasons and words found into a verdict, without the comment's e-mail and IP.
extension Verdict {
    /// A reason is cut here, in bytes.
    static let longestReason = 1000
    /// Words found are cut here, in bytes.
    static let longestFound = 200

    mutating func append(text addition: String) {
        text.append(contentsOf: addition.utf8)
    }

    mutating func append(bytes: some Collection<UInt8>) {
        text.append(contentsOf: bytes)
    }

    /// Adds words of a field.
    mutating func append(found words: UnsafeRawBufferPointer, in field: Field, _ redactor: Redactor) -> Range<Int> {
        let start = text.count
        switch field {
        // A part of an address would tell it as well as the whole does.
        case .email: append(text: "[email]")
        case .ip: append(text: "[ip]")
        default: text.append(contentsOf: words)
        }
        return finish(from: start, limit: Self.longestFound, redactor)
    }

    /// Adds what hit, each once: list entries as they are written, what patterns found as it stands in the comment.
    mutating func appendHitTexts(_ shown: Range<Int>, areWords: Bool) {
        for index in shown {
            let hit = hits[index]
            // A list may hold patterns among its words.
            let isWord = areWords && !ruleSet.entries.isPattern(hit.entry)
            let isKnown = hits[shown.lowerBound..<index].contains { earlier in
                isWord ? earlier.entry == hit.entry : text[earlier.found].elementsEqual(text[hit.found])
            }
            if isKnown { continue }
            if index > shown.lowerBound { append(text: ", ") }
            if isWord {
                append(bytes: ruleSet.entries.bytes(of: hit.entry))
            } else {
                for place in hit.found { text.append(text[place]) }
            }
        }
    }

    /// Adds the reason that a rule gave.
    mutating func append(reason: UnsafeRawBufferPointer, _ redactor: Redactor) -> Range<Int> {
        let start = text.count
        switch UTF8Repair.repaired(reason) {
        case .asItIs(let bytes): text.append(contentsOf: bytes)
        case .repaired(let repaired): append(text: repaired)
        }
        return finishReason(from: start, redactor)
    }

    /// Takes the addresses out of what was written since `start`, and cuts it to the length of a reason.
    mutating func finishReason(from start: Int, _ redactor: Redactor) -> Range<Int> {
        finish(from: start, limit: Self.longestReason, redactor)
    }

    /// The addresses come out first: of one that is cut in two, the first part would stay.
    private mutating func finish(from start: Int, limit: Int, _ redactor: Redactor) -> Range<Int> {
        redactor.redact(&text, from: start)
        if text.count - start > limit {
            let kept = text.withUnsafeBytes { bytes in
                UnsafeRawBufferPointer(rebasing: bytes[start...]).prefixOfCharacters(limit).count
            }
            text.removeLast(text.count - start - kept)
        }
        return start..<text.count
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
