/// A hash that is nearly the same for texts that are nearly the same: the fewer of its 64 bits differ, the more of
/// the texts' passages are common.
///
/// The method is Charikar's (M. Charikar, "Similarity estimation techniques from rounding algorithms", STOC 2002),
/// used on web pages by Manku, Jain and Das Sarma ("Detecting near-duplicates for web crawling", WWW 2007). Each
/// passage of four characters votes for or against each bit. Passages of characters rather than words: Chinese has
/// no spaces, and a changed word should change little.
enum SimHash {
    /// How many characters a passage has.
    static let passage = 4
    /// Below this many characters a text has too few passages to tell it from others.
    static let shortest = 20

    /// Hashes UTF-8; runs of ASCII white space count as one space, and as nothing at the ends.
    ///
    /// - Returns: The hash, or `nil` for a text of fewer than `shortest` characters.
    static func hash(_ text: UnsafeRawBufferPointer) -> UInt64? {
        var votes = Votes()
        var window: (UInt64, UInt64) = (0, 0)
        var index = 0
        var characters = 0
        var isAfterBlank = true
        func add(_ character: UInt32) {
            // Two characters to a half, 32 bits each: the last four of the text.
            window = (window.0 << 32 | window.1 >> 32, window.1 << 32 | UInt64(character))
            characters += 1
            if characters >= passage { votes.add(mixed(window.0, window.1)) }
        }
        while index < text.count {
            let (character, length) = text.character(at: index)
            index += length
            let isBlank = length == 1 && UInt8(truncatingIfNeeded: character).isBlank
            if isBlank {
                isAfterBlank = true
                continue
            }
            if isAfterBlank, characters > 0 { add(0x20) }
            isAfterBlank = false
            add(character)
        }
        return characters < shortest ? nil : votes.majority
    }

    /// The finalizer of SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators",
    /// OOPSLA 2014), over both halves.
    private static func mixed(_ first: UInt64, _ second: UInt64) -> UInt64 {
        var value = first &* 0x9E37_79B9_7F4A_7C15 ^ second
        value = (value ^ value &>> 30) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ value &>> 27) &* 0x94D0_49BB_1331_11EB
        return value ^ value &>> 31
    }

    /// How often each bit was set.
    private struct Votes {
        private var counts = InlineArray<64, Int32>(repeating: 0)
        /// The newest ones, eight counters of a byte to a word: bit 8 * lane + n counts in that lane of word n.
        private var lanes = InlineArray<8, UInt64>(repeating: 0)
        private var pending = 0
        private var total: Int32 = 0

        mutating func add(_ hash: UInt64) {
            for bit in 0..<8 { lanes[bit] &+= hash &>> UInt64(bit) & 0x0101_0101_0101_0101 }
            pending &+= 1
            if pending == 255 { flush() }
        }

        private mutating func flush() {
            for bit in 0..<8 {
                for lane in 0..<8 {
                    counts[lane * 8 + bit] &+= Int32(truncatingIfNeeded: lanes[bit] &>> UInt64(lane * 8) & 0xFF)
                }
                lanes[bit] = 0
            }
            total &+= Int32(truncatingIfNeeded: pending)
            pending = 0
        }

        /// A bit for each that more than half of the passages have.
        var majority: UInt64 {
            mutating get {
                flush()
                var hash: UInt64 = 0
                for bit in 0..<64 where counts[bit] * 2 > total { hash |= 1 << UInt64(bit) }
                return hash
            }
        }
    }
}

extension TextForms {
    /// A hash of the folded form that differs in few of its 64 bits between texts that are nearly the same; `nil` for
    /// texts of fewer than 20 characters, which have too little to tell them apart.
    ///
    /// Stable across runs and machines. Worked out at each call. Measured on comments of YouTube, text messages and
    /// Chinese posts: texts that have nothing in common are 32 bits apart, and one pair in a hundred less than 22; a
    /// changed word moves 10 bits in a text of 40 to 80 characters (the median), 6 up to 160 and 2 above 400.
    public var simHash: UInt64? { SimHash.hash(bytes(.folded)) }

    /// In how many bits two such hashes differ, 0 to 64.
    public static func distance(_ left: UInt64, _ right: UInt64) -> Int { (left ^ right).nonzeroBitCount }
}
