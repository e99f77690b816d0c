import Moderation

extension ByteBuffer {
    /// Writes the value that stands at `index` of a tape as JSON. Returns the index after it.
    @discardableResult
    mutating func append(_ tape: borrowing ValueTape, at index: Int) -> Int {
        // What is open: how many nodes are missing and whether they are an object's, whose keys count too.
        var open: [(missing: Int, isObject: Bool, total: Int)] = []
        var position = index
        repeat {
            separate(open.last)
            if !open.isEmpty { open[open.count - 1].missing -= 1 }
            switch tape.nodes[position] {
            case .null: append("null" as StaticString)
            case .boolean(let value): append(value ? "true" : "false" as StaticString)
            case .integer(let value): append(integer: value)
            case .unsigned(let value): append(integer: value)
            case .number(let value): append(number: value)
            case .string(let range): append(quoted: tape.bytes, range)
            case .array(let count):
                append(UInt8(ascii: "["))
                open.append((count, false, count))
            case .object(let count):
                append(UInt8(ascii: "{"))
                open.append((2 * count, true, 2 * count))
            }
            position += 1
            while let last = open.last, last.missing == 0 {
                append(last.isObject ? UInt8(ascii: "}") : UInt8(ascii: "]"))
                open.removeLast()
            }
        } while !open.isEmpty
        return position
    }

    private mutating func separate(_ container: (missing: Int, isObject: Bool, total: Int)?) {
        guard let container, container.missing < container.total else { return }
        let isValue = container.isObject && !(container.total - container.missing).isMultiple(of: 2)
        append(isValue ? UInt8(ascii: ":") : UInt8(ascii: ","))
    }

    /// A part of an array's bytes in quotation marks.
    mutating func append(quoted bytes: [UInt8], _ range: Range<Int>) {
        bytes.withUnsafeBytes { append(quoted: UnsafeRawBufferPointer(rebasing: $0[range])) }
    }
}
