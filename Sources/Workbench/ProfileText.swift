import Moderation
import TextAnalysis

/// A profile as a table with bars.
public enum ProfileText {
    public static func lines(_ profile: RuleProfile, style: TextStyle) -> [String] {
        if profile.comments == 0 { return ["no comment was judged"] }
        var lines = [style.paint("rules, the costliest first; times in µs", .bold)]
        let width = style.width ?? 120
        let names = max(4, profile.rows.map { DisplayWidth.columns(of: name(of: $0)) }.max() ?? 0)
        let head = ["cost", "fired", "errors", "share", "mean", "p99", "longest", "asked", "bytes"]
        let rows = profile.rows.map { row in
            [
                microseconds(row.cost), String(row.fired), row.failed == 0 ? "" : String(row.failed),
                percent(row.fired, of: profile.comments), microseconds(row.mean), microseconds(row.percentile99),
                microseconds(row.longest), String(row.asked), String(Int(row.allocated.rounded())),
            ]
        }
        let columns = head.indices.map { column in ([head] + rows).map { $0[column].count }.max() ?? 0 }
        func line(_ name: String, _ cells: [String]) -> String {
            DisplayWidth.padded(DisplayWidth.cut(name, to: names), to: names)
                + zip(cells, columns).map { "  " + String(repeating: " ", count: $1 - $0.count) + $0 }.joined()
        }
        lines.append(style.line(line("rule", head) + "  longest at"))
        for (row, cells) in zip(profile.rows, rows) {
            lines.append(style.line(line(name(of: row), cells) + "  " + row.longestPlace))
        }
        lines += [
            "",
            style.line(
                "cost: a comment of the run; mean, p99, longest, bytes: a comment that the rule was asked about"),
        ]
        lines += ["", style.paint("where the time goes, µs a comment", .bold)]
        lines += bars(profile, style: style, width: width)
        if profile.wouldChange > 0 {
            lines += ["", "Rules on trial would change \(profile.wouldChange) of \(profile.comments) verdicts."]
        }
        return lines
    }

    private static func name(of row: RuleProfile.Row) -> String { row.isShadow ? row.name + " (trial)" : row.name }

    private static func bars(_ profile: RuleProfile, style: TextStyle, width: Int) -> [String] {
        let most = profile.stages.map(\.cost).max() ?? 0
        let names = profile.stages.map { DisplayWidth.columns(of: $0.name) }.max() ?? 0
        let costs = profile.stages.map { microseconds($0.cost) }
        let digits = costs.map(\.count).max() ?? 0
        let room = max(0, min(40, width - names - digits - 6))
        return zip(profile.stages, costs).map { stage, cost in
            let filled = most > 0 ? Int((stage.cost / most * Double(room)).rounded()) : 0
            let bar = style.paint(String(repeating: "#", count: filled), .green)
            return "  " + DisplayWidth.padded(stage.name, to: names) + "  "
                + String(repeating: " ", count: digits - cost.count) + cost + "  " + bar
        }
    }

    /// Two digits after the point, more than people can tell apart is noise.
    static func microseconds(_ value: Double) -> String {
        let hundredths = Int((value * 100).rounded())
        let rest = hundredths % 100
        return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
    }

    static func percent(_ part: Int, of whole: Int) -> String {
        let tenths = Int((Double(part) / Double(max(whole, 1)) * 1000).rounded())
        return "\(tenths / 10).\(tenths % 10) %"
    }
}
