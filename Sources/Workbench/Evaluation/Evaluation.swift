import Moderation

/// A comment as far as a category is concerned.
struct ScoredLabel {
    /// The points of the category's rules without a cap, in thousandths.
    var score: Int64
    var isPositive: Bool
    /// Whether the category's rules alone hold or reject it.
    var isCaught: Bool
}

/// How well rules do on labelled comments: by category, by input and by rule.
public struct Evaluation: Sendable {
    /// A figure and the interval in which it lies for 95 of 100 samples.
    struct Figure: Sendable, Equatable {
        var value: Double
        var interval: ClosedRange<Double>
    }

    /// All of a category on one input, or on all of them.
    struct Part: Sendable {
        /// `nil` for all inputs together.
        var input: String?
        var ranking: Ranking
        /// `nil` where all comments have the same label.
        var auc: Figure?
        var averagePrecision: Figure?
        var recallAt1: Figure?
        var recallAt5: Figure?
        var f1: Figure?
        /// How many got each verdict, by its `rawValue`.
        var verdicts = Confusion()
        /// The same by the rules of the category alone.
        var ownVerdicts = Confusion()
        var rules: [RuleFigures] = []

        var count: Int { ranking.positives + ranking.negatives }
    }

    /// Verdicts by label.
    struct Confusion: Sendable, Equatable {
        var positives = [0, 0, 0]
        var negatives = [0, 0, 0]

        mutating func add(_ outcome: Verdict.Outcome, isPositive: Bool) {
            if isPositive { positives[Int(outcome.rawValue)] += 1 } else { negatives[Int(outcome.rawValue)] += 1 }
        }
    }

    /// What a rule does for its category.
    struct RuleFigures: Sendable, Equatable {
        var name: String
        var isShadow: Bool
        var score: Points
        /// On how many comments it fired, and how many of those are positive.
        var hits: Int
        var positives: Int
        /// Of the positives the share on which it fired.
        var recall: Double?
        /// Its precision as a multiple of the positives' share in all comments.
        var lift: Double?
        /// What the AUC loses without its points; for a rule on trial, what it would gain with them.
        var gain: Double?

        /// Of its hits the share that is positive.
        var precision: Double? { hits == 0 ? nil : Double(positives) / Double(hits) }
    }

    struct Category: Sendable {
        var name: String
        /// Whether any rule is of this category.
        var isKnown: Bool
        /// Each input by itself, then all together where there are several.
        var parts: [Part]
        /// From how many points on the policy for the rest holds and rejects.
        var hold: Points?
        var reject: Points?
    }

    let ruleSet: RuleSet
    let comments: Int
    let unlabelled: Int
    let malformed: Int
    let categories: [Category]

    public init(_ verdicts: LabelledVerdicts) {
        ruleSet = verdicts.ruleSet
        comments = verdicts.count
        unlabelled = verdicts.unlabelled
        malformed = verdicts.malformed
        categories = verdicts.labels.indices.map { label in
            let category = verdicts.category(ofLabel: label)
            var parts = zip(verdicts.inputs, verdicts.ranges).map { Self.part($0, $1, label, category, verdicts) }
            parts.removeAll { $0.count == 0 }
            if parts.count > 1 {
                parts.append(Self.part(nil, verdicts.comments.indices, label, category, verdicts))
            }
            let limits = category.map { verdicts.ruleSet.thresholds(ofCategory: $0) }
            return Category(
                name: verdicts.labels[label], isKnown: category != nil, parts: parts, hold: limits?.hold,
                reject: limits?.reject)
        }
    }

    private static func part(
        _ input: String?, _ range: Range<Int>, _ label: Int, _ category: Int?, _ verdicts: LabelledVerdicts
    ) -> Part {
        var scored: [ScoredLabel] = []
        var hits = [[Hit]](repeating: [], count: verdicts.ruleSet.rules.count)
        var confusion = Confusion()
        var own = Confusion()
        for comment in verdicts.comments[range] {
            guard let isPositive = comment.label(label) else { continue }
            let score = verdicts.score(of: comment, category: category).thousandths
            let outcome = verdicts.outcome(of: comment, byCategory: category)
            scored.append(ScoredLabel(score: score, isPositive: isPositive, isCaught: outcome != .accept))
            confusion.add(comment.outcome, isPositive: isPositive)
            own.add(outcome, isPositive: isPositive)
            for fired in verdicts.fired[comment.fired] {
                hits[Int(fired.rule)].append(
                    Hit(score: score, points: fired.points.thousandths, isPositive: isPositive))
            }
        }
        let ranking = Ranking(scored.lazy.map { ($0.score, $0.isPositive) })
        var part = Part(input: input, ranking: ranking, verdicts: confusion, ownVerdicts: own)
        part.addFigures(scored)
        part.rules = verdicts.ruleSet.rules.indices.compactMap { index in
            let rule = verdicts.ruleSet.rules[index]
            return rule.isOn && rule.category == category ? figures(of: rule, hits[index], ranking) : nil
        }
        // In load order where they gain the same.
        let order = part.rules.indices.sorted { (part.rules[$1].gain ?? 0, $0) < (part.rules[$0].gain ?? 0, $1) }
        part.rules = order.map { part.rules[$0] }
        return part
    }

    /// A comment on which a rule fired.
    private struct Hit {
        /// Of the category, in thousandths, the rule's own points among them where it counts.
        var score: Int64
        var points: Int64
        var isPositive: Bool
    }

    private static func figures(of rule: Rule, _ hits: [Hit], _ ranking: Ranking) -> RuleFigures {
        let found = hits.count(where: \.isPositive)
        let base = Double(ranking.positives) / Double(max(ranking.positives + ranking.negatives, 1))
        var figures = RuleFigures(
            name: rule.name, isShadow: rule.isShadow, score: Points(rounding: rule.score), hits: hits.count,
            positives: found)
        if ranking.positives > 0 { figures.recall = Double(found) / Double(ranking.positives) }
        if let precision = figures.precision, base > 0 { figures.lift = precision / base }
        let other = ranking.moving(
            hits.lazy.map { hit in
                (from: hit.score, to: hit.score + (rule.isShadow ? hit.points : -hit.points), hit.isPositive)
            })
        if let now = ranking.figures?.auc, let then = other.figures?.auc {
            figures.gain = rule.isShadow ? then - now : now - then
        }
        return figures
    }
}

extension Evaluation.Part {
    fileprivate mutating func addFigures(_ scored: [ScoredLabel]) {
        guard let figures = ranking.figures,
            let intervals = Bootstrap(scored, ranking: ranking).intervals()
        else { return }
        auc = Evaluation.Figure(value: figures.auc, interval: intervals.auc)
        averagePrecision = Evaluation.Figure(value: figures.averagePrecision, interval: intervals.averagePrecision)
        recallAt1 = Evaluation.Figure(value: figures.recallAt1, interval: intervals.recallAt1)
        recallAt5 = Evaluation.Figure(value: figures.recallAt5, interval: intervals.recallAt5)
        let caught = scored.count { $0.isCaught && $0.isPositive }
        let mistaken = scored.count { $0.isCaught && !$0.isPositive }
        f1 = Evaluation.Figure(
            value: Bootstrap.f1(caught: caught, mistaken: mistaken, positives: ranking.positives),
            interval: intervals.f1)
    }
}
