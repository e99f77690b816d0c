import CommentFormats
import Moderation

/// An account as one page of HTML that needs nothing else: no script, no picture, no address.
public enum AccountPage {
    public static func html(_ accounts: [CommentAccount], rules: String) -> String {
        let title = accounts.count == 1 ? "A verdict explained" : "\(accounts.count) verdicts explained"
        return """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>\(title)</title>
            <style>
            body { font: 16px/1.5 sans-serif; max-width: 48rem; margin: 2rem auto; padding: 0 1rem; }
            article { border-top: 1px solid #ccc; padding: 1rem 0; }
            blockquote { white-space: pre-wrap; overflow-wrap: anywhere; background: #f6f6f6; margin: 0; padding: .7rem 1rem; }
            mark { background: #ffe08a; }
            table { border-collapse: collapse; width: 100%; }
            td, th { text-align: left; vertical-align: top; padding: .2rem .8rem .2rem 0; border-bottom: 1px solid #eee; }
            .points { text-align: right; }
            .accept { color: #17692b; } .hold { color: #8a5a00; } .reject { color: #a11a1a; }
            small { color: #666; }
            </style>
            </head>
            <body>
            <h1>\(title)</h1>
            \(accounts.map(article).joined(separator: "\n"))
            <footer><small>\(escaped(rules))</small></footer>
            </body>
            </html>

            """
    }

    private static func article(_ account: CommentAccount) -> String {
        let name = account.outcome.name
        var parts = [
            "<article>",
            "<h2><span class=\"\(name)\">\(name)</span>, \(account.score) points <small>(\(escaped(account.because)))</small></h2>",
        ]
        var who = account.id.map { "Comment \(escaped($0))" } ?? "A comment without an id"
        if let author = account.author, !author.isEmpty { who += " by \(escaped(author))" }
        parts.append("<p>\(who)</p>")
        for field in account.fields {
            let text = field.pieces.map { $0.isMarked ? "<mark>\(escaped($0.text))</mark>" : escaped($0.text) }
            parts.append("<h3>\(field.name)</h3>\n<blockquote>\(text.joined())</blockquote>")
        }
        parts.append(table("Rules that fired", account.rules))
        parts.append(table("Rules on trial, which do not count", account.shadow))
        if account.because != "exempt" { parts.append(arithmetic(account)) }
        parts.append(list("Rules that failed", account.failures))
        parts.append(list("What would change it", account.changes))
        parts.append(list("What the commenter may be told", account.tell))
        parts.append("</article>")
        return parts.filter { !$0.isEmpty }.joined(separator: "\n")
    }

    private static func table(_ title: String, _ rules: [CommentAccount.RuleAccount]) -> String {
        if rules.isEmpty { return "" }
        let rows = rules.map { rule in
            var what = escaped(rule.reason)
            for hit in rule.hits {
                let from = hit.from.map { " (\($0))" } ?? ""
                what +=
                    "<br><small>\(hit.field) \(hit.at.lowerBound)-\(hit.at.upperBound): \(escaped(hit.found)) is "
                    + "\(escaped(hit.entry + from))</small>"
            }
            for condition in rule.conditions { what += "<br><small>needs \(escaped(condition))</small>" }
            let about = rule.about.map { "<br><small>\(escaped($0))</small>" } ?? ""
            return "<tr><td>\(escaped(rule.name))\(about)<br><small>\(escaped(rule.place))</small></td>"
                + "<td class=\"points\">\(rule.points)</td><td>\(escaped(rule.category))</td><td>\(what)</td></tr>"
        }
        return """
            <h3>\(title)</h3>
            <table><tr><th>rule</th><th class="points">points</th><th>category</th><th>found</th></tr>
            \(rows.joined(separator: "\n"))
            </table>
            """
    }

    private static func arithmetic(_ account: CommentAccount) -> String {
        let categories = account.categories.map { category in
            "\(category.name) \(category.total)"
                + (category.total == category.sum ? "" : " (capped, without the cap \(category.sum))")
        }
        let limits = [account.hold.map { "hold from \($0)" }, account.reject.map { "reject from \($0)" }]
        let text = (categories + ["all together \(account.score)"] + limits.compactMap { $0 }).joined(separator: "; ")
        return "<h3>Score</h3>\n<p>\(escaped(text))</p>"
    }

    private static func list(_ title: String, _ sentences: [String]) -> String {
        if sentences.isEmpty { return "" }
        let items = sentences.map { "<li>\(escaped($0))</li>" }
        return "<h3>\(title)</h3>\n<ul>\n\(items.joined(separator: "\n"))\n</ul>"
    }

    /// Text in which nothing is markup, and no control character is left.
    static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "\n", "\t": result.unicodeScalars.append(scalar)
            default: result += SafeText.clean(String(scalar), limit: 1)
            }
        }
        return result
    }
}
