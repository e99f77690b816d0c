import CText

/// A linear classifier over hashed n-grams and traits of a text, as `train` writes it: weights in eight bits.
///
/// The file, little-endian: 8 bytes of magic; the BLAKE2b digest of all that follows; version, input, number of n-gram
/// weights, of trait weights, length of the account (UInt32 each); scale, bias, slope, intercept (Float32 each); the
/// n-grams' weights (Int8, each times the scale); the traits' (Float32); the account, UTF-8, a line for each entry.
public final class TextModel: Sendable {
    /// What can be wrong with a file; `advice` says what helps.
    public struct FormatError: Error, Equatable {
        public var what: String
        public var advice: String
    }

    /// Another version of features or file can't be read.
    public static let formatVersion: UInt32 = 2
    /// No model's file is longer; a longer one is none.
    public static let greatestFile = 512 << 10

    private static let magic = Array("modmodel".utf8)
    private static let numbers = 9
    private static let longestAccount = 64 << 10

    public let input: ModelInput
    /// Where the model comes from and what it reached: `name: value` lines.
    public let account: String
    let scale: Double
    public let bias: Double
    public let slope: Double
    public let intercept: Double
    let weights: [Int8]
    let traits: [Float]

    /// How a comment's n-grams are scaled by their number, so that long and short texts weigh alike.
    static func scale(ofOccurrences count: Int) -> Double { 1 / Double(max(count, 1)).squareRoot() }

    /// The value of the feature that is a trait's bucket.
    static let traitValue: Float = 0.25

    /// - Parameters:
    ///   - weights: One for each feature, n-grams first, as `FeatureCounts` numbers them.
    ///   - slope, intercept: What makes a probability of a score (Platt, 1999): 1 / (1 + exp(-(slope · score + intercept))).
    public init(
        input: ModelInput, weights: [Float], bias: Float, slope: Float, intercept: Float, account: String
    ) {
        precondition(weights.count == FeatureCounts.featureCount)
        let ngrams = weights[..<FeatureHash.count]
        // The greatest weight is 127: clipping at percentiles loses far more.
        let scale = max(ngrams.reduce(0) { max($0, abs($1)) } / 127, .leastNormalMagnitude)
        self.input = input
        self.account = account
        self.scale = Double(scale)
        self.bias = Double(bias)
        self.slope = Double(slope)
        self.intercept = Double(intercept)
        self.weights = ngrams.map { Int8(clamping: Int(($0 / scale).rounded())) }
        traits = Array(weights[FeatureHash.count...])
    }

    /// All weights, as training numbers them; each n-gram's as exact as eight bits are.
    public var allWeights: [Float] { weights.map { Float($0) * Float(scale) } + traits }

    // MARK: The file

    public init(file: [UInt8]) throws(FormatError) {
        let start = Self.magic.count + Digest.size
        guard file.count >= start + 4 * Self.numbers, file[..<Self.magic.count].elementsEqual(Self.magic) else {
            throw FormatError(what: "is no model", advice: "a model is what \"modfilter train\" writes")
        }
        let content = file[start...]
        func word(at place: Int) -> UInt32 {
            file.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: start + place, as: UInt32.self).littleEndian }
        }
        func number(_ index: Int) -> UInt32 { word(at: 4 * index) }
        func real(_ index: Int) -> Double { Double(Float(bitPattern: number(index))) }
        if number(0) != Self.formatVersion {
            throw FormatError(
                what: "has version \(number(0)) of the format, and this program reads \(Self.formatVersion)",
                advice: "train it anew with this modfilter, or use the one that it came with")
        }
        let size = 4 * Self.numbers + FeatureHash.count + 4 * TextTraits.count
        let length = Int(number(4))
        guard number(2) == UInt32(FeatureHash.count), number(3) == UInt32(TextTraits.count),
            length <= Self.longestAccount,
            content.count == size + length, let digest = content.withUnsafeBytes({ Digest(of: $0) }),
            digest.bytes.elementsEqual(file[Self.magic.count..<start])
        else {
            throw FormatError(
                what: "is damaged: its checksum does not fit its content", advice: "copy or train it anew")
        }
        let numbers = (5...8).map(real)
        guard let input = ModelInput(rawValue: UInt8(clamping: number(1))), numbers.allSatisfy(\.isFinite),
            numbers[0] > 0
        else { throw FormatError(what: "holds numbers that no model has", advice: "train it anew") }
        self.input = input
        (scale, bias, slope, intercept) = (numbers[0], numbers[1], numbers[2], numbers[3])
        let first = 4 * Self.numbers
        weights = Array(unsafeUninitializedCapacity: FeatureHash.count) { room, count in
            content.withUnsafeBytes {
                UnsafeMutableRawBufferPointer(room).copyMemory(
                    from: UnsafeRawBufferPointer(rebasing: $0[first..<first + FeatureHash.count]))
            }
            count = FeatureHash.count
        }
        traits = (0..<TextTraits.count).map { Float(bitPattern: word(at: first + FeatureHash.count + 4 * $0)) }
        guard traits.allSatisfy(\.isFinite) else {
            throw FormatError(what: "holds numbers that no model has", advice: "train it anew")
        }
        account = String(decoding: content.dropFirst(size), as: UTF8.self)
    }

    /// What tells the model in a file from all others: the digest of its content that stands in the file's head, which
    /// reading the model has compared with the content.
    public static func digest(inFile file: [UInt8]) -> [UInt8] {
        Array(file.dropFirst(magic.count).prefix(Digest.size))
    }

    /// The bytes of its file: the same for the same model.
    public var file: [UInt8] {
        var content: [UInt8] = []
        content.reserveCapacity(Self.greatestFile)
        func add(_ number: UInt32) { withUnsafeBytes(of: number.littleEndian) { content.append(contentsOf: $0) } }
        let account = Array(account.utf8.prefix(Self.longestAccount))
        for number in [
            Self.formatVersion, UInt32(input.rawValue), UInt32(weights.count), UInt32(traits.count),
            UInt32(account.count),
        ] { add(number) }
        for number in [scale, bias, slope, intercept] { add(Float(number).bitPattern) }
        weights.withUnsafeBytes { content.append(contentsOf: $0) }
        for trait in traits { add(trait.bitPattern) }
        content += account
        return Self.magic + (Digest(of: content)?.bytes ?? []) + content
    }
}
