import Moderation

/// The curves of an evaluation as drawings within a page (SVG).
enum EvaluationCurves {
    /// The side of a square drawing and its margin, in pixels.
    private static let side = 240.0
    private static let margin = 34.0
    private static let wide = 420.0
    /// Of a histogram.
    private static let bins = 40

    private static let positive = "#a11a1a"
    private static let negative = "#1d5b9b"

    static func figures(_ part: Evaluation.Part, hold: Points?, reject: Points?) -> String {
        let ranking = part.ranking
        if ranking.positives + ranking.negatives == 0 { return "" }
        var figures: [String] = []
        if ranking.positives > 0, ranking.negatives > 0 {
            figures.append(
                figure(
                    "ROC", width: side, axes("false positives", "found"),
                    #"<path d="M0 \#(number(side))L\#(number(side)) 0" fill="none" stroke="lightgray"/>"# + roc(ranking)
                ))
            figures.append(figure("Precision and recall", width: side, axes("found", "precision"), curve(ranking)))
        }
        let caption =
            "Scores: <span class=\"positive\">positive</span> upward, <span class=\"negative\">others</span> downward"
        figures.append(figure(caption, width: wide, "", histogram(ranking, hold: hold, reject: reject)))
        return figures.joined(separator: "\n")
    }

    private static func figure(_ caption: String, width: Double, _ axes: String, _ drawing: String) -> String {
        let (full, height) = (number(width + 2 * margin), number(side + 2 * margin))
        return """
            <figure><svg width="\(full)" height="\(height)" viewBox="0 0 \(full) \(height)" role="img">
            <g transform="translate(\(number(margin)) \(number(margin)))">
            <path d="M0 0V\(number(side))H\(number(width))" fill="none" stroke="dimgray"/>
            \(axes)\(drawing)
            </g></svg><figcaption>\(caption)</figcaption></figure>
            """
    }

    private static func axes(_ right: String, _ up: String) -> String {
        """
        <text x="\(number(side))" y="\(number(side + 14))" text-anchor="end">\(right) 1</text>
        <text x="0" y="\(number(side + 14))">0</text><text x="0" y="-6">\(up) 1</text>

        """
    }

    private static func roc(_ ranking: Ranking) -> String {
        var path = Path(startingAt: (0, side))
        for point in ranking.points {
            let x = Double(point.negatives) / Double(ranking.negatives) * side
            path.line(to: (x, side - Double(point.positives) / Double(ranking.positives) * side))
        }
        return path.drawing(colour: positive)
    }

    /// By steps, as the average precision counts.
    private static func curve(_ ranking: Ranking) -> String {
        var path: Path?
        var last = 0.0
        for point in ranking.points {
            let x = Double(point.positives) / Double(ranking.positives) * side
            let y = side - Double(point.positives) / Double(point.positives + point.negatives) * side
            if path == nil { path = Path(startingAt: (0, y)) }
            path?.line(to: (last, y))
            path?.line(to: (x, y))
            last = x
        }
        return path?.drawing(colour: positive) ?? ""
    }

    /// The share of each kind in equal spans of the scores; the thresholds dotted.
    private static func histogram(_ ranking: Ranking, hold: Points?, reject: Points?) -> String {
        guard let top = ranking.ties.first?.score, let bottom = ranking.ties.last?.score else { return "" }
        let span = max(Double(top - bottom), 1)
        var shares = [(positives: Double, negatives: Double)](repeating: (0, 0), count: bins)
        for tie in ranking.ties {
            let bin = min(bins - 1, Int(Double(tie.score - bottom) / span * Double(bins)))
            shares[bin].positives += Double(tie.positives) / Double(max(ranking.positives, 1))
            shares[bin].negatives += Double(tie.negatives) / Double(max(ranking.negatives, 1))
        }
        let middle = side / 2
        let width = wide / Double(bins)
        var drawing = #"<path d="M0 \#(number(middle))H\#(number(wide))" stroke="dimgray"/>"#
        for (bin, share) in shares.enumerated() {
            for (share, colour, isUp) in [(share.positives, positive, true), (share.negatives, negative, false)]
            where share > 0 {
                // What is there is seen, however little.
                let height = max(share * middle, 0.5)
                drawing +=
                    #"<rect x="\#(number(Double(bin) * width))" y="\#(number(isUp ? middle - height : middle))" "#
                    + #"width="\#(number(width - 1))" height="\#(number(height))" fill="\#(colour)"/>"#
            }
        }
        for (name, limit) in [("hold", hold), ("reject", reject)] {
            guard let limit, limit.thousandths >= bottom, limit.thousandths <= top else { continue }
            let x = number(Double(limit.thousandths - bottom) / span * wide)
            drawing +=
                #"<path d="M\#(x) 0V\#(number(side))" stroke="dimgray" stroke-dasharray="2 3"/>"#
                + #"<text x="\#(x)" y="-6" text-anchor="middle">\#(name)</text>"#
        }
        return drawing
            + #"<text x="0" y="\#(number(side + 14))">\#(Points(thousandths: bottom))</text>"#
            + #"<text x="\#(number(wide))" y="\#(number(side + 14))" text-anchor="end">\#(Points(thousandths: top))</text>"#
    }

    /// A line from point to point, of which those that nobody could see are left out.
    private struct Path {
        private var commands: String
        private var last: (x: Double, y: Double)
        private var skipped: (x: Double, y: Double)?

        init(startingAt start: (x: Double, y: Double)) {
            commands = "M\(number(start.x)) \(number(start.y))"
            last = start
        }

        mutating func line(to point: (x: Double, y: Double)) {
            if abs(point.x - last.x) < 0.5, abs(point.y - last.y) < 0.5 {
                skipped = point
                return
            }
            commands += "L\(number(point.x)) \(number(point.y))"
            last = point
            skipped = nil
        }

        func drawing(colour: String) -> String {
            let end = skipped.map { "L\(number($0.x)) \(number($0.y))" } ?? ""
            return #"<path d="\#(commands)\#(end)" fill="none" stroke="\#(colour)" stroke-width="2"/>"#
        }
    }

    /// Tenths of a pixel.
    private static func number(_ value: Double) -> String {
        EvaluationText.decimal(value, digits: 1)
    }
}
