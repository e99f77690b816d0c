/// What is remembered of one comment across runs: hashes that say nothing to who does not have their key.
public struct HistoryEvent: Sendable, Equatable {
    /// What a hash is of. The numbers are stored: they never change.
    public enum Kind: UInt8, Sendable, CaseIterable {
        case id = 0
        case type, author, email, url, ip, userAgent, referrer, body
        case post, parent, permalink, postTitle, postLanguage, section, role
        case emailDomain = 32
        case fingerprint
        /// Not a hash in that sense: the SimHash of the folded body.
        case simHash
        /// The domain of a link, at most `mostLinkDomains` of them.
        case linkDomain

        init(_ field: Field) {
            self =
                switch field {
                case .id: .id
                case .type: .type
                case .author: .author
                case .email: .email
                case .url: .url
                case .ip: .ip
                case .userAgent: .userAgent
                case .referrer: .referrer
                case .body: .body
                case .post: .post
                case .parent: .parent
                case .permalink: .permalink
                case .postTitle: .postTitle
                case .postLanguage: .postLanguage
                case .section: .section
                case .role: .role
                }
        }
    }

    /// The first so many different domains of a comment's links are remembered.
    public static let mostLinkDomains = 8

    /// Unix seconds.
    public var time: Int64
    /// Tells the comment from others; 0 where nothing does.
    public var id: UInt64
    /// What the comment had; `linkDomain` several times.
    public var hashes: [(kind: Kind, hash: UInt64)]

    public init(time: Int64, id: UInt64, hashes: [(kind: Kind, hash: UInt64)]) {
        self.time = time
        self.id = id
        self.hashes = hashes
    }

    public static func == (left: Self, right: Self) -> Bool {
        left.time == right.time && left.id == right.id && left.hashes.elementsEqual(right.hashes, by: ==)
    }
}
