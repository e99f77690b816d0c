import Moderation

/// Which comments an import lets through: those that pass every test that is given.
public struct ImportFilter: Sendable {
    /// Of these posts: the other system's number or address of a post, or its permalink.
    public var posts: Set<String> = []
    /// Of these types, such as `pingback`.
    public var types: Set<String> = []
    /// In these states, such as `spam`, in small letters.
    public var statuses: Set<String> = []
    /// Unix seconds: not older than that. What has no date does not pass.
    public var since: Int64?

    public init() {}

    func admits(_ comment: ImportedComment) -> Bool {
        if let since, comment.entry.createdAt ?? .min < since { return false }
        if !types.isEmpty, !types.contains(comment.value(of: .type).map(Self.text) ?? "comment") { return false }
        if !statuses.isEmpty, !statuses.contains(comment.status?.lowercased() ?? "") { return false }
        if posts.isEmpty { return true }
        return [Field.post, .permalink].contains { field in
            comment.value(of: field).map { posts.contains(Self.text($0)) } ?? false
        }
    }

    private static func text(_ bytes: UnsafeRawBufferPointer) -> String { String(decoding: bytes, as: UTF8.self) }
}
