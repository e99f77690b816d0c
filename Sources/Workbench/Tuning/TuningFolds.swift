/// Which comments are kept back together, so that scores are tried on comments unlike those that they were fitted to.
struct TuningFolds {
    /// What a fold is.
    enum Kind: String {
        case file, post, author, text
    }

    let kind: Kind
    let count: Int
    /// By the number of the comment.
    let numbers: [Int]

    /// Where there are too few files to leave one out.
    private static let usualCount = 5
    private static let fewestFiles = 3

    /// Each file, where there are three or more; else fifths by post, by author or by text: the first by which each
    /// fifth has comments of both kinds and a twentieth of them all.
    init(_ comments: [LabelledVerdicts.Comment], label: Int, inputs: Int) {
        let used = Set(comments.map(\.input)).sorted()
        if used.count >= Self.fewestFiles {
            kind = .file
            count = used.count
            let places = Dictionary(uniqueKeysWithValues: used.enumerated().map { ($1, $0) })
            numbers = comments.map { places[$0.input] ?? 0 }
            return
        }
        count = Self.usualCount
        for kind in [Kind.post, .author] where comments.contains(where: { Self.has(kind, $0.groups) }) {
            let numbers = comments.map { Self.number($0.groups, kind) }
            if Self.areEven(numbers, comments, label) {
                self.kind = kind
                self.numbers = numbers
                return
            }
        }
        kind = .text
        numbers = comments.map { Self.number($0.groups, .text) }
    }

    private static func has(_ kind: Kind, _ groups: LabelledVerdicts.Groups) -> Bool {
        (kind == .post ? groups.post : groups.author) != 0
    }

    /// A comment that has no post goes by its author, one without an author by its text.
    private static func number(_ groups: LabelledVerdicts.Groups, _ kind: Kind) -> Int {
        var hash = groups.body
        if groups.author != 0, kind != .text { hash = groups.author }
        if groups.post != 0, kind == .post { hash = groups.post }
        // The finalizer of SplitMix64: the lowest bits of FNV are poor.
        var random = SplitMix(state: hash)
        return random.next(below: usualCount)
    }

    private static func areEven(_ numbers: [Int], _ comments: [LabelledVerdicts.Comment], _ label: Int) -> Bool {
        var positives = [Int](repeating: 0, count: usualCount)
        var negatives = positives
        for (number, comment) in zip(numbers, comments) {
            if comment.label(label) == true { positives[number] += 1 } else { negatives[number] += 1 }
        }
        return zip(positives, negatives).allSatisfy { positives, negatives in
            positives > 0 && negatives > 0 && (positives + negatives) * 20 >= comments.count
        }
    }
}
