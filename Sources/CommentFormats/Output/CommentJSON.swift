import Moderation

/// Writes comments as they came, byte for byte, with the verdict under `moderation`.
///
/// What queues and `--emit comments` hold. An incoming `moderation` is replaced. Each worker has its own.
public final class CommentJSON {
    private let verdicts = VerdictJSON()

    public init() {}

    /// Appends one line, its end included. `entry` must be a comment that was read from a line of JSON.
    public func append(
        _ verdict: borrowing Verdict, _ entry: borrowing CommentEntry, in block: CommentBlock,
        decoder: any CommentDecoder, to buffer: inout ByteBuffer
    ) {
        let raw = block.raw(entry)
        guard let end = raw.lastIndex(of: UInt8(ascii: "}")) else { return }
        let body = UnsafeRawBufferPointer(rebasing: raw[..<end])
        let isEmpty = entry.hasModeration ? !appendMembers(of: body, to: &buffer) : false
        if !entry.hasModeration { buffer.append(body) }
        buffer.append(isEmpty ? "\"moderation\":{" : ",\"moderation\":{" as StaticString)
        verdicts.appendMembers(verdict, entry, in: block, decoder: decoder, to: &buffer)
        buffer.append(UInt8(ascii: "}"))
        buffer.append(UnsafeRawBufferPointer(rebasing: raw[end...]))
        buffer.append(UInt8(ascii: "\n"))
    }

    /// The parts of a comment as `append` writes it that tell what `fields` hold, under any of their names. What is left
    /// without them is a JSON object still.
    ///
    /// - Parameters:
    ///   - record: Without its line end.
    ///   - parts: Emptied first. Ranges of the record's bytes, in order.
    public func find(_ fields: [Field], in record: UnsafeRawBufferPointer, into parts: inout [Range<Int>]) {
        parts.removeAll(keepingCapacity: true)
        guard !fields.isEmpty, let opening = record.firstIndex(of: UInt8(ascii: "{")),
            let end = record.lastIndex(of: UInt8(ascii: "}"))
        else { return }
        let body = UnsafeRawBufferPointer(rebasing: record[..<end])
        var isFirst = true
        var start = opening + 1
        while start < body.count {
            let end = MemberScan.end(of: body, from: start)
            let member = UnsafeRawBufferPointer(rebasing: body[start..<end])
            if fields.contains(where: { Self.names(of: $0).contains { MemberScan.has($0, as: member) } }) {
                // Before the first that stays the comma behind goes, after that the one before.
                parts.append(isFirst ? start..<min(end + 1, body.count) : (start - 1)..<end)
            } else {
                isFirst = false
            }
            start = end + 1
        }
    }

    private static func names(of field: Field) -> [StaticString] { FieldKeys.table[FieldKeys.slot(field)].keys }

    /// Appends an object's beginning and its members but `moderation`. Says whether there are any.
    ///
    /// - Parameter body: Valid JSON up to the closing brace, which is left out.
    private func appendMembers(of body: UnsafeRawBufferPointer, to buffer: inout ByteBuffer) -> Bool {
        guard let opening = body.firstIndex(of: UInt8(ascii: "{")) else { return false }
        buffer.append(UnsafeRawBufferPointer(rebasing: body[...opening]))
        var isFirst = true
        var start = opening + 1
        while start < body.count {
            let end = MemberScan.end(of: body, from: start)
            let member = UnsafeRawBufferPointer(rebasing: body[start..<end])
            start = end + 1
            if MemberScan.has("moderation", as: member) { continue }
            if !isFirst { buffer.append(UInt8(ascii: ",")) }
            isFirst = false
            buffer.append(member)
        }
        return !isFirst
    }
}
