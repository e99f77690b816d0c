import LuaRuntime
import Moderation

/// Comments as Lua tables spell them, with the names that a comment has in JSON.
enum CommentTable {
    struct Fault: Error {
        var what: String
        var advice: String
    }

    static func comment(from table: LuaTable) throws(Fault) -> Comment {
        var comment = Comment()
        var others: [LuaMember] = []
        for member in table.members {
            if let field = Field(name: member.key) {
                comment[field] = try text(member, of: field)
            } else if member.key == "created_at" {
                comment.createdAt = try time(member)
            } else if member.key == "post_created_at" {
                comment.postCreatedAt = try time(member)
            } else if member.key == "extra", case .table(let extra) = member.value {
                others += extra.members
            } else {
                others.append(member)
            }
        }
        if [Field.body, .author, .url].allSatisfy({ table[$0.name] == nil }) {
            throw Fault(
                what: "it has no body, no author and no url",
                advice: "give one of them; the filter takes no other comment")
        }
        if !others.isEmpty {
            comment.extra.append(.object(count: others.count))
            for member in others {
                append(member.key, to: &comment.extra)
                append(member.value, to: &comment.extra)
            }
        }
        return comment
    }

    /// As in JSON, identifiers may be numbers.
    private static func text(_ member: LuaMember, of field: Field) throws(Fault) -> String {
        switch member.value {
        case .string(let text): return text
        case .integer(let integer) where [.id, .post, .parent].contains(field): return String(integer)
        default: throw Fault(what: "\(member.key) is a \(member.value.typeName)", advice: "give a string")
        }
    }

    private static func time(_ member: LuaMember) throws(Fault) -> Int64 {
        switch member.value {
        case .integer(let seconds): return seconds
        case .string(var text):
            if case .seconds(let seconds) = text.withUTF8({ Timestamp(text: UnsafeRawBufferPointer($0)) }) {
                return seconds
            }
        default: break
        }
        throw Fault(what: "\(member.key) is no time", advice: "give Unix seconds or \"2026-01-31T12:00:00Z\"")
    }

    private static func append(_ text: String, to tape: inout ValueTape) {
        var text = text
        text.withUTF8 { tape.append(string: UnsafeRawBufferPointer($0)) }
    }

    private static func append(_ value: LuaValue, to tape: inout ValueTape) {
        switch value {
        case .boolean(let flag): tape.append(.boolean(flag))
        case .integer(let integer): tape.append(.integer(integer))
        case .number(let number): tape.append(.number(number))
        case .string(let text): append(text, to: &tape)
        case .table(let table) where !table.items.isEmpty:
            tape.append(.array(count: table.items.count))
            for item in table.items { append(item, to: &tape) }
        case .table(let table):
            tape.append(.object(count: table.members.count))
            for member in table.members {
                append(member.key, to: &tape)
                append(member.value, to: &tape)
            }
        default: tape.append(.null)
        }
    }
}
