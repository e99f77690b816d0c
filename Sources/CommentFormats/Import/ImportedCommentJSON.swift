import Moderation

/// Writes imported comments as JSON Lines, the fields in the order in which a comment stores them.
struct ImportedCommentJSON {
    /// Whether what the other system thought of a comment is written as training data.
    var isLabelled = false

    /// Appends one line, its end included.
    func append(_ comment: ImportedComment, to buffer: inout ByteBuffer) {
        var separator = "{" as StaticString
        for field in Field.allCases {
            guard let value = comment.value(of: field) ?? defaultValue(of: field) else { continue }
            buffer.append(separator)
            separator = ","
            buffer.append(UInt8(ascii: "\""))
            buffer.append(field.staticName)
            buffer.append("\":" as StaticString)
            switch field {
            case .id, .post, .parent: buffer.append(quotedOrInteger: value)
            default: buffer.append(quoted: value)
            }
        }
        append(comment.entry.createdAt, as: "created_at", to: &buffer)
        append(comment.entry.postCreatedAt, as: "post_created_at", to: &buffer)
        if let status = comment.status {
            buffer.append(",\"status\":" as StaticString)
            buffer.append(quoted: status)
            if isLabelled { appendLabels(status, to: &buffer) }
        }
        buffer.append(comment.extra.storage)
        buffer.append("}\n" as StaticString)
    }

    private func append(_ time: Int64?, as name: StaticString, to buffer: inout ByteBuffer) {
        guard let time else { return }
        buffer.append(",\"" as StaticString)
        buffer.append(name)
        buffer.append("\":\"" as StaticString)
        buffer.append(time: time)
        buffer.append(UInt8(ascii: "\""))
    }

    /// Only what somebody judged is a label: a comment that waits, or was thrown away for any reason, tells nothing.
    private func appendLabels(_ status: String, to buffer: inout ByteBuffer) {
        switch status {
        case "approved": buffer.append(",\"labels\":{\"spam\":false}" as StaticString)
        case "spam": buffer.append(",\"labels\":{\"spam\":true}" as StaticString)
        default: break
        }
    }

    private func defaultValue(of field: Field) -> UnsafeRawBufferPointer? {
        guard field == .type else { return nil }
        let word: StaticString = "comment"
        return UnsafeRawBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount)
    }
}

extension Field {
    /// `name` without a string's upkeep.
    fileprivate var staticName: StaticString {
        FieldKeys.table[FieldKeys.slot(self)].keys[0]
    }
}
