import CText

/// Counts over one text.
public struct TextStatistics: Sendable {
    /// How many characters a reader would count: extended grapheme clusters (Unicode Standard Annex 29).
    public private(set) var length = 0
    /// Letters of any script (general category L).
    public private(set) var letters = 0
    /// Letters that have upper and lower case.
    public private(set) var cased = 0
    /// Upper-case letters.
    public private(set) var capitals = 0
    /// Decimal digits of any script.
    public private(set) var digits = 0
    /// The most times that one character stands in a row, white space aside; 0 for a blank text.
    public private(set) var longestRun = 0

    private var scripts = InlineArray<16, ScriptCount>(repeating: ScriptCount(script: Script(code: -1), letters: 0))
    private var scriptCount = 0

    private struct ScriptCount {
        var script: Script
        var letters: Int32
    }

    /// Counts of nothing.
    public init() {}

    /// Counts over ASCII.
    init(ascii text: UnsafeRawBufferPointer) {
        let counts = ctext_count_ascii(text.baseAddress?.assumingMemoryBound(to: UInt8.self), text.count)
        length = text.count - counts.line_ends
        letters = counts.letters
        cased = counts.letters
        capitals = counts.capitals
        digits = counts.digits
        longestRun = counts.longest_run
        if letters > 0 {
            scripts[0] = ScriptCount(script: .latin, letters: Int32(letters))
            scriptCount = 1
        }
    }

    /// Counts over any UTF-8.
    init(_ text: UnsafeRawBufferPointer, characters: CharacterTable) {
        guard let table = characters.table else { return }
        var result = ctext_statistics_result()
        ctext_statistics(table, text.baseAddress?.assumingMemoryBound(to: CChar.self), text.count, &result)
        length = result.clusters
        letters = result.letters
        cased = result.cased
        capitals = result.capitals
        digits = result.digits
        longestRun = result.longest_run
        scriptCount = min(result.script_count, scripts.count)
        for index in 0..<scriptCount {
            let code = withUnsafeBytes(of: &result.script) { $0.load(fromByteOffset: 4 * index, as: Int32.self) }
            let letters = withUnsafeBytes(of: &result.script_letters) {
                $0.load(fromByteOffset: MemoryLayout<Int>.stride * index, as: Int.self)
            }
            scripts[index] = ScriptCount(script: Script(code: code), letters: Int32(letters))
        }
    }

    /// The share of letters that are written in a script, from 0 to 1; 0 where there are no letters.
    ///
    /// Only the first 16 scripts of a text are told apart; no reader writes in more.
    public func share(of script: Script) -> Double {
        for index in 0..<scriptCount where scripts[index].script == script {
            return Double(scripts[index].letters) / Double(max(letters, 1))
        }
        return 0
    }
}

/// What is known of characters; a worker's own, filled as its texts need it.
final class CharacterTable {
    let table = ctext_characters_create()

    deinit {
        if let table { ctext_characters_free(table) }
    }
}
