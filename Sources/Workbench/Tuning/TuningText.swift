import CommentFormats
import Moderation
import TextAnalysis

/// A tuning for the eye.
public enum TuningText {
    public static func lines(_ tuning: ScoreTuning, style: TextStyle) -> [String] {
        if tuning.comments == 0 { return ["no comment has a label"] + left(out: tuning) }
        var lines: [String] = []
        for category in tuning.categories {
            lines.append(style.paint(SafeText.clean(category.name, limit: 64), .bold))
            lines += style.wrapped(
                [
                    (
                        "\(category.positives) of \(category.comments) comments are positive; tried \(trial(category))",
                        false
                    )
                ],
                indent: 2)
            lines += figures(category, style) + [""] + scores(category, style) + [""]
        }
        for (label, why) in tuning.skipped {
            lines.append(style.line("\(SafeText.clean(label, limit: 64)): left alone, for \(why)"))
        }
        if tuning.categories.isEmpty { return lines + left(out: tuning) }
        if !tuning.skipped.isEmpty { lines.append("") }
        return lines + changes(tuning, style) + left(out: tuning)
    }

    /// How the figures came about.
    static func trial(_ category: ScoreTuning.Category) -> String {
        category.foldKind == "file"
            ? "on each file with scores fitted to the others"
            : "on each of \(category.folds) parts, by \(category.foldKind), with scores fitted to the others"
    }

    private static func left(out tuning: ScoreTuning) -> [String] {
        tuning.unlabelled == 0 ? [] : ["Without a label, and left out: \(tuning.unlabelled)."]
    }

    private static func figures(_ category: ScoreTuning.Category, _ style: TextStyle) -> [String] {
        var table = TextTable(head: ["", "", "AUC", "AP", "at 1 % FP", "at 5 % FP", "log loss"])
        for part in category.parts {
            for (name, when, figures) in [(part.input, "now", part.now), ("", "tuned", part.tuned)] {
                let ranking = figures.ranking
                table.rows.append(
                    [EvaluationText.shortened(name, to: 24), when]
                        + [
                            ranking?.auc, ranking?.averagePrecision, ranking?.recallAt1, ranking?.recallAt5,
                            figures.loss,
                        ]
                        .map { EvaluationText.decimal($0) })
            }
        }
        return table.lines(style: style, indent: 2)
    }

    private static func scores(_ category: ScoreTuning.Category, _ style: TextStyle) -> [String] {
        var lines: [String] = []
        if category.penalty == nil {
            lines.append("  No other scores do better on comments that they were not fitted to.")
        } else {
            var table = TextTable(head: ["rule", "now", "tuned", "hits"])
            table.rows = category.proposals.map {
                [$0.name, $0.now.description, $0.proposed.description, String($0.hits)]
            }
            lines += table.lines(style: style, indent: 2)
        }
        let alone = category.leftAlone.map { rule in
            rule.reason == TuningProblem.Reason.fewHits.rawValue
                ? "\(rule.name) (\(rule.hits))" : "\(rule.name) (\(rule.reason))"
        }
        if !alone.isEmpty {
            lines += style.wrapped(
                [("left alone, with their hits or why: " + alone.joined(separator: ", "), false)], indent: 2)
        }
        return lines
    }

    private static func changes(_ tuning: ScoreTuning, _ style: TextStyle) -> [String] {
        let changes = tuning.changes
        if changes.changed == 0 { return ["No verdict on these comments would change."] }
        var lines: [String] = []
        for counts in changes.counts {
            let label = SafeText.clean(counts.label, limit: 64)
            for (name, table) in [(label, counts.positives), ("not " + label, counts.negatives)]
            where table.joined().reduce(0, +) > 0 {
                lines.append(style.paint("Verdicts on \(name), now (rows) and tuned (columns)", .bold))
                lines += ComparisonText.table(table) + [""]
            }
        }
        lines += changes.examples.map { style.line(ComparisonText.line($0, style: style)) }
        let share = ProfileText.percent(changes.changed, of: tuning.comments)
        lines.append("\(changes.changed) of \(tuning.comments) verdicts would change (\(share)).")
        return lines
    }
}
