import CText

/// Counts and the fingerprint.
extension TextForms {
    /// Counts over the `text` form.
    public var statistics: TextStatistics {
        if known.contains(.statistics) { return knownStatistics }
        known.insert(.statistics)
        let text = bytes(.text)
        knownStatistics = isASCII ? TextStatistics(ascii: text) : TextStatistics(text, characters: characters)
        return knownStatistics
    }

    /// The same for texts whose folded forms differ in white space only: XXH64 of the folded form with each run of
    /// white space as one space and none at the ends. Stable across runs and machines.
    public var fingerprint: UInt64 {
        if known.contains(.fingerprint) { return knownFingerprint }
        known.insert(.fingerprint)
        let folded = bytes(.folded)
        scratch.removeAll()
        if isASCII, let base = folded.baseAddress?.assumingMemoryBound(to: UInt8.self) {
            scratch.fill(room: folded.count) { ctext_collapse_blanks(base, folded.count, $0) }
        } else {
            collapseBlanks(folded)
        }
        knownFingerprint = Fingerprint.hash(scratch.bytes)
        return knownFingerprint
    }
    private func collapseBlanks(_ folded: UnsafeRawBufferPointer) {
        scratch.reserve(folded.count)
        var isBlank = true
        var position = 0
        while position < folded.count {
            let (value, length) = folded.character(at: position)
            if value < 0x80 ? UInt8(truncatingIfNeeded: value).isBlank : ctext_is_white_space(value) {
                if !isBlank { scratch.append(0x20) }
                isBlank = true
            } else {
                for offset in 0..<length { scratch.append(folded[position + offset]) }
                isBlank = false
            }
            position += length
        }
        if isBlank, scratch.count > 0 { scratch.truncate(to: scratch.count - 1) }
    }
}
