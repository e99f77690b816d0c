/// All words and patterns of all rules for one form: compiled once, shared by every worker.
public final class TextMatcher: Sendable {
    /// An entry of a word list or a regular expression.
    public struct Phrase: Sendable {
        public enum Kind: Sendable { case words, pattern }

        public var kind: Kind
        /// UTF-8.
        public var text: ArraySlice<UInt8>
        /// The rule or handle that it belongs to.
        public var group: Int32
        /// The caller's own number for it, given back in a match.
        public var entry: Int32
        /// Whether words are found in disguise too: drawn apart, repeated, replaced or covered letters.
        public var isDisguised: Bool

        public init(kind: Kind, text: ArraySlice<UInt8>, group: Int32, entry: Int32, isDisguised: Bool = false) {
            self.kind = kind
            self.text = text
            self.group = group
            self.entry = entry
            self.isDisguised = isDisguised
        }

        public init(kind: Kind, text: String, group: Int32, entry: Int32, isDisguised: Bool = false) {
            self.init(
                kind: kind, text: ArraySlice(text.utf8), group: group, entry: entry, isDisguised: isDisguised)
        }
    }

    /// Why a phrase can't be used.
    public struct Problem: Error, Sendable, Equatable {
        public var entry: Int32
        public var group: Int32
        /// What is wrong, without a full stop.
        public var what: String
        /// What to do about it, without a full stop.
        public var advice: String
    }

    /// Compiles phrases for texts of one form.
    ///
    /// - Parameter cache: Where what is compiled is kept from run to run; `nil` compiles all anew.
    /// - Throws: Every phrase that can't be used, in the order given.
    public init(
        _ phrases: [Phrase], form: TextForm, cache: DatabaseCache? = nil
    ) throws(TextMatcherProblems) {
        let draft = MatcherDraft(phrases, form: form, cache: cache)
        var problems = draft.problems
        var database: OpaquePointer?
        do {
            if problems.isEmpty { database = try draft.compileDatabase(cache: cache) }
        } catch {
            problems.append(
                Problem(
                    entry: phrases[0].entry, group: phrases[0].group, what: error.what, advice: error.advice))
        }
        // The tables free what was compiled, also where problems end it here.
        tables = MatcherTables(draft, database: database)
        if !problems.isEmpty { throw TextMatcherProblems(problems: problems) }
    }

    private let tables: MatcherTables

    /// Whether words are looked up one by one, as those of long lists are.
    var looksUpWords: Bool { tables.words.anchorCount > 0 }

    /// A scanner for one worker; it may outlive the matcher.
    ///
    /// - Parameter weight: Which matches count where a group has more than a scan reports; by default the leftmost.
    public func makeScanner(weight: @escaping TextScanner.Weight = { _ in 1 }) -> TextScanner {
        TextScanner(tables, weight: weight)
    }
}

/// Every phrase that can't be used.
public struct TextMatcherProblems: Error, Sendable {
    public var problems: [TextMatcher.Problem]
}

/// A hit of a phrase.
public struct TextMatch: Sendable, Equatable {
    public var group: Int32
    public var entry: Int32
    /// A half-open range of bytes of the text that was scanned, never empty.
    public var range: Range<Int32>
}
