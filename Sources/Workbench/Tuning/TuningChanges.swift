import Moderation

/// Which verdicts proposed scores would change, on the labelled comments.
struct TuningChanges: Sendable {
    /// Verdicts by label: how many went from an outcome to another, by the old one, then the new one.
    struct Counts: Sendable {
        var label: String
        var positives = [[Int]](repeating: [0, 0, 0], count: 3)
        var negatives = [[Int]](repeating: [0, 0, 0], count: 3)
    }

    private(set) var counts: [Counts]
    private(set) var changed = 0
    /// Some of them, spread evenly over all by chance.
    private(set) var examples: [RuleComparison.Change] = []

    private static let shown = 5

    init(_ verdicts: LabelledVerdicts, proposals: [ScoreTuning.Proposal]) {
        counts = verdicts.labels.map { Counts(label: $0) }
        var factors = [Double](repeating: 1, count: verdicts.ruleSet.rules.count)
        for proposal in proposals {
            factors[proposal.rule] =
                Double(proposal.proposed.thousandths) / 1000 / verdicts.ruleSet.rules[proposal.rule].score
        }
        func points(_ fired: LabelledVerdicts.Fired) -> Points {
            let factor = factors[Int(fired.rule)]
            return factor == 1 ? fired.points : Points(rounding: Double(fired.points.thousandths) / 1000 * factor)
        }
        var kept = Reservoir<RuleComparison.Change>(limit: Self.shown)
        for comment in verdicts.comments {
            let new = verdicts.decision(on: comment, points: points)
            for label in counts.indices {
                let (from, to) = (Int(comment.outcome.rawValue), Int(new.outcome.rawValue))
                switch comment.label(label) {
                case true: counts[label].positives[from][to] += 1
                case false: counts[label].negatives[from][to] += 1
                case nil: break
                }
            }
            if new.outcome == comment.outcome { continue }
            changed += 1
            kept.add(
                RuleComparison.Change(
                    place: verdicts.place(of: comment), id: nil, author: nil, old: comment.outcome, new: new.outcome,
                    oldScore: verdicts.decision(on: comment).score, newScore: new.score,
                    rules: verdicts.fired[comment.fired].filter { points($0) != $0.points }.map {
                        RuleComparison.RuleChange(
                            name: verdicts.ruleSet.rules[Int($0.rule)].name, old: $0.points, new: points($0))
                    }, causes: []))
        }
        examples = kept.items
    }
}
