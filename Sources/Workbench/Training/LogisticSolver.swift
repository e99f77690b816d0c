import Glibc
import TextAnalysis

/// Logistic regression with a weight for each row and weights to begin from.
///
/// Minimises ½ |w − prior|² + Σ costᵢ log(1 + exp(−yᵢ w·xᵢ)) by dual coordinate descent after Yu, Huang and Lin
/// (Machine Learning 85, 2011), as LIBLINEAR's solver 7 does. LIBLINEAR itself knows neither a prior nor a weight for
/// each row, and draws from the process's random numbers; this one gives the same weights for the same seed.
struct LogisticSolver {
    /// The weights' penalty against the rows' errors; greater fits the rows more closely.
    var cost: Float = 1
    var seed: UInt64 = 1
    var mostPasses = 60
    /// Ends when no row's slope is greater.
    var tolerance: Float = 0.05

    /// - Parameters:
    ///   - rows: Those of `set` that are looked at.
    ///   - masses: How much each of `rows` weighs; 1 is usual.
    ///   - factors: Each feature's values are multiplied by it.
    ///   - prior: For each feature where its weight begins, and for the bias, the last one; empty is all 0.
    ///   - isCancelled: Asked after each pass.
    /// - Returns: The weights in the features' own scale, and the bias.
    func solve(
        _ set: TrainingSet, rows: [Int], masses: [Float], factors: [Float], prior: [Float] = []
    ) -> (weights: [Float], bias: Float) {
        let features = FeatureCounts.featureCount
        // The last weight is the bias, of a feature that is always 1.
        var weights = [Float](repeating: 0, count: features + 1)
        if !prior.isEmpty {
            // A feature's weight in the file is its weight here times its factor.
            for index in 0..<features { weights[index] = factors[index] > 0 ? prior[index] / factors[index] : 0 }
            weights[features] = prior[features]
        }
        let costs = masses.map { max($0 * cost, 1e-6) }
        var alphas = costs.map { min(0.001 * $0, 1e-4) }
        var random = SplitMix(state: seed)
        var order = Array(rows.indices)
        set.places.withUnsafeBufferPointer { places in
            set.values.withUnsafeBufferPointer { values in
                weights.withUnsafeMutableBufferPointer { weights in
                    func dot(_ range: Range<Int>) -> Float {
                        var sum = weights[features]
                        for index in range {
                            let place = Int(places[index])
                            sum += weights[place] * values[index] * factors[place]
                        }
                        return sum
                    }
                    func add(_ amount: Float, _ range: Range<Int>) {
                        for index in range {
                            let place = Int(places[index])
                            weights[place] += amount * values[index] * factors[place]
                        }
                        weights[features] += amount
                    }
                    var squares = [Float](repeating: 1, count: rows.count)
                    for (index, row) in rows.enumerated() {
                        for place in set.range(of: row) {
                            let value = values[place] * factors[Int(places[place])]
                            squares[index] += value * value
                        }
                        add(alphas[index] * (set.labels[row] ? 1 : -1), set.range(of: row))
                    }
                    for _ in 0..<mostPasses {
                        order.shuffle(using: &random)
                        var steepest: Float = 0
                        for index in order {
                            let row = rows[index]
                            let sign: Float = set.labels[row] ? 1 : -1
                            let (cost, old) = (costs[index], alphas[index])
                            let slope = sign * dot(set.range(of: row))
                            let start = log(old / (cost - old))
                            steepest = max(steepest, abs(slope + start))
                            let new = Self.minimum(slope: slope, square: squares[index], cost: cost, old: old, start)
                            if new == old { continue }
                            alphas[index] = new
                            add((new - old) * sign, set.range(of: row))
                        }
                        if steepest < tolerance { break }
                    }
                }
            }
        }
        return ((0..<features).map { weights[$0] * factors[$0] }, weights[features])
    }

    /// The best value of one row's variable, 0 to `cost`, by Newton's method on its logit within a bracket.
    private static func minimum(slope: Float, square: Float, cost: Float, old: Float, _ start: Float) -> Float {
        var low = -slope - square * (cost - old)
        var high = -slope + square * old
        var logit = min(max(start, low), high)
        var share: Float = 0
        for _ in 0..<20 {
            share = 1 / (1 + exp(-logit))
            let error = square * (cost * share - old) + slope + logit
            if abs(error) < 1e-3 { break }
            if error > 0 { high = logit } else { low = logit }
            let next = logit - error / (square * cost * share * (1 - share) + 1)
            logit = next > low && next < high ? next : (low + high) / 2
        }
        // Kept apart from the ends, where the logarithm has none.
        return min(max(cost * share, cost * 1e-6), cost * (1 - 1e-6))
    }
}
