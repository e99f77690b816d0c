/// Where n-grams have their weights.
///
/// All is 64-bit arithmetic over the characters of the folded text, the same on every machine: a model's file holds
/// nothing but the weights, and so these functions are part of its format (`TextModel.formatVersion`).
enum FeatureHash {
    /// Two to the power of this are the weights of n-grams: with 2^16 models lose 0.002 of their area under the curve.
    static let bits: UInt64 = 18
    static let count = 1 << Int(bits)

    /// One of n-grams of each kind: the same letters as a word and within words are different features.
    enum Kind: UInt64 {
        case word = 0x9E37_79B9_7F4A_7C15
        case words = 0xC2B2_AE3D_27D4_EB4F
        case characters = 0x1656_67B1_9E37_79F9
        case sign = 0x27D4_EB2F_1656_67C5
    }

    /// Adds a character to the hash of those before it (FNV-1a's step, on whole characters).
    @inline(__always)
    static func add(_ character: UInt32, to hash: UInt64) -> UInt64 {
        (hash ^ UInt64(character)) &* 0x0000_0100_0000_01B3
    }

    /// The place of a feature's weight.
    @inline(__always)
    static func place(_ hash: UInt64, _ kind: Kind) -> Int {
        // The finisher of MurmurHash3 (Appleby), so that each bit counts in the upper ones.
        var mixed = hash ^ kind.rawValue
        mixed = (mixed ^ mixed &>> 33) &* 0xFF51_AFD7_ED55_8CCD
        mixed = (mixed ^ mixed &>> 33) &* 0xC4CE_B9FE_1A85_EC53
        return Int(truncatingIfNeeded: mixed &>> (64 - bits))
    }

    /// Two tokens side by side.
    @inline(__always)
    static func pair(_ first: UInt64, _ second: UInt64) -> UInt64 { first &* 0x9FB2_1C65_1E98_DF25 &+ second }

    /// What the hash of a token begins with: the words of a name are other features than those of a body.
    static func start(_ part: ModelInput.Part) -> UInt64 { 0xCBF2_9CE4_8422_2325 &+ UInt64(part.rawValue) }
}
