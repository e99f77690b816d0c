import Glibc
import TextAnalysis

/// Trains a model, and says how good it is on comments that it has not seen.
public struct ModelTrainer {
    public struct Options: Sendable {
        public var cost: Float = 4
        public var seed: UInt64 = 1
        /// Into how many parts the comments are divided for testing.
        public var folds = 5

        public init() {}
    }

    /// How good a model is on comments of one source that it has not seen.
    public struct Figures: Sendable {
        public var source: String
        public var count: Int
        public var positives: Int
        /// `nil` where all have the same label.
        var ranking: RankingFigures?
    }

    public struct Result: Sendable {
        public var model: TextModel
        /// Each source, seen by a model of all the others; empty where there is one source.
        public var leftOut: [Figures]
        /// Each source, seen by models of four fifths of all.
        public var crossValidated: [Figures]
        /// How sure a model is of each comment that it was not trained with, in the set's order.
        public var probabilities: [Double]
    }

    public let set: TrainingSet
    let options: Options

    public init(_ set: TrainingSet, options: Options = Options()) {
        self.set = set
        self.options = options
    }

    /// - Parameter progress: Told after each of some steps how many are done, and of how many.
    public func train(
        _ input: ModelInput, account: (Result) -> String, progress: (_ done: Int, _ of: Int) -> Void = { _, _ in }
    ) -> Result {
        let sources = set.sources.indices.filter(hasBothLabels)
        let alone = set.sources.count > 1 ? sources : []
        let steps = alone.count + options.folds + 1
        var done = 0
        func step() {
            done += 1
            progress(done, steps)
        }
        var leftOut: [Figures] = []
        for source in alone {
            let tested = (0..<set.count).filter { set.origins[$0] == source }
            let scores = heldOut(tested)
            step()
            leftOut.append(figures(source, tested, scores))
        }
        var scores = [Double](repeating: 0, count: set.count)
        for fold in 0..<options.folds {
            let tested = (0..<set.count).filter { self.fold(of: $0) == fold }
            for (row, score) in zip(tested, heldOut(tested)) { scores[row] = score }
            step()
        }
        let crossValidated = sources.map { source in
            let rows = (0..<set.count).filter { set.origins[$0] == source }
            return figures(source, rows, rows.map { scores[$0] })
        }
        let all = Array(0..<set.count)
        let calibration = Calibration(
            scores: scores, labels: set.labels, masses: set.masses(of: all).map(Double.init))
        let (weights, bias) = solve(all)
        step()
        func model(_ account: String) -> TextModel {
            TextModel(
                input: input, weights: weights, bias: bias, slope: Float(calibration.slope),
                intercept: Float(calibration.intercept), account: account)
        }
        var result = Result(
            model: model(""), leftOut: leftOut, crossValidated: crossValidated,
            probabilities: scores.map(calibration.probability))
        result.model = model(account(result))
        return result
    }

    private func hasBothLabels(_ source: Int) -> Bool {
        var found = (false, false)
        for row in 0..<set.count where set.origins[row] == source {
            if set.labels[row] { found.0 = true } else { found.1 = true }
        }
        return found.0 && found.1
    }

    /// The part that a row is tested in: the same for texts that are nearly the same.
    func fold(of row: Int) -> Int {
        var random = SplitMix(state: options.seed &+ UInt64(set.group(of: row)))
        return Int(random.next() % UInt64(options.folds))
    }

    /// The scores of rows by a model of all others, without those that are nearly the same text.
    private func heldOut(_ tested: [Int]) -> [Double] {
        let groups = Set(tested.map(set.group))
        let (weights, bias) = solve((0..<set.count).filter { !groups.contains(set.group(of: $0)) })
        return tested.map { score($0, weights, bias) }
    }

    func score(_ row: Int, _ weights: [Float], _ bias: Float) -> Double {
        Double(set.range(of: row).reduce(bias) { $0 + weights[Int(set.places[$1])] * set.values[$1] })
    }

    private func solve(_ rows: [Int]) -> (weights: [Float], bias: Float) {
        LogisticSolver(cost: options.cost, seed: options.seed)
            .solve(set, rows: rows, masses: set.masses(of: rows), factors: factors(rows))
    }

    /// How telling each n-gram is: the fewer rows have it, the more (Spärck Jones, 1972), and the more unevenly it falls
    /// on the two classes (Wang and Manning, ACL 2012). Within each source both classes count the same for that, so that
    /// what is usual in a source of many positives does not look like one. On average as large as by rows alone.
    func factors(_ rows: [Int]) -> [Float] {
        let traits = FeatureCounts.firstTrait
        var counts = [Float](repeating: 0, count: traits)
        // Smoothed by one row.
        var positives = [Float](repeating: 1, count: traits)
        var negatives = positives
        for (row, mass) in zip(rows, set.balancedMasses(of: rows)) {
            for index in set.range(of: row) where set.places[index] < traits {
                let place = Int(set.places[index])
                counts[place] += 1
                if set.labels[row] { positives[place] += mass } else { negatives[place] += mass }
            }
        }
        let rarity = counts.map { log((1 + Float(rows.count)) / (1 + $0)) / Self.usualRarity }
        var factors = counts.indices.map { rarity[$0] * (Self.leastUneven + abs(log(positives[$0] / negatives[$0]))) }
        let present = zip(rarity, counts).reduce(0) { $0 + $1.0 * $1.1 }
        let sum = zip(factors, counts).reduce(0) { $0 + $1.0 * $1.1 }
        if sum > 0 { for index in factors.indices { factors[index] *= present / sum } }
        return factors + [Float](repeating: 1, count: FeatureCounts.featureCount - traits)
    }

    /// Of an n-gram of usual text: one in 150 comments has it.
    private static let usualRarity: Float = 5
    /// What also an n-gram counts that falls on both classes alike; by cross-validation.
    private static let leastUneven: Float = 0.2

    func figures(_ source: Int, _ rows: [Int], _ scores: [Double]) -> Figures {
        let ranking = Ranking(
            zip(rows, scores).map { (score: Int64(($1 * 1e6).rounded()), isPositive: set.labels[$0]) })
        return Figures(
            source: set.sources[source], count: rows.count, positives: ranking.positives, ranking: ranking.figures)
    }
}
