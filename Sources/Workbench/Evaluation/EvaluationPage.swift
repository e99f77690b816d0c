import CommentFormats
import Moderation

/// An evaluation as one page of HTML that needs nothing else: no script, no picture, no address.
public enum EvaluationPage {
    public static func html(_ evaluation: Evaluation, rules: String) -> String {
        let sections = evaluation.categories.map(section)
        let left = evaluation.unlabelled == 0 ? "" : " \(evaluation.unlabelled) more had no label."
        return """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Rules on labelled comments</title>
            <style>
            body { font: 16px/1.5 sans-serif; max-width: 64rem; margin: 2rem auto; padding: 0 1rem; }
            section { border-top: 1px solid #ccc; padding: 1rem 0; }
            table { border-collapse: collapse; margin: 1rem 0; }
            td, th { text-align: right; padding: .2rem .8rem .2rem 0; border-bottom: 1px solid #eee; }
            td:first-child, th:first-child { text-align: left; overflow-wrap: anywhere; }
            figure { display: inline-block; margin: 0 1.5rem 1rem 0; }
            small, figcaption { color: #666; }
            svg { max-width: 100%; height: auto; }
            svg text { font: 11px sans-serif; fill: #666; }
            .positive { color: #a11a1a; } .negative { color: #1d5b9b; }
            </style>
            </head>
            <body>
            <h1>Rules on labelled comments</h1>
            <p>\(evaluation.comments) comments with labels were judged.\(left)</p>
            \(sections.joined(separator: "\n"))
            <footer><small>\(AccountPage.escaped(rules))</small></footer>
            </body>
            </html>

            """
    }

    private static func section(_ category: Evaluation.Category) -> String {
        let name = AccountPage.escaped(category.name)
        let note = category.isKnown ? "" : "<p>No rule has this category, so that all scores are 0.</p>\n"
        let parts = category.parts.map { part in
            """
            <h3>\(AccountPage.escaped(part.input ?? "All together"))</h3>
            \(EvaluationCurves.figures(part, hold: category.hold, reject: category.reject))
            \(verdicts(part, name))
            \(rules(part))
            """
        }
        return "<section>\n<h2>\(name)</h2>\n\(note)\(figures(category))\n\(parts.joined(separator: "\n"))\n</section>"
    }

    private static func table(_ head: [String], _ rows: [[String]]) -> String {
        let cells = rows.map { "<tr>" + $0.map { "<td>\($0)</td>" }.joined() + "</tr>" }
        return """
            <table><tr>\(head.map { "<th>\($0)</th>" }.joined())</tr>
            \(cells.joined(separator: "\n"))
            </table>
            """
    }

    private static func figures(_ category: Evaluation.Category) -> String {
        func cell(_ figure: Evaluation.Figure?) -> String {
            guard let figure else { return "–" }
            let (low, high) = (figure.interval.lowerBound, figure.interval.upperBound)
            return "\(EvaluationText.decimal(figure.value))<br><small>\(EvaluationText.decimal(low)) to "
                + "\(EvaluationText.decimal(high))</small>"
        }
        return table(
            [
                "", "comments", "positive", "AUC", "average precision", "recall at 1 % false positives", "at 5 %",
                "F1 by these rules alone",
            ],
            category.parts.map { part in
                [
                    AccountPage.escaped(part.input ?? "all together"), String(part.count),
                    String(part.ranking.positives),
                ] + [part.auc, part.averagePrecision, part.recallAt1, part.recallAt5, part.f1].map(cell)
            })
    }

    private static func verdicts(_ part: Evaluation.Part, _ name: String) -> String {
        let outcomes = Verdict.Outcome.allCases.map(\.name)
        func row(_ name: String, _ all: [Int], _ own: [Int]) -> [String] { [name] + (all + own).map(String.init) }
        return table(
            ["verdicts"] + outcomes + outcomes.map { $0 + " by these rules alone" },
            [
                row(name, part.verdicts.positives, part.ownVerdicts.positives),
                row("not " + name, part.verdicts.negatives, part.ownVerdicts.negatives),
            ])
    }

    private static func rules(_ part: Evaluation.Part) -> String {
        if part.rules.isEmpty { return "" }
        return table(
            ["rule", "points", "hits", "positive", "precision", "recall", "lift", "loss of AUC without it"],
            part.rules.map { rule in
                [
                    AccountPage.escaped(rule.name) + (rule.isShadow ? " <small>on trial</small>" : ""),
                    rule.score.description, String(rule.hits), String(rule.positives),
                    EvaluationText.decimal(rule.precision), EvaluationText.decimal(rule.recall),
                    EvaluationText.decimal(rule.lift, digits: 2), EvaluationText.decimal(rule.gain, digits: 4),
                ]
            })
    }
}
