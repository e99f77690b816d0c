import Moderation

/// Scores fitted to labelled comments, and what they would change.
public struct ScoreTuning: Sendable {
    public struct Options: Sendable {
        /// A rule that fired on fewer labelled comments is left alone; and so is a category with fewer of either kind.
        public var minimumHits = 20
        /// The share of positive comments that is aimed at, above 0 and below 1.
        public var rate = 0.1

        public init() {}
    }

    /// How well scores do on comments that they were not fitted to.
    struct Figures: Sendable {
        /// `nil` where all comments have the same label.
        var ranking: RankingFigures?
        /// The mean logistic loss.
        var loss: Double
    }

    /// One input's comments.
    struct Part: Sendable {
        var input: String
        var comments: Int
        var positives: Int
        var now: Figures
        var tuned: Figures
    }

    struct Proposal: Sendable {
        var rule: Int
        var name: String
        var now: Points
        var proposed: Points
        var hits: Int
    }

    struct LeftAlone: Sendable {
        var name: String
        var reason: String
        var hits: Int
    }

    struct Category: Sendable {
        var name: String
        var comments: Int
        var positives: Int
        /// What was kept back together: `file`, `post`, `author` or `text`.
        var foldKind: String
        var folds: Int
        /// How much a change costs; `nil` where no change did better than none.
        var penalty: Double?
        var parts: [Part]
        /// Rules that would get another score, in load order.
        var proposals: [Proposal]
        var leftAlone: [LeftAlone]
    }

    let ruleSet: RuleSet
    let options: Options
    let comments: Int
    let unlabelled: Int
    let malformed: Int
    let inputs: [String]
    private(set) var categories: [Category] = []
    /// Labels that nothing could be fitted to, and why.
    private(set) var skipped: [(label: String, why: String)] = []
    let changes: TuningChanges
    /// Whether any score would change.
    public var hasProposals: Bool { categories.contains { !$0.proposals.isEmpty } }

    /// What a change by the greatest score costs, in the unit of the loss.
    private static let penalties = [1, 0.3, 0.1, 0.03, 0.01, 0.003, 0.001]

    /// - Parameter progress: Told how many of all fits are done.
    public init(_ verdicts: LabelledVerdicts, options: Options, progress: (Int, Int) -> Void = { _, _ in }) {
        ruleSet = verdicts.ruleSet
        self.options = options
        comments = verdicts.count
        unlabelled = verdicts.unlabelled
        malformed = verdicts.malformed
        inputs = verdicts.inputs
        var problems: [(label: String, problem: TuningProblem)] = []
        for label in verdicts.labels.indices {
            let name = verdicts.labels[label]
            guard let category = verdicts.category(ofLabel: label) else {
                skipped.append((name, "no rule has this category"))
                continue
            }
            let problem = TuningProblem(
                verdicts, label: label, category: category, minimumHits: options.minimumHits, rate: options.rate)
            let counts = problem.counts
            if min(counts.positives, counts.negatives) < max(options.minimumHits, 1) {
                skipped.append(
                    (name, "\(counts.positives) positive comments and \(counts.negatives) others are too few"))
            } else {
                problems.append((name, problem))
            }
        }
        let fits = problems.reduce(0) { $0 + $1.problem.folds.count }
        var done = 0
        for (label, problem) in problems {
            categories.append(
                Self.category(label, problem, verdicts) {
                    done += 1
                    progress(done, fits)
                })
        }
        changes = TuningChanges(verdicts, proposals: categories.flatMap(\.proposals))
    }

    private static func category(
        _ name: String, _ problem: TuningProblem, _ verdicts: LabelledVerdicts, foldDone: () -> Void
    ) -> Category {
        let rules = verdicts.ruleSet.rules
        // Without a penalty the scores stay as they are: what the others have to beat.
        let penalties = problem.columns.isEmpty ? [nil] : [nil] + penalties.map(Optional.some)
        var fits = penalties.map { _ in [TuningSolver.Fit]() }
        for fold in 0..<problem.folds.count {
            let rows = problem.rows.filter { $0.fold != fold }
            for (index, penalty) in penalties.enumerated() {
                fits[index].append(TuningSolver(problem: problem, rows: rows, penalty: penalty).fit())
            }
            foldDone()
        }
        let losses = fits.map { loss(of: $0, problem.rows, target: problem.target) }
        // The stronger of two that do as well.
        let best = losses.indices.reduce(0) { losses[$1] < losses[$0] ? $1 : $0 }
        var category = Category(
            name: name, comments: problem.rows.reduce(0) { $0 + $1.count }, positives: problem.counts.positives,
            foldKind: problem.folds.kind.rawValue, folds: problem.folds.count, penalty: penalties[best], parts: [],
            proposals: [],
            leftAlone: problem.leftAlone.map {
                LeftAlone(name: rules[$0.rule].name, reason: $0.reason.rawValue, hits: $0.hits)
            })
        for (input, file) in verdicts.inputs.enumerated() {
            let rows = problem.rows.filter { $0.input == input }
            if rows.isEmpty { continue }
            category.parts.append(
                Part(
                    input: file, comments: rows.reduce(0) { $0 + $1.count },
                    positives: rows.reduce(0) { $1.isPositive ? $0 + $1.count : $0 },
                    now: figures(fits[0], rows, target: problem.target),
                    tuned: figures(fits[best], rows, target: problem.target)))
        }
        if let penalty = penalties[best] {
            let fit = TuningSolver(problem: problem, rows: problem.rows, penalty: penalty).fit()
            category.proposals = proposals(fit, problem, rules)
        }
        return category
    }

    /// The scores to hundredths, where they differ.
    private static func proposals(_ fit: TuningSolver.Fit, _ problem: TuningProblem, _ rules: [Rule]) -> [Proposal] {
        zip(problem.columns, fit.scores).compactMap { column, size in
            let rule = rules[column.rule]
            let rounded = max((size * 100).rounded() / 100, TuningSolver.leastScore)
            let now = Points(rounding: rule.score)
            let proposed = Points(rounding: rule.score < 0 ? -rounded : rounded)
            // Half a hundredth is no change.
            if abs(proposed.thousandths - now.thousandths) <= 5 { return nil }
            return Proposal(rule: column.rule, name: rule.name, now: now, proposed: proposed, hits: column.hits)
        }
    }

    /// The weighted mean loss of all rows, each by the fit that did not see it.
    private static func loss(of fits: [TuningSolver.Fit], _ rows: [TuningProblem.Row], target: Double) -> Double {
        var loss = 0.0
        var total = 0.0
        for row in rows {
            let (fit, weight) = (fits[row.fold], row.weight * Double(row.count))
            loss += weight * TuningSolver.loss(row, score: row.score(fit.scores), target: target, scale: fit.scale)
            total += weight
        }
        return loss / max(total, .leastNormalMagnitude)
    }

    private static func figures(
        _ fits: [TuningSolver.Fit], _ rows: [TuningProblem.Row], target: Double
    ) -> Figures {
        let scores = rows.lazy.flatMap { row in
            repeatElement(
                (
                    score: Points(rounding: row.score(fits[row.fold].scores)).thousandths,
                    isPositive: row.isPositive
                ), count: row.count)
        }
        return Figures(ranking: Ranking(scores).figures, loss: loss(of: fits, rows, target: target))
    }
}
