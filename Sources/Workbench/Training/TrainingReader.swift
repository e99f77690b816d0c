import CommentFormats
import Moderation
import TextAnalysis

/// Reads labelled comments for training.
public final class TrainingReader {
    /// What was left out.
    public struct Counts: Sendable {
        public var comments = 0
        /// Without the label that is asked for.
        public var unlabelled = 0
        /// No comments, or with labels that are none; the first is told.
        public var malformed = 0
        public var firstMalformed: String?
        /// Without anything that the model looks at.
        public var empty = 0
    }

    public private(set) var counts = Counts()
    public private(set) var set = TrainingSet()
    /// The ids of the set's comments, in its order.
    public private(set) var ids: [String?] = []
    private let category: String
    private let input: ModelInput
    private let features: FeatureCounts
    private let labels = LabelReader()
    private let forms: [TextForms]

    public init(_ input: ModelInput, category: String) {
        self.input = input
        self.category = category
        features = FeatureCounts(input)
        forms = input.parts.map { _ in TextForms() }
    }

    /// Reads all that a source has.
    ///
    /// - Parameters:
    ///   - names: The names of the source's inputs; each is a source of its own for testing.
    ///   - progress: Told after each block how many comments were read.
    public func read(
        _ source: any CommentSource, names: [String], progress: (Int) -> Void = { _ in }
    ) throws(InputError) {
        let block = CommentBlock()
        let decoder = source.makeDecoder()
        while try source.fill(block) {
            decoder.decode(block)
            for entry in block.entries {
                if entry.malformation != nil {
                    note(malformed: Replay.place(of: entry, in: block, names))
                    continue
                }
                counts.comments += 1
                do throws(LabelReader.Fault) {
                    let label = try labels.labels(of: entry, in: block).first { $0.name == category }
                    if let label { add(entry, block, label.value, names) } else { counts.unlabelled += 1 }
                } catch {
                    note(malformed: "\(names[block.source]):\(entry.line): \(error.message)")
                }
            }
            progress(counts.comments)
        }
    }

    private func note(malformed place: String) {
        counts.malformed += 1
        counts.firstMalformed = counts.firstMalformed ?? place
    }

    private func add(_ entry: CommentEntry, _ block: CommentBlock, _ label: Bool, _ names: [String]) {
        var fingerprint: UInt64 = 0
        var isEmpty = true
        for (forms, part) in zip(forms, input.parts) {
            let value = block.value(of: part.field, in: entry) ?? UnsafeRawBufferPointer(start: nil, count: 0)
            if !Blank.isBlank(value) { isEmpty = false }
            forms.reset(value)
            fingerprint = fingerprint &* 0x9E37_79B9_7F4A_7C15 &+ forms.fingerprint
        }
        if isEmpty {
            counts.empty += 1
            return
        }
        let isNew = set.add(
            features.features(of: ModelTexts(forms)), label: label, source: names[block.source],
            fingerprint: fingerprint, simHash: input == .body ? forms[0].simHash : nil)
        if isNew { ids.append(block.value(of: .id, in: entry).map { String(decoding: $0, as: UTF8.self) }) }
    }

    /// A line of JSON for each of the set's comments: where it is from, its label, and how sure a model is of it.
    public func lines(_ probabilities: [Double]) -> [String] {
        probabilities.indices.map { row in
            let id = ids[row].map { JSONValue.string($0) } ?? .null
            return JSONValue.object([
                ("source", .string(TrainingText.name(ofSource: set.sources[set.origins[row]]))), ("id", id),
                ("label", .bool(set.labels[row])), ("probability", .number((probabilities[row] * 1e6).rounded() / 1e6)),
            ]).text
        }
    }
}
