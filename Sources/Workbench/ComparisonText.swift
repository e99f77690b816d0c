import CommentFormats
import Moderation
import TextAnalysis

/// A comparison for the eye.
public enum ComparisonText {
    public static func lines(_ comparison: RuleComparison, style: TextStyle) -> [String] {
        var lines = comparison.changes.map { style.line(line($0, style: style)) }
        if !lines.isEmpty { lines.append("") }
        if comparison.changes.count < comparison.changed {
            lines += ["\(comparison.changes.count) of \(comparison.changed) changed verdicts are shown.", ""]
        }
        lines += [style.paint("Verdicts, old (rows) to new (columns)", .bold)] + table(comparison.counts)
        let rules = comparison.ruleCounts.sorted { ($0.value, $1.key) > ($1.value, $0.key) }
        if !rules.isEmpty {
            lines += ["", style.paint("Rules in the changed verdicts", .bold)]
            lines += rules.prefix(20).map { "  \($0.value)  \($0.key)" }
        }
        lines.append("")
        let share = ProfileText.percent(comparison.changed, of: comparison.comments)
        lines.append(
            comparison.changed == 0
                ? "No verdict changed in \(plural(comparison.comments, "comment"))."
                : "\(comparison.changed) of \(plural(comparison.comments, "verdict")) changed (\(share)).")
        if comparison.otherScores > 0 {
            lines.append("Another score and the same verdict: \(comparison.otherScores).")
        }
        return lines
    }

    private static func plural(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }

    static func line(_ change: RuleComparison.Change, style: TextStyle) -> String {
        let who = change.id.map { "#" + SafeText.clean($0, limit: 40) } ?? change.place
        let author = change.author.map { " " + SafeText.clean($0, limit: 20) } ?? ""
        let rules = change.rules.map { rule in
            switch (rule.old, rule.new) {
            case (nil, let new?): "\(rule.name) now fires (\(new))"
            case (let old?, nil): "\(rule.name) no longer fires (\(old))"
            case (let old?, let new?): "\(rule.name) \(old) -> \(new)"
            case (nil, nil): rule.name
            }
        }
        let causes = change.causes.map { SafeText.clean($0, limit: 200) } + rules
        let why = causes.isEmpty ? "other thresholds" : causes.joined(separator: ", ")
        return "\(style.paint(change.old.name, .init(change.old.name))) -> "
            + "\(style.paint(change.new.name, .init(change.new.name)))  "
            + "\(change.oldScore) -> \(change.newScore)  \(who)\(author)  \(why)"
    }

    /// - Parameter counts: How many went from an outcome to another: by the old one, then the new one.
    static func table(_ counts: [[Int]]) -> [String] {
        let outcomes = Verdict.Outcome.allCases
        let cells = counts.map { $0.map(String.init) }
        let width = max(6, cells.joined().map(\.count).max() ?? 0)
        func row(_ head: String, _ cells: [String]) -> String {
            "  " + DisplayWidth.padded(head, to: 10)
                + cells.map { String(repeating: " ", count: max(0, width + 2 - $0.count)) + $0 }.joined()
        }
        return [row("", outcomes.map(\.name))] + zip(outcomes, cells).map { row($0.name, $1) }
    }
}
