import TextAnalysis

/// Where and how words or a pattern are looked for: the keys that rules and handles share.
struct SearchScope {
    static let keys = ["fields", "form", "disguised", "quoted"]

    let fields: [Field]
    let form: TextForm
    /// Whether words are also found where they were written so that no plain search finds them.
    let isDisguised: Bool
    /// Whether quotations are searched like the rest.
    let isQuoted: Bool
    /// The first of the keys that was given.
    let firstKey: String?

    init(_ reader: inout TableReader) {
        firstKey = Self.keys.first { reader.table[$0] != nil }
        fields = reader.fields("fields") ?? [.body]
        form = reader.choice("form", TextForm.allCases.map { ($0.name, $0) }) ?? .folded
        isDisguised = reader.boolean("disguised") ?? false
        isQuoted = reader.boolean("quoted") ?? true
    }
}
