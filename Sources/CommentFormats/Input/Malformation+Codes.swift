import Moderation

extension CommentEntry.Malformation {
    static func lineTooLong(_ limit: Int) -> CommentEntry.Malformation {
        CommentEntry.Malformation(code: "line_too_long", message: "the line is longer than \(limit) bytes")
    }

    static let noObject = CommentEntry.Malformation(
        code: "not_an_object", message: "the line holds JSON, but no object")
    static let noContent = CommentEntry.Malformation(
        code: "no_content", message: "the comment has no body, no author and no url; it needs one of them")
    static let noMemory = CommentEntry.Malformation(
        code: "invalid_json", message: "there is not enough memory to parse the line")

    static func invalidField(_ name: String, _ expected: String) -> CommentEntry.Malformation {
        CommentEntry.Malformation(code: "invalid_field", message: "\(name) must be \(expected)")
    }

    static func noDate(_ name: String) -> CommentEntry.Malformation {
        .invalidField(name, "a date such as 2026-01-31T12:00:00Z or Unix seconds, in the years 1 to 9999")
    }
}
