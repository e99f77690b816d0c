import Moderation

/// Writes which record a line of output is about.
struct RecordHead {
    /// The names of the inputs, or none where there is only one.
    let files: [String]

    init(inputs: [String]) {
        files = inputs.count > 1 ? inputs : []
    }

    /// Appends `"file":…,"line":…` without braces; `file` only with several inputs.
    func append(_ entry: borrowing CommentEntry, in block: CommentBlock, to buffer: inout ByteBuffer) {
        if block.source < files.count {
            buffer.append("\"file\":" as StaticString)
            buffer.append(quoted: files[block.source])
            buffer.append(UInt8(ascii: ","))
        }
        buffer.append("\"line\":" as StaticString)
        buffer.append(integer: Int64(entry.line))
    }

    /// Appends the line that stands in for a record which is no comment.
    func appendError(_ entry: borrowing CommentEntry, in block: CommentBlock, to buffer: inout ByteBuffer) {
        guard let malformation = entry.malformation, !entry.isContinuation else { return }
        buffer.append(UInt8(ascii: "{"))
        append(entry, in: block, to: &buffer)
        buffer.append(",\"error\":{\"code\":" as StaticString)
        buffer.append(quoted: malformation.code)
        buffer.append(",\"message\":" as StaticString)
        buffer.append(quoted: malformation.message)
        buffer.append("}}\n" as StaticString)
    }
}
