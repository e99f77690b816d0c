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
    public internal(set) var kind: ContactKind
    /// Where it stands: a range of `ContactList.form`.
    public internal(set) var at: Range<Int>
    /// The list's own bytes.
    var value: Range<Int>
}

/// The contacts of a text, in order, valid until the text's forms are reset.
public struct ContactList {
    /// The form of the text that the places are ranges of.
    public static let form = TextForm.folded

    public internal(set) var contacts: [Contact] = []
    let store = ByteStore(capacity: 256)

    init() {}

    /// What was given, in one form: digits as 0 to 9, a telephone number without what separates its digits, an e-mail
    /// address with `@` and `.` however they were spelled.
    public func value(of contact: Contact) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: store.bytes[contact.value.clamped(to: 0..<store.count)])
    }

    mutating func removeAll() {
        if !contacts.isEmpty { contacts.removeAll(keepingCapacity: true) }
        store.removeAll()
    }
}
