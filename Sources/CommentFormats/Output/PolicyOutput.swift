import Moderation

/// What a policy adds to the verdicts that it settles.
struct PolicyOutput: Sendable {
    /// Something of a comment that its verdict carries along.
    enum Echo: Sendable {
        case field(Field)
        case createdAt
        case postCreatedAt
        /// A member of `comment.extra`.
        case extra(String)
    }

    /// The policy's name, or `nil` for the one that applies where no other does.
    let name: String?
    let echo: [(name: String, what: Echo)]

    /// - Parameters:
    ///   - name: As `policy { name = … }` gives it.
    ///   - echo: Field names, or `extra.NAME`. `email` and `ip` never leave in a verdict, and an unknown name has
    ///     nothing to carry: both are passed over.
    init(name: String?, echo: [String]) {
        self.name = name
        self.echo = echo.compactMap { text in Self.parse(text).map { (text, $0) } }
    }

    private static func parse(_ name: String) -> Echo? {
        switch name {
        case "email", "ip": nil
        case "created_at": .createdAt
        case "post_created_at": .postCreatedAt
        default:
            if let field = Field(name: name) {
                .field(field)
            } else if name.hasPrefix("extra.") {
                .extra(String(name.dropFirst("extra.".count)))
            } else {
                nil
            }
        }
    }
}

extension RuleSet {
    /// What each policy adds to verdicts, in the rule set's order.
    var policyOutputs: [PolicyOutput] {
        policies.indices.map { PolicyOutput(name: policies[$0].name, echo: echo(for: $0)) }
    }
}
