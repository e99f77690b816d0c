import CommentFormats
import Moderation

/// The file `scores.lua` of a rules folder, which `tune` writes.
public enum ScoresFile {
    public static let name = "scores.lua"
    /// What the first line begins with: a file without it is not ours to replace.
    public static let mark = "-- Written by modfilter tune"
    private static let keywords: Set = [
        "and", "break", "do", "else", "elseif", "end", "false", "for", "function", "goto", "if", "in", "local", "nil",
        "not", "or", "repeat", "return", "then", "true", "until", "while",
    ]

    /// All of the file: what an earlier one says of other rules is kept.
    ///
    /// - Parameter now: Unix seconds.
    public static func text(_ tuning: ScoreTuning, now: Int64) -> String {
        var lines = [
            "\(mark) on \(UTCTime.text(now).prefix(10)). Run it again rather than edit this:",
            "-- scores { … } in policy.lua or any other file of yours goes before what stands here.", "--",
            "-- From \(tuning.comments) labelled comments of "
                + tuning.inputs.map { SafeText.clean($0, limit: 200) }.joined(separator: ", ") + ".",
        ]
        for category in tuning.categories where !category.proposals.isEmpty {
            lines.append("-- \(SafeText.clean(category.name, limit: 64)), \(TuningText.trial(category)):")
            for part in category.parts {
                let (now, tuned) = (part.now, part.tuned)
                lines.append(
                    "--   \(SafeText.clean(part.input, limit: 200)): AUC \(change(now.ranking?.auc, tuned.ranking?.auc)), "
                        + "at 1 % FP \(change(now.ranking?.recallAt1, tuned.ranking?.recallAt1)), "
                        + "log loss \(change(now.loss, tuned.loss))")
            }
        }
        lines.append("scores {")
        let proposals = Dictionary(
            uniqueKeysWithValues: tuning.categories.flatMap(\.proposals).map { ($0.rule, $0) })
        for (index, rule) in tuning.ruleSet.rules.enumerated() {
            if let proposal = proposals[index] {
                lines.append("    \(key(rule.name)) = \(proposal.proposed),  -- was \(proposal.now)")
            } else if rule.override?.file == name, rule.isOn {
                lines.append("    \(key(rule.name)) = \(Points(rounding: rule.score)),")
            }
        }
        return lines.joined(separator: "\n") + "\n}\n"
    }

    private static func change(_ old: Double?, _ new: Double?) -> String {
        EvaluationText.decimal(old) + " to " + EvaluationText.decimal(new)
    }

    /// A table's key, in brackets where Lua does not take it for a name.
    private static func key(_ name: String) -> String {
        let isName =
            !keywords.contains(name)
            && name.utf8.allSatisfy {
                $0 == UInt8(ascii: "_") || (0x30...0x39).contains($0) || (0x61...0x7A).contains($0 | 0x20)
            }
            && !(name.utf8.first.map { (0x30...0x39).contains($0) } ?? true)
        return isName ? name : "[\(LuaLiteral.string(name))]"
    }
}
