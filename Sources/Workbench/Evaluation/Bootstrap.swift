/// How far the figures of a sample may lie from those of all comments like it: the spread over samples of the sample.
///
/// Positives are drawn from the positives and negatives from the negatives, with replacement and as many as there are
/// (stratified bootstrap; Efron and Tibshirani 1993); an interval reaches from the 2.5th to the 97.5th percentile.
/// Nothing is sorted anew: what is drawn is counted at its score. The same each time.
struct Bootstrap {
    struct Intervals: Equatable {
        var auc = 0.0...0.0
        var averagePrecision = 0.0...0.0
        var recallAt1 = 0.0...0.0
        var recallAt5 = 0.0...0.0
        var f1 = 0.0...0.0
    }

    /// How many samples are drawn.
    static let samples = 1000

    private let ties: Int
    /// For each positive and each negative its place in the ranking, and in the lowest bit whether it was caught.
    private var positives: [UInt32] = []
    private var negatives: [UInt32] = []

    /// - Parameter comments: Of each its score, its label and whether the rules caught it.
    init(_ comments: [ScoredLabel], ranking: Ranking) {
        ties = ranking.ties.count
        let places = Dictionary(
            uniqueKeysWithValues: ranking.ties.indices.map { (ranking.ties[$0].score, UInt32($0)) })
        for comment in comments {
            let code = (places[comment.score] ?? 0) << 1 | (comment.isCaught ? 1 : 0)
            if comment.isPositive { positives.append(code) } else { negatives.append(code) }
        }
        // Places that are looked up at random are nearer to each other when they are in order.
        positives.sort()
        negatives.sort()
    }

    /// `nil` where one of the two kinds is missing.
    func intervals() -> Intervals? {
        if positives.isEmpty || negatives.isEmpty { return nil }
        var random = SplitMix(state: 1)
        var figures: [RankingFigures] = []
        var f1: [Double] = []
        for _ in 0..<Self.samples {
            let (found, caught) = draw(positives, &random)
            let (others, mistaken) = draw(negatives, &random)
            if let sample = RankingFigures(positives: found, negatives: others) { figures.append(sample) }
            f1.append(Self.f1(caught: caught, mistaken: mistaken, positives: positives.count))
        }
        return Intervals(
            auc: Self.interval(figures.map(\.auc)), averagePrecision: Self.interval(figures.map(\.averagePrecision)),
            recallAt1: Self.interval(figures.map(\.recallAt1)), recallAt5: Self.interval(figures.map(\.recallAt5)),
            f1: Self.interval(f1))
    }

    /// How many were drawn at each score, and how many of all were caught.
    private func draw(_ codes: [UInt32], _ random: inout SplitMix) -> (counts: [Int], caught: Int) {
        var counts = [Int](repeating: 0, count: ties)
        var caught = 0
        counts.withUnsafeMutableBufferPointer { counts in
            codes.withUnsafeBufferPointer { codes in
                for _ in 0..<codes.count {
                    let code = codes[random.next(below: codes.count)]
                    counts[Int(code >> 1)] &+= 1
                    caught &+= Int(code & 1)
                }
            }
        }
        return (counts, caught)
    }

    /// The harmonic mean of precision and recall; 0 where nothing was caught.
    static func f1(caught: Int, mistaken: Int, positives: Int) -> Double {
        let all = caught + mistaken + positives
        return all == 0 ? 0 : 2 * Double(caught) / Double(all)
    }

    /// From the 2.5th to the 97.5th percentile, between neighbours in proportion.
    static func interval(_ values: [Double]) -> ClosedRange<Double> {
        let sorted = values.sorted()
        func percentile(_ share: Double) -> Double {
            let place = share * Double(sorted.count - 1)
            let below = Int(place)
            let above = min(below + 1, sorted.count - 1)
            return sorted[below] + (sorted[above] - sorted[below]) * (place - Double(below))
        }
        return sorted.isEmpty ? 0...0 : percentile(0.025)...percentile(0.975)
    }
}
