import TextAnalysis

/// Where a model comes from, as its file tells it.
public struct ModelAccount: Sendable {
    private let lines: [(String, String)]
    private let notes: [String]

    /// - Parameter notes: Licences and other lines of whoever trains it.
    public init(
        kind: String, category: String, set: TrainingSet, options: ModelTrainer.Options,
        notes: [String]
    ) {
        var lines = [
            ("kind", kind), ("category", category),
            (
                "comments",
                "\(set.count), \(set.labels.count { $0 }) of them positive, \(set.duplicates) equal ones left out"
            ),
        ]
        for (index, source) in set.sources.enumerated() {
            let name = TrainingText.name(ofSource: source)
            lines.append(("source", "\(name), \(set.origins.count { $0 == index }) comments"))
        }
        lines.append(("options", "cost \(options.cost), seed \(options.seed), folds \(options.folds)"))
        self.lines = lines
        self.notes = notes
    }

    public func text(_ result: ModelTrainer.Result) -> String { text(TrainingText.lines(result)) }

    func text(_ figures: [String]) -> String {
        (lines.map { "\($0): \($1)" } + notes.map { "note: \($0)" } + figures).joined(separator: "\n")
    }

    public func text(_ update: ModelTrainer.Update) -> String {
        text(["before:"] + update.before.account.split(separator: "\n").map { "  " + $0 } + TrainingText.lines(update))
    }
}
