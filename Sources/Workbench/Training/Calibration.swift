import Glibc

/// What makes a probability of a score: Platt's sigmoid (1999), fitted as Lin, Lin and Weng advise (2007): with targets
/// that stay off 0 and 1, and by Newton's method.
struct Calibration: Equatable {
    var slope = 1.0
    var intercept = 0.0

    init(slope: Double, intercept: Double) { (self.slope, self.intercept) = (slope, intercept) }

    init(scores: [Double], labels: [Bool], masses: [Double]) {
        var positives = 0.0
        var negatives = 0.0
        for (label, mass) in zip(labels, masses) { if label { positives += mass } else { negatives += mass } }
        guard positives > 0, negatives > 0 else { return }
        let targets = labels.map { $0 ? (positives + 1) / (positives + 2) : 1 / (negatives + 2) }
        intercept = log((positives + 1) / (negatives + 1))
        slope = 0
        func loss(_ slope: Double, _ intercept: Double) -> Double {
            var sum = 0.0
            for index in scores.indices {
                let value = slope * scores[index] + intercept
                sum += masses[index] * (Self.softplus(value) - targets[index] * value)
            }
            return sum
        }
        var current = loss(slope, intercept)
        for _ in 0..<100 {
            var (first, second) = (0.0, 0.0)
            var (h11, h12, h22) = (1e-9, 0.0, 1e-9)
            for index in scores.indices {
                let share = 1 / (1 + exp(-(slope * scores[index] + intercept)))
                let error = masses[index] * (share - targets[index])
                let curve = masses[index] * share * (1 - share)
                first += error * scores[index]
                second += error
                h11 += curve * scores[index] * scores[index]
                h12 += curve * scores[index]
                h22 += curve
            }
            if abs(first) < 1e-6, abs(second) < 1e-6 { break }
            let determinant = h11 * h22 - h12 * h12
            guard determinant > 0 else { break }
            let (stepSlope, stepIntercept) = (
                (h22 * first - h12 * second) / determinant, (h11 * second - h12 * first) / determinant
            )
            var size = 1.0
            while size > 1e-6 {
                let next = loss(slope - size * stepSlope, intercept - size * stepIntercept)
                if next < current {
                    current = next
                    break
                }
                size /= 2
            }
            if size <= 1e-6 { break }
            slope -= size * stepSlope
            intercept -= size * stepIntercept
        }
    }

    /// log(1 + exp(value)), without overflow.
    static func softplus(_ value: Double) -> Double { max(value, 0) + log1p(exp(-abs(value))) }

    func probability(_ score: Double) -> Double { 1 / (1 + exp(-(slope * score + intercept))) }
}
