/// Many exact tests of one field, asked at once whether any of them can agree: nearly always none does, and asking each
/// would take as long for the thousandth as for the first.
struct ExactFilter {
    /// Fewer tests than this are asked one by one.
    private static let fewTests = 4
    /// A test of more values keeps a table of its own and no second one here: lists are long, and shared by rules.
    private static let mostValues = 1000

    private let field: Field
    /// Those of all the tests.
    private let values: ExactTest.Values
    /// A bit for each step that none of the values leaves out.
    private let others: [UInt64]

    /// Turns away the steps whose tests can't agree.
    func narrow(_ turn: inout [UInt64], _ entry: UnsafePointer<CommentEntry>, in block: CommentBlock) {
        if let bytes = block.value(of: field, in: entry.pointee), values.index(of: bytes) != nil { return }
        for word in turn.indices { turn[word] &= others[word] }
    }

    /// One filter for each field by which enough of the steps begin.
    static func filters(_ steps: [RuleStep], _ tests: [ExactTest]) -> [ExactFilter] {
        var gathered: [Field: (steps: [Int], entries: RuleSet.Entries)] = [:]
        for (number, step) in steps.enumerated() {
            // All parts must agree, so that the first one can tell that a test does not.
            guard case .exact(let test) = step.test, let first = tests[test].parts.first,
                first.entries.count <= mostValues
            else { continue }
            gathered[first.field, default: ([], RuleSet.Entries())].steps.append(number)
            gathered[first.field]?.entries.append(first.entries)
        }
        return Field.allCases.compactMap { field in
            guard let (own, entries) = gathered[field], own.count >= fewTests else { return nil }
            var others = [UInt64](repeating: .max, count: (steps.count + 63) / 64)
            for step in own { others[step / 64] &= ~(1 << UInt64(step % 64)) }
            // What can't be a value was reported when the rules were loaded.
            return ExactFilter(
                field: field, values: ExactTest.Values(entries, for: field) { _, _, _ in }, others: others)
        }
    }
}
