import TextAnalysis

/// A model of the rules folder.
struct LoadedModel: Sendable {
    /// The file as verdicts name it, such as `models/spam.model`.
    let name: String
    let model: TextModel
    /// Of the file's bytes.
    let digest: [UInt8]
    /// What stands for it in `RuleSet.entries`, where a rule has it as its trigger.
    var entry: Int?
}
