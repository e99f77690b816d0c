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

    /// Whether a member's key reads `name`, however it is escaped. The name holds ASCII letters and low lines only.
    static func has(_ name: StaticString, as member: UnsafeRawBufferPointer) -> Bool {
        guard var index = member.firstIndex(of: UInt8(ascii: "\"")) else { return false }
        index += 1
        for letter in UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount) {
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
