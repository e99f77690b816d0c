import CText

/// Counts over one text.
public final class TextStatistics {
    @exclusivity(unchecked) private var counts = ctext_statistics()

    init() {}

    /// Counts anew.
    func count(_ text: UnsafeRawBufferPointer) {
        ctext_count(text.baseAddress?.assumingMemoryBound(to: UInt8.self), text.count, &counts)
    }

    /// How many characters a reader would count: extended grapheme clusters (Unicode Standard Annex 29).
    public var length: Int { counts.length }
    /// Letters of any script (general category L).
    public var letters: Int { counts.letters }
    /// Letters that have upper and lower case.
    public var cased: Int { counts.cased }
    /// Upper-case letters.
    public var capitals: Int { counts.capitals }
    /// Decimal digits of any script.
    public var digits: Int { counts.digits }
    /// The most times that one character, as `length` counts them, stands in a row, white space aside; 0 for a blank
    /// text.
    public var longestRun: Int { counts.longest_run }

    /// The share of letters that are written in a script, from 0 to 1; 0 where there are no letters.
    ///
    /// Only the first 16 scripts of a text are told apart; no reader writes in more.
    public func share(of script: Script) -> Double {
        let letters = ctext_letters(&counts, script.code)
        return letters == 0 ? 0 : Double(letters) / Double(counts.letters)
    }
}
