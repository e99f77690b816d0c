import Moderation

/// A value of JSON, for reports; verdicts are written without one.
public indirect enum JSONValue: Sendable {
    case null
    case bool(Bool)
    case integer(Int)
    case number(Double)
    case points(Points)
    case string(String)
    /// JSON that is written as it is.
    case written(String)
    case array([JSONValue])
    /// Members in their order; those that are `null` are left out.
    case object([(String, JSONValue)])

    public static func strings(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }

    /// A string, or `null` where there is none.
    public static func optional(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }

    public static func optional(_ points: Points?) -> JSONValue { points.map { .points($0) } ?? .null }

    /// The value on one line.
    public var text: String {
        var buffer = ByteBuffer()
        append(to: &buffer)
        return String(decoding: buffer.storage, as: UTF8.self)
    }

    private func append(to buffer: inout ByteBuffer) {
        switch self {
        case .null: buffer.append("null" as StaticString)
        case .bool(let flag): buffer.append(flag ? "true" : "false" as StaticString)
        case .integer(let integer): buffer.append(integer: Int64(integer))
        case .number(let number): buffer.append(number: number)
        case .points(let points): buffer.append(points)
        case .string(let text): buffer.append(quoted: text)
        case .written(let text): buffer.append(text)
        case .array(let items):
            buffer.append(UInt8(ascii: "["))
            for (index, item) in items.enumerated() {
                if index > 0 { buffer.append(UInt8(ascii: ",")) }
                item.append(to: &buffer)
            }
            buffer.append(UInt8(ascii: "]"))
        case .object(let members):
            buffer.append(UInt8(ascii: "{"))
            var isFirst = true
            for (key, value) in members {
                if case .null = value { continue }
                if !isFirst { buffer.append(UInt8(ascii: ",")) }
                isFirst = false
                buffer.append(quoted: key)
                buffer.append(UInt8(ascii: ":"))
                value.append(to: &buffer)
            }
            buffer.append(UInt8(ascii: "}"))
        }
    }
}
