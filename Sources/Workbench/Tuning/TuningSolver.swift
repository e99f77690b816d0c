import Glibc

/// Fits the sizes of scores and a scale to labelled comments.
///
/// A comment is positive with the probability σ(a · (S - t)): S is its sum of points, t the target, a the scale. What is
/// made small is the weighted mean of the logistic loss, and `penalty` times the squared changes of the scores, in units
/// of the greatest score. Each step makes the second-order approximation small within the bounds, by coordinates, and is
/// halved until the function falls (projected Newton steps with the Fisher information; Bertsekas 1982): no randomness,
/// the same result each time.
struct TuningSolver {
    struct Fit {
        /// Sizes of the scores, by column.
        var scores: [Double]
        var scale: Double
    }

    /// A score's size in points: not 0, so that a rule keeps its sign and can come back.
    static let leastScore = 0.01
    /// How often a score may be as large as the greatest of its category.
    static let greatestGrowth = 3.0
    private static let scales = 0.01...10.0
    private static let mostSteps = 60
    private static let mostSweeps = 200
    /// A step that gains less ends the search.
    private static let leastGain = 1e-10

    let problem: TuningProblem
    /// Of the rows that are fitted to.
    let rows: [TuningProblem.Row]
    /// `nil` keeps the scores as they are, so that only the scale is fitted.
    let penalty: Double?

    private var present: [Double] { problem.columns.map(\.present) }
    private var bounds: [ClosedRange<Double>] {
        let limit = max(Self.greatestGrowth * problem.greatest, Self.leastScore)
        return problem.columns.map { column in
            penalty == nil
                ? column.present...column.present : min(Self.leastScore, column.present)...max(limit, column.present)
        } + [Self.scales]
    }

    func fit() -> Fit {
        let bounds = bounds
        // The scale goes last.
        var point = present + [1]
        var value = value(at: point)
        for _ in 0..<Self.mostSteps {
            let (gradient, curvature) = derivatives(at: point)
            let step = Self.step(from: point, gradient, curvature, bounds)
            let slope = zip(gradient, step).reduce(0) { $0 + $1.0 * $1.1 }
            var length = 1.0
            var next = point
            var found = value
            while length > 1e-8 {
                next = zip(zip(point, step), bounds).map {
                    min(max($0.0 + length * $0.1, $1.lowerBound), $1.upperBound)
                }
                found = self.value(at: next)
                // Armijo's condition.
                if found <= value + 1e-4 * length * slope { break }
                length /= 2
            }
            if !(value - found > Self.leastGain) { break }
            point = next
            value = found
        }
        return Fit(scores: Array(point.dropLast()), scale: point[point.count - 1])
    }

    func value(at point: [Double]) -> Double {
        let scale = point[point.count - 1]
        var loss = 0.0
        var total = 0.0
        for row in rows {
            let weight = row.weight * Double(row.count)
            loss += weight * Self.loss(row, score: row.score(point), target: problem.target, scale: scale)
            total += weight
        }
        return loss / max(total, .leastNormalMagnitude) + (penalty ?? 0) * distance(point)
    }

    /// The logistic loss of one comment.
    static func loss(_ row: TuningProblem.Row, score: Double, target: Double, scale: Double) -> Double {
        let margin = scale * (score - target) * (row.isPositive ? 1 : -1)
        return margin > 0 ? log1p(exp(-margin)) : log1p(exp(margin)) - margin
    }

    private func distance(_ point: [Double]) -> Double {
        zip(point, present).reduce(0) { sum, pair in
            let change = (pair.0 - pair.1) / problem.greatest
            return sum + change * change
        }
    }

    /// The gradient and the Fisher information, both of the mean.
    private func derivatives(at point: [Double]) -> (gradient: [Double], curvature: [[Double]]) {
        let count = point.count
        let scale = point[count - 1]
        var gradient = [Double](repeating: 0, count: count)
        var curvature = [[Double]](repeating: gradient, count: count)
        var total = 0.0
        for row in rows {
            let weight = row.weight * Double(row.count)
            total += weight
            let excess = row.score(point) - problem.target
            let probability = 1 / (1 + exp(-scale * excess))
            let slope = weight * (probability - (row.isPositive ? 1 : 0))
            let bend = weight * probability * (1 - probability)
            // What the log-odds change by with each variable.
            let changes = row.features.map { ($0.column, scale * $0.points) } + [(count - 1, excess)]
            for (column, change) in changes {
                gradient[column] += slope * change
                for (other, otherChange) in changes { curvature[column][other] += bend * change * otherChange }
            }
        }
        let unit = 2 * (penalty ?? 0) / (problem.greatest * problem.greatest)
        for index in 0..<count {
            gradient[index] /= max(total, .leastNormalMagnitude)
            for other in 0..<count { curvature[index][other] /= max(total, .leastNormalMagnitude) }
            if index < count - 1 {
                gradient[index] += unit * (point[index] - problem.columns[index].present)
                curvature[index][index] += unit
            }
            // Where the comments say nothing at all, the steps still have to end.
            curvature[index][index] += 1e-9
        }
        return (gradient, curvature)
    }

    /// The step to the least value of the approximation within the bounds.
    private static func step(
        from point: [Double], _ gradient: [Double], _ curvature: [[Double]], _ bounds: [ClosedRange<Double>]
    ) -> [Double] {
        var step = [Double](repeating: 0, count: point.count)
        for _ in 0..<mostSweeps {
            var greatest = 0.0
            for index in point.indices {
                let slope = gradient[index] + zip(curvature[index], step).reduce(0) { $0 + $1.0 * $1.1 }
                let wanted = point[index] + step[index] - slope / curvature[index][index]
                let moved = min(max(wanted, bounds[index].lowerBound), bounds[index].upperBound) - point[index]
                greatest = max(greatest, abs(moved - step[index]))
                step[index] = moved
            }
            if greatest < 1e-9 { break }
        }
        return step
    }
}
