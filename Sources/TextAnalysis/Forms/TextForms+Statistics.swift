import CText

/// Counts and the fingerprint.
extension TextForms {
    /// Counts over the `text` form, valid until the next `reset`.
    @inlinable public var statistics: TextStatistics {
        computeStatistics()
        return knownStatistics
    }

    @usableFromInline func computeStatistics() {
        if known.contains(.statistics) { return }
        known.insert(.statistics)
        knownStatistics.count(bytes(.text))
    }

    /// The same for texts whose folded forms differ in white space only: XXH64 of the folded form with each run of
    /// ASCII white space as one space and none at the ends: folding has made plain spaces of the wide and the unbreakable
    /// ones. Stable across runs and machines.
    public var fingerprint: UInt64 {
        if known.contains(.fingerprint) { return knownFingerprint }
        known.insert(.fingerprint)
        let folded = bytes(.folded)
        scratch.removeAll()
        scratch.fill(room: folded.count) {
            ctext_collapse_blanks(folded.baseAddress?.assumingMemoryBound(to: UInt8.self), folded.count, $0)
        }
        knownFingerprint = Fingerprint.hash(scratch.bytes)
        return knownFingerprint
    }
}
