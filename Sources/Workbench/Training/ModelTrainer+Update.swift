import Glibc
import TextAnalysis

/// Learning on from a model that is there.
extension ModelTrainer {
    public struct Update: Sendable {
        public var model: TextModel
        public var before: TextModel
        /// How closely the new model follows the comments; 0 where nothing did better than the old one.
        public var strength: Float
        /// The mean logistic loss on the comments, after it when they were not trained with.
        public var lossBefore: Double
        public var lossAfter: Double
        public var figuresBefore: [Figures]
        public var figuresAfter: [Figures]
    }

    /// How closely an update may follow the comments; that which tells unseen ones best is taken.
    private static let strengths: [Float] = [0.003, 0.01, 0.03, 0.1, 0.3, 1, 3]

    /// Improves a model with comments: their errors pull, and the old weights hold.
    ///
    /// Each strength is tried by cross-validation on the comments themselves. One counts where it makes the unseen ones
    /// more likely and tells those of no file apart less well; where there is none the old model stays, so that an update
    /// is never worse on them.
    public func update(
        _ old: TextModel, account: (Update) -> String, progress: (_ done: Int, _ of: Int) -> Void = { _, _ in }
    ) -> Update {
        let prior = old.allWeights + [Float(old.bias)]
        let before = (0..<set.count).map { score($0, old.allWeights, Float(old.bias)) }
        let oldCalibration = Calibration(slope: old.slope, intercept: old.intercept)
        let masses = set.masses(of: Array(0..<set.count)).map(Double.init)
        let lossBefore = loss(before.map(oldCalibration.probability), masses)
        let figuresBefore = figures(before)
        var best = (strength: Float(0), loss: lossBefore, figures: figuresBefore)
        let steps = Self.strengths.count * options.folds + 1
        var done = 0
        for strength in Self.strengths {
            var scores = before
            for fold in 0..<options.folds {
                let tested = (0..<set.count).filter { self.fold(of: $0) == fold }
                let trained = (0..<set.count).filter { self.fold(of: $0) != fold }
                let (weights, bias) = solve(trained, prior: prior, strength: strength)
                for row in tested { scores[row] = score(row, weights, bias) }
                done += 1
                progress(done, steps)
            }
            let loss = loss(scores.map(oldCalibration.probability), masses)
            if loss >= best.loss { continue }
            let figures = figures(scores)
            if Self.isNoWorse(figures, than: figuresBefore) { best = (strength, loss, figures) }
        }
        var result = Update(
            model: old, before: old, strength: best.strength, lossBefore: lossBefore, lossAfter: best.loss,
            figuresBefore: figuresBefore, figuresAfter: best.figures)
        if best.strength > 0 {
            let (weights, bias) = solve(Array(0..<set.count), prior: prior, strength: best.strength)
            result.model = TextModel(
                input: old.input, weights: weights, bias: bias, slope: Float(old.slope),
                intercept: Float(old.intercept),
                account: account(result))
        }
        progress(steps, steps)
        return result
    }

    /// Whether of no file the two kinds are told apart less well; a file of one kind tells nothing.
    private static func isNoWorse(_ figures: [Figures], than before: [Figures]) -> Bool {
        zip(figures, before).allSatisfy { ($0.ranking?.auc ?? 1) >= ($1.ranking?.auc ?? 0) }
    }

    private func solve(_ rows: [Int], prior: [Float], strength: Float) -> (weights: [Float], bias: Float) {
        LogisticSolver(cost: strength, seed: options.seed).solve(
            set, rows: rows, masses: set.masses(of: rows),
            factors: [Float](repeating: 1, count: FeatureCounts.featureCount), prior: prior)
    }

    /// How unlikely the labels are, for each comment.
    private func loss(_ probabilities: [Double], _ masses: [Double]) -> Double {
        var sum = 0.0
        for (row, probability) in probabilities.enumerated() {
            let likely = set.labels[row] ? probability : 1 - probability
            sum -= masses[row] * log(max(likely, 1e-9))
        }
        return sum / masses.reduce(0, +)
    }

    private func figures(_ scores: [Double]) -> [Figures] {
        set.sources.indices.map { source in
            let rows = (0..<set.count).filter { set.origins[$0] == source }
            return figures(source, rows, rows.map { scores[$0] })
        }
    }
}
