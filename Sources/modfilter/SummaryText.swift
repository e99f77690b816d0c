import Moderation

/// What a run says at its end, on stderr.
enum SummaryText {
    /// How many of the rules that fired most are named.
    private static let topRules = 5

    static func lines(_ summary: RunSummary, ruleSet: RuleSet, folder: String) -> [String] {
        let rate = summary.seconds > 0 ? Int(Double(summary.comments) / summary.seconds) : 0
        var first = "\(Numbers.count(summary.comments, "comment")) in \(Numbers.seconds(summary.seconds)) s"
        if summary.comments > 0 { first += " (\(Numbers.grouped(rate))/s)" }
        var counts = [
            "\(Numbers.grouped(summary.count(.accept))) accepted", "\(Numbers.grouped(summary.count(.hold))) held",
            "\(Numbers.grouped(summary.count(.reject))) rejected",
        ]
        if summary.malformed > 0 { counts.append("\(Numbers.grouped(summary.malformed)) malformed") }
        var lines = [first + ": " + counts.joined(separator: ", ")]
        let active = ruleSet.rules.filter(\.isOn).count
        lines.append(
            "\(Numbers.count(active, "rule")) from \(folder) (\(ruleSet.shortHash))\(top(summary, ruleSet))")
        if summary.wouldChange > 0 {
            lines.append("rules on trial would change \(Numbers.count(summary.wouldChange, "verdict"))")
        }
        for index in summary.failed.indices where summary.failed[index] > 0 {
            let times = summary.failed[index] == 1 ? "once" : "\(Numbers.grouped(summary.failed[index])) times"
            lines.append(
                "rule \"\(ruleSet.rules[index].name)\" failed \(times): \(summary.firstFailures[index] ?? "")")
        }
        return lines
    }

    private static func top(_ summary: RunSummary, _ ruleSet: RuleSet) -> String {
        let order = summary.fired.indices.filter { summary.fired[$0] > 0 }
            .sorted { (summary.fired[$1], $0) < (summary.fired[$0], $1) }
        if order.isEmpty { return "" }
        let names = order.prefix(topRules).map {
            "\(ruleSet.rules[$0].name) \(Numbers.grouped(summary.fired[$0]))"
        }
        return ": " + names.joined(separator: ", ")
    }
}
