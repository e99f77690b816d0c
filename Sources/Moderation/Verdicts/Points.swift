/// A score, exact to a thousandth of a point.
///
/// Each rule's points are rounded once, to 0.001; sums of them are sums of integers, so that a score never depends on
/// the order of addition.
public struct Points: Sendable, Hashable, Comparable {
    /// Thousandths of a point.
    public var thousandths: Int64

    public init(thousandths: Int64) {
        self.thousandths = thousandths
    }

    /// The nearest thousandth; halves go away from zero. `value` must be finite and within ±10^12.
    public init(rounding value: Double) {
        thousandths = Int64((value * 1000).rounded())
    }

    public static let zero = Points(thousandths: 0)

    public static func < (left: Points, right: Points) -> Bool { left.thousandths < right.thousandths }
    public static func + (left: Points, right: Points) -> Points {
        Points(thousandths: left.thousandths + right.thousandths)
    }
    public static func += (left: inout Points, right: Points) { left = left + right }
}

extension Points: CustomStringConvertible {
    /// The shortest decimal, such as `2`, `-0.5` or `4.125`.
    public var description: String {
        let magnitude = thousandths.magnitude
        var text = (thousandths < 0 ? "-" : "") + String(magnitude / 1000)
        var rest = magnitude % 1000
        if rest > 0 {
            var digits = 3
            while rest % 10 == 0 {
                rest /= 10
                digits -= 1
            }
            let fraction = String(rest)
            text += "." + String(repeating: "0", count: digits - fraction.count) + fraction
        }
        return text
    }
}
