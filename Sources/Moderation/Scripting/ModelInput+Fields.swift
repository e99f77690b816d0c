import TextAnalysis

extension ModelInput.Part {
    /// The comment's field that it is.
    package var field: Field {
        switch self {
        case .body: .body
        case .author: .author
        case .url: .url
        case .email: .email
        }
    }
}
