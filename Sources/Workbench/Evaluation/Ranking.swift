/// How well scores tell two kinds of comments apart: how many of each there are at each score.
///
/// All figures depend on the order of the scores alone, and are those that scikit-learn gives (`roc_auc_score`,
/// `average_precision_score`, `roc_curve`), equal scores included.
struct Ranking: Sendable, Equatable {
    /// The comments of one score.
    struct Tie: Sendable, Equatable {
        /// Thousandths of a point.
        var score: Int64
        var positives: Int
        var negatives: Int
    }

    /// The highest score first.
    private(set) var ties: [Tie]
    let positives: Int
    let negatives: Int

    init(_ scores: some Sequence<(score: Int64, isPositive: Bool)>) {
        var counts: [Int64: (positives: Int, negatives: Int)] = [:]
        for (score, isPositive) in scores {
            if isPositive {
                counts[score, default: (0, 0)].positives += 1
            } else {
                counts[score, default: (0, 0)].negatives += 1
            }
        }
        self.init(
            ties: counts.map { Tie(score: $0.key, positives: $0.value.positives, negatives: $0.value.negatives) }
                .sorted { $0.score > $1.score })
    }

    private init(ties: [Tie]) {
        self.ties = ties
        positives = ties.reduce(0) { $0 + $1.positives }
        negatives = ties.reduce(0) { $0 + $1.negatives }
    }

    /// The same comments where some have other scores.
    func moving(_ moves: some Sequence<(from: Int64, to: Int64, isPositive: Bool)>) -> Ranking {
        var changes: [Int64: (positives: Int, negatives: Int)] = [:]
        func add(_ count: Int, at score: Int64, _ isPositive: Bool) {
            if isPositive {
                changes[score, default: (0, 0)].positives += count
            } else {
                changes[score, default: (0, 0)].negatives += count
            }
        }
        for move in moves {
            add(-1, at: move.from, move.isPositive)
            add(1, at: move.to, move.isPositive)
        }
        var moved: [Tie] = []
        moved.reserveCapacity(ties.count + changes.count)
        for var tie in ties {
            if let change = changes.removeValue(forKey: tie.score) {
                tie.positives += change.positives
                tie.negatives += change.negatives
            }
            if tie.positives + tie.negatives > 0 { moved.append(tie) }
        }
        moved += changes.map { Tie(score: $0.key, positives: $0.value.positives, negatives: $0.value.negatives) }
        return Ranking(ties: moved.sorted { $0.score > $1.score })
    }

    /// The figures; `nil` where one of the two kinds is missing.
    var figures: RankingFigures? {
        RankingFigures(positives: ties.map(\.positives), negatives: ties.map(\.negatives))
    }

    /// A point of the curves for each score, the highest first: how many of each kind have that score or more.
    var points: [(positives: Int, negatives: Int)] {
        var (positives, negatives) = (0, 0)
        return ties.map {
            positives += $0.positives
            negatives += $0.negatives
            return (positives, negatives)
        }
    }
}

/// What a ranking comes to.
struct RankingFigures: Sendable, Equatable {
    /// The area under the ROC curve: how likely a positive comment has a higher score than a negative one, equal scores
    /// counting half.
    var auc = 0.0
    /// The mean precision over the positives, by steps: Σ (recall - recall before) × precision.
    var averagePrecision = 0.0
    /// The greatest recall of all scores at which no more than 1 and 5 % of the negatives are found.
    var recallAt1 = 0.0
    var recallAt5 = 0.0

    /// - Parameters:
    ///   - positives: How many there are at each score, the highest first.
    ///   - negatives: The same of the others.
    init?(positives: [Int], negatives: [Int]) {
        let allPositives = positives.reduce(0, +)
        let allNegatives = negatives.reduce(0, +)
        if allPositives == 0 || allNegatives == 0 { return nil }
        var found = 0
        var misfound = 0
        for index in positives.indices {
            let (here, wrong) = (positives[index], negatives[index])
            // Pairs with a negative that is lower, or as high and counts half.
            auc += Double(here) * (Double(allNegatives - misfound) - Double(wrong) / 2)
            found += here
            misfound += wrong
            if here > 0 { averagePrecision += Double(here) * Double(found) / Double(found + misfound) }
            if misfound * 100 <= allNegatives { recallAt1 = Double(found) }
            if misfound * 100 <= allNegatives * 5 { recallAt5 = Double(found) }
        }
        auc /= Double(allPositives) * Double(allNegatives)
        averagePrecision /= Double(allPositives)
        recallAt1 /= Double(allPositives)
        recallAt5 /= Double(allPositives)
    }
}
