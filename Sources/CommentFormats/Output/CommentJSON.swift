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
            if MemberScan.isModeration(member) { continue }
            if !isFirst { buffer.append(UInt8(ascii: ",")) }
            isFirst = false
            buffer.append(member)
        }
        return !isFirst
    }
}

/// Finds the members of an object in JSON that is known to be valid.
enum MemberScan {
    /// The index of the comma behind the member that begins at `start`, or the end.
    static func end(of body: UnsafeRawBufferPointer, from start: Int) -> Int {
        var depth = 0
        var index = start
        while index < body.count {
            switch body[index] {
            case UInt8(ascii: "\""):
                index = endOfString(body, from: index)
                continue
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
            case UInt8(ascii: ",") where depth == 0: return index
            default: break
            }
            index += 1
        }
        return index
    }

    /// The index after the string that begins at `start`.
    private static func endOfString(_ body: UnsafeRawBufferPointer, from start: Int) -> Int {
        var index = start + 1
        while index < body.count, body[index] != UInt8(ascii: "\"") {
            index += body[index] == UInt8(ascii: "\\") ? 2 : 1
        }
        return min(index + 1, body.count)
    }

    /// Whether a member's key reads `moderation`, however it is escaped.
    static func isModeration(_ member: UnsafeRawBufferPointer) -> Bool {
        guard var index = member.firstIndex(of: UInt8(ascii: "\"")) else { return false }
        index += 1
        for letter in "moderation".utf8 {
            guard index < member.count else { return false }
            if member[index] == UInt8(ascii: "\\") {
                // A letter can only be escaped by its number: \u00 and two hexadecimal digits.
                guard index + 6 <= member.count, member[index + 1] == UInt8(ascii: "u"),
                    let number = UInt8(String(decoding: member[(index + 4)..<(index + 6)], as: UTF8.self), radix: 16),
                    member[index + 2] == 0x30, member[index + 3] == 0x30, number == letter
                else { return false }
                index += 6
            } else {
                guard member[index] == letter else { return false }
                index += 1
            }
        }
        return index < member.count && member[index] == UInt8(ascii: "\"")
    }
}
