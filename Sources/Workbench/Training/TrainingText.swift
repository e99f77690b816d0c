/// What training came to, for people.
public enum TrainingText {
    public static func lines(_ result: ModelTrainer.Result) -> [String] {
        var lines: [String] = []
        if !result.leftOut.isEmpty {
            lines += table("each file, by a model of the others", result.leftOut) + [""]
        }
        return lines + table("each file, cross-validated within all", result.crossValidated)
    }

    public static func lines(_ update: ModelTrainer.Update) -> [String] {
        table("before", update.figuresBefore) + [""] + table("updated, cross-validated", update.figuresAfter)
            + [
                "",
                update.strength == 0 ? "no update did better: the model stays as it is" : "strength \(update.strength)",
            ]
    }

    private static func table(_ title: String, _ figures: [ModelTrainer.Figures]) -> [String] {
        let width = max(24, figures.map { name($0).count }.max() ?? 0)
        func row(_ cells: [String]) -> String {
            cells[0].padded(to: width) + cells[1...].map { $0.paddedLeft(to: 11) }.joined()
        }
        return [title, row(["", "comments", "positive", "AUC", "at 1 % fp", "at 5 % fp"])]
            + figures.map {
                row([
                    name($0), "\($0.count)", "\($0.positives)", decimals($0.auc, 4), decimals($0.recallAt1, 3),
                    decimals($0.recallAt5, 3),
                ])
            }
    }

    private static func name(_ figures: ModelTrainer.Figures) -> String {
        figures.source.split(separator: "/").last.map(String.init) ?? figures.source
    }

    private static func decimals(_ value: Double, _ count: Int) -> String {
        var power = 1.0
        for _ in 0..<count { power *= 10 }
        let digits = String(Int((value * power).rounded()))
        let padded = String(repeating: "0", count: max(0, count + 1 - digits.count)) + digits
        return padded.dropLast(count) + "." + padded.suffix(count)
    }
}

extension String {
    fileprivate func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
    fileprivate func paddedLeft(to width: Int) -> String { String(repeating: " ", count: max(1, width - count)) + self }
}
