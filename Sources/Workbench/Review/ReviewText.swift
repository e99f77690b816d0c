import CommentFormats
import Moderation
import ModerationQueue
import TextAnalysis

/// A held comment for the eye, line by line. What strangers wrote can't move the cursor or look like a line of ours.
public struct ReviewText {
    /// Lines of a text that are shown at once.
    public var textLines: Int
    public var style: TextStyle
    /// The present, in Unix seconds.
    public var now: Int64

    /// So much of a text is shown, in characters; who needs more than some hundred screens takes `queue show`.
    private static let longestText = 200_000
    /// A rest of so many lines is not worth a key.
    private static let shortRest = 2
    private static let shownHits = 3
    private static let parentLines = 3
    /// Characters of a word such as a name or an id.
    private static let longestWord = 80

    public init(style: TextStyle, textLines: Int, now: Int64) {
        self.style = style
        self.textLines = max(1, textLines)
        self.now = now
    }

    /// The whole page: the text, why it is held, who wrote it, and what it answers.
    ///
    /// - Parameter place: Where the review stands, such as `[3 of 41]`.
    public func page(_ held: HeldComment, place: String) -> [String] {
        var lines = head(held, place)
        lines.append("")
        lines += text(held, part: 0)
        lines += fields(held)
        lines.append("")
        lines += reasons(held)
        lines += past(held)
        lines += parent(held)
        return lines
    }

    /// The next part of a long text; `part` 0 is what the page shows.
    public func text(_ held: HeldComment, part: Int) -> [String] {
        let all = style.wrapped(pieces(of: .body, in: held), indent: 2)
        let start = part * textLines
        if part > 0, all.count - start <= Self.shortRest { return [style.paint("  That was all of the text.", .faint)] }
        let rest = all.count - start - textLines
        if rest <= Self.shortRest { return Array(all[start...]) }
        return all[start..<start + textLines] + [style.paint("  … \(rest) more lines, m shows them", .faint)]
    }

    private func pieces(of field: Field, in held: HeldComment) -> [MarkedText.Piece] {
        let value = held.comment[field] ?? ""
        if value.isEmpty { return [("(no \(field == .body ? "text" : field.name))", false)] }
        if field == .email || field == .ip { return [("[\(field.name)]", true)] }
        let rules = held.verdict.map { $0.rules + $0.shadow } ?? []
        let marks = rules.flatMap(\.hits).filter { $0.field == field }.map(\.at)
        if value.utf8.count <= Self.longestText { return MarkedText.pieces(of: value, marks: marks) }
        let cut = String(value.prefix(Self.longestText))
        return MarkedText.pieces(of: cut, marks: marks) + [("\n… too long to be shown whole", false)]
    }

    private func head(_ held: HeldComment, _ place: String) -> [String] {
        let entry = held.entry
        let author = entry.author.map { word($0) } ?? "nobody"
        let title = "\(place)  \(entry.title) by \(author), \(Age.text(entry.time, now: now))"
        var about: [String] = []
        if let post = entry.post {
            about.append(
                "under "
                    + (held.comment[.postTitle].map { "“\(word($0))” (post \(word(post)))" } ?? "post \(word(post))"))
        }
        if !entry.source.isEmpty { about.append("of \(word(entry.source))") }
        if let type = held.comment[.type], type != "comment", !type.isEmpty { about.append("a \(word(type))") }
        if let role = held.comment[.role], !role.isEmpty { about.append("as \(word(role))") }
        if entry.outcome != .hold { about.append("\(entry.outcome.participle) before") }
        let rest = about.isEmpty ? [] : style.wrapped([(about.joined(separator: ", "), false)], indent: 0)
        return style.wrapped([(title, false)], indent: 0).map { style.paint($0, .bold) }
            + rest.map { style.paint($0, .faint) }
    }

    /// The author's web address, and other fields in which rules found something.
    private func fields(_ held: HeldComment) -> [String] {
        let hits = held.verdict?.rules.flatMap(\.hits) ?? []
        return Field.allCases.filter { field in
            field != .body && !(held.comment[field] ?? "").isEmpty
                && (field == .url || hits.contains { $0.field == field })
        }.flatMap { field in
            hanging("  \(field.name): ", pieces(of: field, in: held))
        }
    }

