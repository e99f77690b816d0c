import Moderation

/// Labelled comments as far as fitting the scores of one category goes.
///
/// Comments that are alike in all that counts are one row.
struct TuningProblem {
    /// A rule whose score may change.
    struct Column {
        /// An index into `RuleSet.rules`.
        var rule: Int
        /// How large its score is now; its sign stays.
        var present: Double
        var hits: Int
    }

    /// Why a rule is left alone.
    enum Reason: String {
        case fewHits = "too few hits"
        case byHand = "by hand"
        case decides = "decides"
        case noScore = "score 0"
        case onTrial = "on trial"
    }

    struct Row {
        /// The rules that fired: an index into `columns`, and the points for each point of the score's size.
        var features: [(column: Int, points: Double)]
        /// Points of the rules that are left alone.
        var rest: Double
        var isPositive: Bool
        var input: Int
        var fold: Int
        /// How many comments.
        var count: Int
        /// What each of them counts.
        var weight: Double

        func score(_ scores: [Double]) -> Double {
            features.reduce(rest) { $0 + scores[$1.column] * $1.points }
        }
    }

    /// What makes a row; numbers are exact, as they come from whole thousandths.
    private struct Kind: Hashable {
        var features: [Int64]
        var rest: Int64
        var isPositive: Bool
        var input: Int32
        var fold: Int
    }

    let category: Int
    private(set) var columns: [Column] = []
    /// The category's other rules that are on.
    private(set) var leftAlone: [(rule: Int, reason: Reason, hits: Int)] = []
    private(set) var rows: [Row] = []
    let folds: TuningFolds
    /// The greatest size of a score in the category now.
    private(set) var greatest = 0.0
    /// How many points make a positive comment as likely as another: where the policy begins to hold.
    let target: Double

    /// - Parameters:
    ///   - label: An index into the labels, whose category has rules.
    ///   - minimumHits: A rule with fewer is left alone.
    ///   - rate: The share of positive comments that is aimed at, above 0 and below 1.
    init(_ verdicts: LabelledVerdicts, label: Int, category: Int, minimumHits: Int, rate: Double) {
        self.category = category
        let limits = verdicts.ruleSet.thresholds(ofCategory: category)
        // What a policy has that says nothing.
        target = (limits.hold ?? limits.reject).map { Double($0.thousandths) / 1000 } ?? 3
        let comments = verdicts.comments.filter { $0.label(label) != nil && !$0.isExempt }
        folds = TuningFolds(comments, label: label, inputs: verdicts.inputs.count)
        chooseColumns(verdicts, comments, minimumHits: minimumHits)
        addRows(verdicts, comments, label)
        weigh(rate: rate, inputs: verdicts.inputs.count)
    }

    private mutating func chooseColumns(
        _ verdicts: LabelledVerdicts, _ comments: [LabelledVerdicts.Comment], minimumHits: Int
    ) {
        var hits = [Int](repeating: 0, count: verdicts.ruleSet.rules.count)
        for comment in comments {
            for fired in verdicts.fired[comment.fired] { hits[Int(fired.rule)] += 1 }
        }
        for (index, rule) in verdicts.ruleSet.rules.enumerated() where rule.isOn && rule.category == category {
            if let reason = Self.reason(rule, hits[index], minimumHits) {
                leftAlone.append((index, reason, hits[index]))
            } else {
                columns.append(Column(rule: index, present: abs(rule.score), hits: hits[index]))
            }
            if !rule.isShadow, rule.decides == nil { greatest = max(greatest, abs(rule.score)) }
        }
    }

    private static func reason(_ rule: Rule, _ hits: Int, _ minimumHits: Int) -> Reason? {
        if rule.isShadow { return .onTrial }
        if rule.decides != nil { return .decides }
        if rule.score == 0 { return .noScore }
        if rule.override?.isByHand == true { return .byHand }
        return hits < minimumHits ? .fewHits : nil
    }

    private mutating func addRows(
        _ verdicts: LabelledVerdicts, _ comments: [LabelledVerdicts.Comment], _ label: Int
    ) {
        var columnOfRule = [Int](repeating: -1, count: verdicts.ruleSet.rules.count)
        for (column, item) in columns.enumerated() { columnOfRule[item.rule] = column }
        var places: [Kind: Int] = [:]
        for (number, comment) in comments.enumerated() {
            var kind = Kind(
                features: [], rest: 0, isPositive: comment.label(label) == true, input: comment.input,
                fold: folds.numbers[number])
            for fired in verdicts.fired[comment.fired] {
                let column = columnOfRule[Int(fired.rule)]
                let rule = verdicts.ruleSet.rules[Int(fired.rule)]
                if column >= 0 {
                    kind.features += [Int64(column), fired.points.thousandths]
                } else if rule.category == category, !rule.isShadow {
                    kind.rest += fired.points.thousandths
                }
            }
            if let place = places[kind] {
                rows[place].count += 1
                continue
            }
            places[kind] = rows.count
            let features = stride(from: 0, to: kind.features.count, by: 2).map { index in
                let column = Int(kind.features[index])
                return (column, Double(kind.features[index + 1]) / 1000 / columns[column].present)
            }
            rows.append(
                Row(
                    features: features, rest: Double(kind.rest) / 1000, isPositive: kind.isPositive,
                    input: Int(kind.input), fold: kind.fold, count: 1, weight: 1))
        }
    }

    /// Lets each input count the same, and its positive comments `rate` of it: sets are often half positive, and blogs
    /// are not.
    private mutating func weigh(rate: Double, inputs: Int) {
        var positives = [Int](repeating: 0, count: inputs)
        var negatives = positives
        for row in rows {
            if row.isPositive { positives[row.input] += row.count } else { negatives[row.input] += row.count }
        }
        var total = 0.0
        for index in rows.indices {
            let row = rows[index]
            rows[index].weight =
                row.isPositive ? rate / Double(positives[row.input]) : (1 - rate) / Double(negatives[row.input])
            total += rows[index].weight * Double(row.count)
        }
        for index in rows.indices { rows[index].weight /= total }
    }

    /// How many positive comments there are, and how many others.
    var counts: (positives: Int, negatives: Int) {
        rows.reduce((0, 0)) { $1.isPositive ? ($0.0 + $1.count, $0.1) : ($0.0, $0.1 + $1.count) }
    }
}
