/// What kind of contact was given.
public enum ContactKind: UInt8, Sendable, CaseIterable {
    case qq, wechat, phone, telegram, email

    /// The word in rules, such as `wechat`.
    public var name: String {
        switch self {
        case .qq: "qq"
        case .wechat: "wechat"
        case .phone: "phone"
        case .telegram: "telegram"
        case .email: "email"
        }
    }
}

/// A number or handle in a text that moves a reader elsewhere.
public struct Contact: Sendable, Equatable {
    public var kind: ContactKind
    /// A range of `ContactList.form`.
    public var value: Range<Int>
}

/// The contacts of a text, in order.
public struct ContactList: Sendable {
    /// The form of the text that the values are ranges of.
    public static let form = TextForm.folded

    public internal(set) var contacts: [Contact] = []

    public init() {}
}
