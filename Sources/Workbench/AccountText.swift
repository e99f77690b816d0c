import CommentFormats
import Moderation
import TextAnalysis

/// An account for the eye, line by line.
public struct AccountText {
    private let account: CommentAccount
    private let style: TextStyle
    private var lines: [String] = []

    /// Longer stretches of text without a mark are shown by their two ends, each of so many characters.
    private static let longestEnd = 400

    public static func lines(_ account: CommentAccount, style: TextStyle) -> [String] {
        var text = AccountText(account: account, style: style)
        text.write()
        return text.lines
    }

    private init(account: CommentAccount, style: TextStyle) {
        self.account = account
        self.style = style
    }

    private mutating func write() {
        writeHead()
        for field in account.fields { writeField(field) }
        section("Rules that fired", account.rules)
        section("Rules on trial, which do not count", account.shadow)
        if let would = account.would, would != account.outcome {
            lines.append("  If they counted, the verdict would be " + style.paint(would.name, .init(would.name)) + ".")
        }
        writeArithmetic()
        list("Rules that failed", account.failures)
        list("What would change it", account.changes)
        list("What the commenter may be told", account.tell)
        if !account.truncated.isEmpty {
            lines += ["", "Only the first 256 KiB of \(account.truncated.joined(separator: ", ")) were looked at."]
        }
    }

    private mutating func writeHead() {
        let outcome = style.paint(account.outcome.name, .init(account.outcome.name))
        let because = Self.because(account.because)
        lines.append("\(outcome), \(Self.points(account.score)), \(because)")
        var who = account.id.map { "comment \(SafeText.clean($0, limit: 60))" } ?? "a comment without an id"
        if let author = account.author, !author.isEmpty { who += " by \(SafeText.clean(author, limit: 60))" }
        if let policy = account.policy { who += ", under the policy \"\(SafeText.clean(policy, limit: 60))\"" }
        lines.append(style.paint(style.line(who), .faint))
    }

    /// What settled a verdict, such as `score:spam`, in words.
    static func because(_ word: String) -> String {
        switch word {
        case "score": "by the score"
        case "error": "because a rule failed"
        case "exempt": "exempt"
        case let other where other.hasPrefix("rule:"): "by the rule " + other.dropFirst(5)
        case let other: "by the score of " + other.dropFirst(6)
        }
    }

    static func points(_ points: Points) -> String {
        "\(points) \(points.thousandths.magnitude == 1000 ? "point" : "points")"
    }

    private mutating func writeField(_ field: CommentAccount.MarkedField) {
        lines += ["", style.paint(field.name, .bold)]
        let pieces = field.pieces.map { piece in
            piece.isMarked || piece.text.count <= 2 * Self.longestEnd
                ? piece
                : (
                    text: piece.text.prefix(Self.longestEnd) + " […] " + piece.text.suffix(Self.longestEnd),
                    isMarked: false
                )
        }
        lines += style.wrapped(pieces, indent: 2)
    }

    private mutating func section(_ title: String, _ rules: [CommentAccount.RuleAccount]) {
        if rules.isEmpty {
            if title.hasSuffix("fired"), account.because != "exempt" { lines += ["", "No rule fired."] }
            return
        }
        lines += ["", style.paint(title, .bold)]
        let names = rules.map { DisplayWidth.columns(of: $0.name) }.max() ?? 0
        for rule in rules {
            let sign = rule.points >= .zero ? "+" : ""
            var text = DisplayWidth.padded(rule.name, to: names)
            text += "  " + DisplayWidth.padded(sign + rule.points.description, to: 6) + "  \(rule.category)"
            if let decides = rule.decides { text += ", decides \(decides.name)" }
            if !rule.reason.isEmpty { text += "  " + SafeText.clean(rule.reason, limit: 200) }
            lines.append("  " + style.line(text))
            lines += style.wrapped([(rule.place + (rule.about.map { ": \($0)" } ?? ""), false)], indent: 6)
            for condition in rule.conditions { lines.append("      needs \(condition)") }
            for hit in rule.hits { lines.append("      " + describe(hit)) }
            if rule.moreHits > 0 { lines.append("      and \(rule.moreHits) more") }
        }
    }

    private func describe(_ hit: CommentAccount.HitAccount) -> String {
        let found = style.mark(SafeText.clean(hit.found, limit: 60))
        let place = "\(hit.field) \(hit.at.lowerBound)-\(hit.at.upperBound)"
        let entry = SafeText.clean(hit.entry, limit: 60)
        return "\(place): \(found) is \(entry)" + (hit.from.map { " (\($0))" } ?? "")
    }

    private mutating func writeArithmetic() {
        if account.because == "exempt" { return }
        lines += ["", style.paint("Score", .bold)]
        for category in account.categories {
            var text = "  \(category.name) \(category.total)"
            if category.total != category.sum { text += " (capped, without the cap \(category.sum))" }
            if let hold = category.hold { text += ", holds from \(hold)" }
            if let reject = category.reject { text += ", rejects from \(reject)" }
            lines.append(text)
        }
        var text = "  all together \(account.score)"
        text += account.hold.map { ", hold from \($0)" } ?? ", nothing is held"
        text += account.reject.map { ", reject from \($0)" } ?? ", nothing is rejected by score"
        lines.append(text)
    }

    private mutating func list(_ title: String, _ sentences: [String]) {
        if sentences.isEmpty { return }
        lines += ["", style.paint(title, .bold)]
        for sentence in sentences { lines += style.wrapped([(text: sentence, isMarked: false)], indent: 2) }
    }
}
