/// What a text is like beside its words: for each trait the bucket that it falls into.
///
/// Each bucket is a feature with a weight of its own. They carry over to other sites better than words do.
struct TextTraits {
    /// How many buckets there are in all.
    static let count = 128

    private(set) var buckets: [Int] = []
    /// Filled from the words while they are read.
    var secondPersons = 0
    var masked = 0
    var words = 0
    var mentions = 0

    mutating func removeAll() {
        buckets.removeAll(keepingCapacity: true)
        (secondPersons, masked, words, mentions) = (0, 0, 0, 0)
    }

    private mutating func add(_ first: Int, _ bucket: Int) { buckets.append(first + bucket) }

    /// In which of the stretches between `limits` a number lies.
    private static func bucket(_ value: Double, _ limits: StaticLimits) -> Int {
        switch limits {
        case .counts: value < 1 ? 0 : value < 2 ? 1 : value < 3 ? 2 : value < 6 ? 3 : 4
        case .shares: value <= 0 ? 0 : value < 0.05 ? 1 : value < 0.15 ? 2 : value < 0.3 ? 3 : value < 0.6 ? 4 : 5
        }
    }

    private enum StaticLimits { case counts, shares }

    private static func logarithm(_ value: Int, most: Int) -> Int {
        min(most, Int.bitWidth - max(value, 0).leadingZeroBitCount)
    }

    // Where each trait's buckets begin; a part of the files' format.
    mutating func read(body forms: TextForms) {
        let statistics = forms.statistics
        let text = forms.bytes(.text)
        var exclamations = 0
        var questions = 0
        var lines = 0
        for byte in text {
            if byte == UInt8(ascii: "!") { exclamations += 1 }
            if byte == UInt8(ascii: "?") { questions += 1 }
            if byte == UInt8(ascii: "\n") { lines += 1 }
        }
        let cased = Double(statistics.cased)
        let length = statistics.length
        add(0, cased < 8 ? 6 : Self.bucket(Double(statistics.capitals) / cased, .shares))
        add(8, Self.bucket(Double(exclamations), .counts))
        add(13, Self.bucket(Double(questions), .counts))
        add(18, Self.bucket(Double(forms.links.count), .counts))
        add(24, Self.logarithm(length, most: 12))
        add(40, Self.bucket(length == 0 ? 0 : Double(statistics.digits) / Double(length), .shares))
        add(48, Self.bucket(Double(statistics.longestRun - 2), .counts))
        add(53, Self.bucket(Double(secondPersons), .counts))
        add(58, min(masked, 2))
        add(61, min(mentions, 2))
        add(64, Self.bucket(Double(lines), .counts))
        add(69, statistics.letters == 0 ? 0 : statistics.cased == 0 ? 1 : 2)
    }

    mutating func read(author: TextForms, url: TextForms, email: TextForms) {
        let name = author.statistics
        let address = url.bytes(.folded)
        let mail = email.bytes(.folded)
        let at = mail.lastIndex(of: UInt8(ascii: "@")) ?? 0
        let local = mail[..<at]
        var slashes = 0
        var hyphens = 0
        for byte in address {
            if byte == UInt8(ascii: "/") { slashes += 1 }
            if byte == UInt8(ascii: "-") { hyphens += 1 }
        }
        add(72, Self.bucket(Double(words), .counts))
        add(77, Self.logarithm(name.length, most: 7))
        add(85, name.cased == 0 ? 0 : name.capitals == 0 ? 1 : name.capitals == name.cased ? 2 : 3)
        add(89, min(name.digits, 3))
        add(93, address.isEmpty ? 0 : 1 + min(max(slashes - 2, 0), 3))
        add(98, min(hyphens, 3))
        add(102, mail.isEmpty ? 0 : 1 + min(local.count(where: { $0 >= 0x30 && $0 <= 0x39 }), 3))
        add(107, min(masked, 2))
    }
}

/// "You" in the languages of the blogs we know: insults go with it.
struct SecondPersons {
    private let hashes: Set<UInt64>
    /// Whether any of them has these lowest bits: nearly every other word is told by them.
    private let isLikely: [Bool]

    private static let lowestBits: UInt64 = 0x3FF
    private static let words = [
        "you", "your", "yours", "yourself", "youre", "u", "ur", "ya", "thou", "du", "dich", "dir", "dein", "deine",
        "ihr",
        "tu", "toi", "te", "ton", "vous", "votre", "usted", "tus", "você", "voce", "ты", "тебя", "вы", "вас", "你", "您",
        "妳", "jij", "je", "jou",
    ]

    init() {
        hashes = Set(
            Self.words.map { word in
                word.unicodeScalars.reduce(FeatureHash.start(.body)) { FeatureHash.add($1.value, to: $0) }
            })
        var isLikely = [Bool](repeating: false, count: Int(Self.lowestBits) + 1)
        for hash in hashes { isLikely[Int(hash & Self.lowestBits)] = true }
        self.isLikely = isLikely
    }

    @inline(__always)
    func contains(_ hash: UInt64) -> Bool { isLikely[Int(hash & Self.lowestBits)] && hashes.contains(hash) }
}
