import CText

/// One text in its forms, each computed at most once and only when asked for.
///
/// A worker owns one for each field it looks at and resets it comment after comment; memory is kept, so that nothing
/// is allocated a comment once the buffers have grown. Every pointer, span and list given out is valid until the next
/// `reset`, and so must be the bytes given to it.
public final class TextForms {
    /// How many bytes of a text are looked at; DESIGN.md, section 4.
    public static let limit = 256 * 1024

    /// Whether the text was longer than `limit` and only its first part is looked at.
    @exclusivity(unchecked) public private(set) var isTruncated = false

    @exclusivity(unchecked) private(set) var raw = UnsafeRawBufferPointer(start: nil, count: 0)
    @exclusivity(unchecked) private var profile = ctext_profile(ascii: true, markup: false, hidden: false)

    /// What has been computed since the last reset.
    struct Known: OptionSet {
        var rawValue: UInt16

        static let profile = Known(rawValue: 1 << 0)
        static let text = Known(rawValue: 1 << 1)
        static let folded = Known(rawValue: 1 << 2)
        static let statistics = Known(rawValue: 1 << 3)
        static let fingerprint = Known(rawValue: 1 << 4)
        static let links = Known(rawValue: 1 << 5)
        static let words = Known(rawValue: 1 << 6)
        static let signs = Known(rawValue: 1 << 7)
        static let contacts = Known(rawValue: 1 << 8)
        static let pieces = Known(rawValue: 1 << 9)
        static let changes = Known(rawValue: 1 << 10)
        static let quotations = Known(rawValue: 1 << 11)
        static let address = Known(rawValue: 1 << 12)
    }
    @exclusivity(unchecked) var known: Known = []

    private let textStore = ByteStore()
    private let foldedStore = ByteStore()
    @exclusivity(unchecked) private var text = UnsafeRawBufferPointer(start: nil, count: 0)
    @exclusivity(unchecked) private var folded = UnsafeRawBufferPointer(start: nil, count: 0)

    @usableFromInline let knownStatistics = TextStatistics()
    @exclusivity(unchecked) var knownFingerprint: UInt64 = 0
    @exclusivity(unchecked) var knownWords = TextSpans()
    @exclusivity(unchecked) var knownMentions = TextSpans()
    @exclusivity(unchecked) var knownTopics = TextSpans()
    @exclusivity(unchecked) var knownContacts = ContactList()
    @exclusivity(unchecked) var knownQuotations: [Range<Int>] = []
    let linkFinder: LinkFinder
    lazy var addressFinder = LinkFinder(linkFinder.list.domains)
    let scratch = ByteStore()
    lazy var wordBreaker = WordBreaker()
    @exclusivity(unchecked) var pieces: [TextPiece] = []
    let changes = FoldingChanges()

    public init() { linkFinder = LinkFinder(RegistrableDomains()) }

    /// For one of many texts that one worker keeps at a time: what all can share is there once.
    public init(beside other: TextForms) { linkFinder = LinkFinder(other.linkFinder.list.domains) }

    /// Takes the next text.
    ///
    /// - Parameter raw: Valid UTF-8 that stays in place until the next reset. What lies beyond `limit` is left out,
    ///   cut on a character boundary.
    public func reset(_ raw: UnsafeRawBufferPointer) {
        known = []
        isTruncated = raw.count > Self.limit
        if isTruncated {
            self.raw = UnsafeRawBufferPointer(rebasing: raw[..<raw.characterStart(at: Self.limit)])
        } else {
            self.raw = raw
        }
    }

    /// The bytes of a form: valid UTF-8, possibly the very bytes of `raw`.
    public func bytes(_ form: TextForm) -> UnsafeRawBufferPointer {
        switch form {
        case .raw: return raw
        case .text:
            if !known.contains(.text) { computeText() }
            return text
        case .folded:
            if !known.contains(.folded) { computeFolded() }
            return folded
        }
    }

    private func computeProfile() {
        if known.contains(.profile) { return }
        known.insert(.profile)
        profile = Self.profile(of: raw)
    }

    private static func profile(of text: UnsafeRawBufferPointer) -> ctext_profile {
        ctext_profile_of(text.baseAddress?.assumingMemoryBound(to: UInt8.self), text.count)
    }

    private func computeText() {
        known.insert(.text)
        computeProfile()
        text = raw
        if !profile.markup { return }
        textStore.removeAll()
        var stripper = MarkupStripper(raw, output: textStore)
        stripper.run()
        text = textStore.bytes
        // Entities may have brought other characters in.
        let found = Self.profile(of: text)
        profile.ascii = found.ascii
        profile.hidden = found.hidden
    }

    private func computeFolded() {
        known.insert(.folded)
        let text = bytes(.text)
        guard foldsInPlace, let base = text.baseAddress?.assumingMemoryBound(to: UInt8.self) else {
            Folding.fold(text, into: foldedStore)
            folded = foldedStore.bytes
            return
        }
        foldedStore.removeAll()
        foldedStore.fill(room: text.count) { room in
            ctext_copy_lowercase(base, text.count, room)
            return text.count
        }
        folded = foldedStore.bytes
    }

    /// Whether the `text` form is ASCII throughout.
    var isASCII: Bool {
        _ = bytes(.text)
        return profile.ascii
    }

    /// Whether folding changes nothing but capitals, each into one byte.
    var foldsInPlace: Bool { isASCII && !profile.hidden }

    /// Whether the `text` form is the raw text.
    var isPlain: Bool {
        computeProfile()
        return !profile.markup
    }
}