    private func reasons(_ held: HeldComment) -> [String] {
        guard let verdict = held.verdict, !verdict.because.isEmpty else {
            return ["Held, and the queue does not say why"]
        }
        var lines = style.wrapped(
            [
                (
                    "Held by the rules with \(AccountText.points(verdict.score)), \(AccountText.because(verdict.because))",
                    false
                )
            ],
            indent: 0)
        let width = verdict.rules.map { DisplayWidth.columns(of: $0.name) }.max() ?? 0
        for rule in verdict.rules {
            let sign = rule.points >= .zero ? "+" : ""
            let name = DisplayWidth.padded(SafeText.clean(rule.name, limit: Self.longestWord), to: width)
            let head = "  \(name)  " + DisplayWidth.padded(sign + rule.points.description, to: 5) + "  "
            lines += hanging(head, [(rule.reason ?? rule.category, false)])
            lines += hits(rule)
        }
        for rule in verdict.shadow {
            lines += hanging("  on trial: ", [(rule.name + (rule.reason.map { ", \($0)" } ?? ""), false)])
        }
        for failure in verdict.failures { lines += hanging("  failed: ", [(failure, false)]) }
        return lines
    }

    /// What was found that reads otherwise than the rule's entry.
    private func hits(_ rule: StoredVerdict.Rule) -> [String] {
        let telling = rule.hits.filter { $0.found.lowercased() != $0.entry.lowercased() && !$0.entry.isEmpty }
        return telling.prefix(Self.shownHits).flatMap { hit in
            style.wrapped([(hit.found, true), (" is \(hit.entry)", false)], indent: 6)
        } + (rule.moreHits > 0 ? ["      and \(rule.moreHits) more"] : [])
    }

    private func past(_ held: HeldComment) -> [String] {
        let past = held.past
        let author = held.entry.author.map(word)
        var sentences: [String] = []
        if let counts = past.byEmail, counts.all > 0 {
            sentences.append("With the same e-mail address: \(Self.sentence(counts))")
        }
        if let author, let counts = past.byName, counts.all > 0 {
            let other = past.byEmail == nil ? "" : ", another e-mail address"
            sentences.append("As \(author)\(other): \(Self.sentence(counts))")
        }
        if sentences.isEmpty {
            let whose = author.map { "by \($0)" } ?? (past.byEmail == nil ? nil : "with this e-mail address")
            return whose.map { ["", style.paint(style.line("No other comment \($0)"), .faint)] } ?? []
        }
        return [""] + sentences.flatMap { style.wrapped([($0, false)], indent: 0) }
            + past.newest.map { other in
                let text = SafeText.clean(other.body ?? "", limit: 200)
                let name = other.author == held.entry.author ? "" : other.author.map { " as \(word($0))" } ?? ""
                let line = "  \(Age.text(other.time, now: now)), \(other.outcome.participle)\(name): \(text)"
                return style.paint(style.line(line), .faint)
            }
    }

    private static func sentence(_ counts: AuthorPast.Counts) -> String {
        let parts = [(counts.accepted, "accepted"), (counts.held, "held"), (counts.rejected, "rejected")]
        let text = parts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
        return counts.all < AuthorPast.mostComments ? text : "\(text) (of the last \(counts.all))"
    }

    private func parent(_ held: HeldComment) -> [String] {
        guard let id = held.entry.parent else { return [] }
        guard let parent = held.parent else {
            return [""] + style.wrapped([("In answer to #\(word(id)), which is not in the queue", false)], indent: 0)
        }
        let author = parent.author.map { " by \(word($0))" } ?? ""
        let head =
            "In answer to \(parent.title)\(author), \(parent.outcome.participle), \(Age.text(parent.time, now: now))"
        // More than fills the lines that are shown, whatever their width is.
        let text = String((parent.body ?? "").prefix(2000))
        let lines = style.wrapped([(text, false)], indent: 2)
        let cut = lines.count > Self.parentLines ? ["  …"] : []
        return [""] + style.wrapped([(head, false)], indent: 0)
            + (lines.prefix(Self.parentLines) + cut).map { style.paint($0, .faint) }
    }

    /// Wrapped text with something before its first line; below that where the line is too short for both.
    private func hanging(_ head: String, _ pieces: [MarkedText.Piece]) -> [String] {
        let columns = DisplayWidth.columns(of: head)
        guard columns * 2 <= style.width ?? .max else { return [head] + style.wrapped(pieces, indent: 6) }
        var lines = style.wrapped(pieces, indent: columns)
        lines[0] = head + lines[0].dropFirst(columns)
        return lines
    }

    private func word(_ text: String) -> String { SafeText.clean(text, limit: Self.longestWord) }
}
