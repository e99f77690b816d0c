/// What a model looks at.
public enum ModelInput: UInt8, Sendable, CaseIterable {
    /// The body of a comment.
    case body = 1
    /// Who wrote it: the name, the web address and the e-mail address.
    case author = 2

    /// The texts it is made of, in order.
    public enum Part: Int, Sendable, CaseIterable {
        case body = 0
        case author = 1
        case url = 2
        case email = 3
    }

    public var parts: [Part] { self == .body ? [.body] : [.author, .url, .email] }
}

/// The texts of one comment that a model looks at, by `ModelInput.parts`; what is absent is empty.
public struct ModelTexts {
    let forms: [TextForms]

    public init(_ forms: [TextForms]) { self.forms = forms }
}
