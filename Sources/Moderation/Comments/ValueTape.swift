/// A JSON value laid out flat: nodes in preorder, strings side by side in one buffer.
///
/// It carries what a comment holds beside its own fields (`comment.extra`) from a reader to the rules without a
/// tree of objects in between, and is reused comment after comment.
public struct ValueTape: Sendable, Equatable {
    /// One node. A container says how many values follow it; in an object each value follows its key.
    public enum Node: Sendable, Equatable {
        case null
        case boolean(Bool)
        case integer(Int64)
        /// An integer above `Int64.max`.
        case unsigned(UInt64)
        case number(Double)
        /// A range of `bytes`, valid UTF-8.
        case string(Range<Int>)
        case array(count: Int)
        case object(count: Int)
    }

    public private(set) var nodes: [Node] = []
    public private(set) var bytes: [UInt8] = []

    public init() {}

    /// Empties the tape and keeps its memory.
    public mutating func removeAll() {
        nodes.removeAll(keepingCapacity: true)
        bytes.removeAll(keepingCapacity: true)
    }

    /// Adds a node that needs no bytes: anything but a string.
    public mutating func append(_ node: Node) {
        nodes.append(node)
    }

    /// Adds a string, or the key of an object's next value.
    ///
    /// - Parameter string: Valid UTF-8.
    public mutating func append(string: UnsafeRawBufferPointer) {
        let start = bytes.count
        bytes.append(contentsOf: string)
        nodes.append(.string(start..<bytes.count))
    }

    /// The text of a string node.
    public func text(_ range: Range<Int>) -> String {
        String(decoding: bytes[range], as: UTF8.self)
    }

    /// The index after the value that starts at `index`.
    public func end(ofValueAt index: Int) -> Int {
        var next = index
        var pending = 1
        while pending > 0 {
            pending -= 1
            switch nodes[next] {
            case .array(let count): pending += count
            case .object(let count): pending += 2 * count
            default: break
            }
            next += 1
        }
        return next
    }

    /// The index of the value under `key` in the object that starts at `index`, or `nil`. The last of equal keys wins.
    public func value(of key: String, inObjectAt index: Int) -> Int? {
        guard index < nodes.count, case .object(let count) = nodes[index] else { return nil }
        var position = index + 1
        var found: Int?
        for _ in 0..<count {
            if case .string(let range) = nodes[position], bytes[range].elementsEqual(key.utf8) { found = position + 1 }
            position = end(ofValueAt: position + 1)
        }
        return found
    }
}
