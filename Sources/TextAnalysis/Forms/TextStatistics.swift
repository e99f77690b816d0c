/// Counts over one text.
public struct TextStatistics: Sendable {
    /// How many characters a reader would count: extended grapheme clusters (Unicode Standard Annex 29).
    public internal(set) var length = 0
    /// Letters of any script (general category L).
    public internal(set) var letters = 0
    /// Letters that have upper and lower case.
    public internal(set) var cased = 0
    /// Upper-case letters.
    public internal(set) var capitals = 0
    /// Decimal digits of any script.
    public internal(set) var digits = 0
    /// The most times that one character stands in a row, white space aside; 0 for a blank text.
    public internal(set) var longestRun = 0

    public init() {}

    /// The share of letters that are written in a script, from 0 to 1; 0 where there are no letters.
    public func share(of script: Script) -> Double { 0 }
}
