import CommentFormats

/// What training came to, for people.
public enum TrainingText {
    public static func lines(_ result: ModelTrainer.Result, style: TextStyle = TextStyle()) -> [String] {
        var lines: [String] = []
        if !result.leftOut.isEmpty {
            lines += table("each file, by a model of the others", result.leftOut, style) + [""]
        }
        return lines + table("each file, cross-validated within all", result.crossValidated, style)
    }

    public static func lines(_ update: ModelTrainer.Update, style: TextStyle = TextStyle()) -> [String] {
        table("before", update.figuresBefore, style) + [""]
            + table("updated, cross-validated", update.figuresAfter, style) + [
                "",
                update.strength == 0
                    ? "no update did better on these comments: the model stays as it is"
                    : "strength \(update.strength), log loss \(EvaluationText.decimal(update.lossBefore)) before, "
                        + "\(EvaluationText.decimal(update.lossAfter)) after",
            ]
    }

    /// The name of a file without its folders, which are of the machine that trained.
    static func name(ofSource source: String) -> String {
        SafeText.clean(source.split(separator: "/").last ?? "", limit: 100)
    }

    private static func table(_ title: String, _ figures: [ModelTrainer.Figures], _ style: TextStyle) -> [String] {
        var table = TextTable(head: ["", "comments", "positive", "AUC", "at 1 % FP", "at 5 % FP"])
        table.rows = figures.map {
            [
                name(ofSource: $0.source), "\($0.count)", "\($0.positives)",
                EvaluationText.decimal($0.ranking?.auc, digits: 4), EvaluationText.decimal($0.ranking?.recallAt1),
                EvaluationText.decimal($0.ranking?.recallAt5),
            ]
        }
        return [style.line(title)] + table.lines(style: style, indent: 2)
    }
}
