/// A field of a comment that holds text, in the order in which a comment stores them.
public enum Field: UInt8, CaseIterable, Sendable {
    case id, type, author, email, url, ip, userAgent, referrer, body
    case post, parent, permalink, postTitle, postLanguage, section, role

    /// How many fields there are.
    public static let count = 16

    /// The name in JSON, in rules and in verdicts, such as `user_agent`.
    public var name: String {
        switch self {
        case .id: "id"
        case .type: "type"
        case .author: "author"
        case .email: "email"
        case .url: "url"
        case .ip: "ip"
        case .userAgent: "user_agent"
        case .referrer: "referrer"
        case .body: "body"
        case .post: "post"
        case .parent: "parent"
        case .permalink: "permalink"
        case .postTitle: "post_title"
        case .postLanguage: "post_language"
        case .section: "section"
        case .role: "role"
        }
    }

    /// The field of this name, or `nil`.
    public init?(name: String) {
        guard let field = Field.allCases.first(where: { $0.name == name }) else { return nil }
        self = field
    }
}
