/// What `history` counts: earlier comments with the same keys, or the different values that they had.
struct HistoryQuery: Sendable, Hashable {
    enum Key: Sendable, Hashable {
        case field(Field)
        case emailDomain
        /// Any domain that a link of the body leads to.
        case linkDomain
        /// The same folded body.
        case fingerprint
        /// A folded body that differs in few places: by SimHash, in at most `mostDifferentBits` of 64 bits.
        case similar

        /// Where its value stands; `nil` for one that may have several.
        var single: HistoryEvent.Kind? {
            switch self {
            case .field(let field): HistoryEvent.Kind(field)
            case .emailDomain: .emailDomain
            case .fingerprint: .fingerprint
            case .linkDomain, .similar: nil
            }
        }

        /// `nil` for a name that is no key.
        init?(name: String) {
            switch name {
            case "email_domain": self = .emailDomain
            case "link_domain": self = .linkDomain
            case "fingerprint": self = .fingerprint
            case "similar": self = .similar
            default:
                guard let field = Field(name: name) else { return nil }
                self = .field(field)
            }
        }
    }

    /// The names that `Key` knows.
    static let keyNames = Field.allCases.map(\.name) + ["email_domain", "link_domain", "fingerprint", "similar"]
    /// Texts that differ in more bits of their SimHash are not similar (Manku, Jain and Das Sarma, WWW 2007, section 3).
    static let mostDifferentBits = 3

    var by: [Key]
    var distinct: [Key]
    /// Seconds; `nil` looks back over everything that is remembered.
    var within: Int64?

    var comparesSimHash: Bool { by.contains(.similar) || distinct.contains(.similar) }

    /// Where the values stand that make up a comment's one key; `nil` where it may have several keys.
    var singles: [HistoryEvent.Kind]? {
        let singles = by.compactMap(\.single)
        return singles.count == by.count && !singles.isEmpty ? singles : nil
    }

    /// How many keys a comment usually has.
    var usualKeys: Int {
        (by + distinct).reduce(1) { count, key in
            switch key {
            case .similar: by.contains(.similar) ? count * HistoryValues.bandCount : count
            case .linkDomain: count * 2
            case .field, .emailDomain, .fingerprint: count
            }
        }
    }
}
