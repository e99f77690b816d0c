import CommentFormats
import Moderation
import TextAnalysis

/// An evaluation as tables.
public enum EvaluationText {
    /// Columns of an input's name, at most, and what the tables need beside it.
    private static let longestName = 32
    private static let columnsBesideName = 70

    public static func lines(_ evaluation: Evaluation, style: TextStyle) -> [String] {
        if evaluation.categories.isEmpty { return ["no comment has a label"] + left(out: evaluation) }
        var lines: [String] = []
        for category in evaluation.categories {
            let name = SafeText.clean(category.name, limit: 64)
            if !lines.isEmpty { lines.append("") }
            lines.append(style.paint(name, .bold))
            if !category.isKnown { lines.append("  no rule has this category, so that all scores are 0") }
            lines += figures(category, style)
            lines += [""] + verdicts(category, name, style)
            for part in category.parts { lines += rules(part, name, style) }
        }
        lines.append("")
        lines += style.wrapped([(legend, false)], indent: 0)
        return lines + left(out: evaluation)
    }

    private static let legend = """
        Below a figure: where it lies for 95 of 100 samples. AP: average precision. At 1 % FP: the share of the positive \
        comments whose score at most 1 % of the others reach. F1: of what the category's rules alone hold or reject. \
        Loss: of AUC without the rule's points.
        """

    private static func left(out evaluation: Evaluation) -> [String] {
        evaluation.unlabelled == 0 ? [] : ["Without a label, and left out: \(evaluation.unlabelled)."]
    }

    private static func name(of part: Evaluation.Part, _ style: TextStyle) -> String {
        guard let input = part.input else { return "together" }
        let room = style.width.map { max(8, min(longestName, $0 - columnsBesideName)) } ?? longestName
        return shortened(input, to: room)
    }

    /// The end of a file's name, which says more than its folders do.
    static func shortened(_ name: String, to columns: Int) -> String {
        let name = SafeText.clean(name, limit: 4000)
        if DisplayWidth.columns(of: name) <= columns { return name }
        var end = ""
        var used = 1
        for character in name.reversed() {
            used += DisplayWidth.columns(of: character)
            if used > columns { break }
            end.append(character)
        }
        return "…" + String(end.reversed())
    }

    private static func figures(_ category: Evaluation.Category, _ style: TextStyle) -> [String] {
        var table = TextTable(head: ["", "positive", "AUC", "AP", "at 1 % FP", "at 5 % FP", "F1"])
        for part in category.parts {
            let figures = [part.auc, part.averagePrecision, part.recallAt1, part.recallAt5, part.f1]
            table.rows.append(
                [name(of: part, style), "\(part.ranking.positives) of \(part.count)"]
                    + figures.map { decimal($0?.value) })
            if part.auc != nil { table.rows.append(["", ""] + figures.map(interval)) }
        }
        return table.lines(style: style, indent: 2)
    }

    private static func verdicts(_ category: Evaluation.Category, _ name: String, _ style: TextStyle) -> [String] {
        let outcomes = Verdict.Outcome.allCases.map(\.name)
        var table = TextTable(head: ["verdicts", ""] + outcomes + outcomes.map { $0 + "*" })
        for part in category.parts {
            table.rows.append(
                [self.name(of: part, style), name]
                    + (part.verdicts.positives + part.ownVerdicts.positives).map(String.init))
            table.rows.append(
                ["", "not " + name] + (part.verdicts.negatives + part.ownVerdicts.negatives).map(String.init))
        }
        return table.lines(style: style, indent: 2) + [style.line("  * by the rules of the category \(name) alone")]
    }

    private static func rules(_ part: Evaluation.Part, _ name: String, _ style: TextStyle) -> [String] {
        if part.rules.isEmpty { return [] }
        let place = part.input.map { "in " + SafeText.clean($0, limit: 200) } ?? "in all files together"
        var table = TextTable(head: ["rule", "points", "hits", "precision", "recall", "lift", "loss"])
        for rule in part.rules where rule.hits > 0 {
            table.rows.append([
                rule.isShadow ? rule.name + " (trial)" : rule.name, rule.score.description, String(rule.hits),
                decimal(rule.precision), decimal(rule.recall), decimal(rule.lift, digits: 2),
                decimal(rule.gain, digits: 4),
            ])
        }
        let silent = part.rules.filter { $0.hits == 0 }.map(\.name)
        return ["", style.line("  \(name) rules \(place)")] + table.lines(style: style, indent: 2)
            + (silent.isEmpty ? [] : style.wrapped([("silent: " + silent.joined(separator: ", "), false)], indent: 2))
    }

    private static func interval(_ figure: Evaluation.Figure?) -> String {
        guard let figure else { return "" }
        func short(_ value: Double) -> String {
            let text = decimal(value)
            // All are as wide, so that they stand under each other.
            return text.hasPrefix("0") ? String(text.dropFirst()) : String(text.dropLast())
        }
        return short(figure.interval.lowerBound) + "-" + short(figure.interval.upperBound)
    }

    /// A number with so many digits after the point; `–` where there is none.
    static func decimal(_ value: Double?, digits: Int = 3) -> String {
        guard let value, value.isFinite else { return "–" }
        let scale = (0..<digits).reduce(1) { scale, _ in scale * 10 }
        let parts = Int((value * Double(scale)).rounded()).magnitude.quotientAndRemainder(dividingBy: UInt(scale))
        let rest = String(parts.remainder)
        let sign = value < 0 && (parts.quotient > 0 || parts.remainder > 0) ? "-" : ""
        return "\(sign)\(parts.quotient).\(String(repeating: "0", count: digits - rest.count))\(rest)"
    }
}
