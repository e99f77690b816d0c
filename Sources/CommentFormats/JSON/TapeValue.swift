import Moderation

/// A value of a tape.
struct TapeValue {
    let tape: ValueTape
    let index: Int

    var node: ValueTape.Node? { index < tape.nodes.count ? tape.nodes[index] : nil }

    /// The member of an object.
    subscript(key: String) -> TapeValue? {
        tape.value(of: key, inObjectAt: index).map { TapeValue(tape: tape, index: $0) }
    }

    /// The values of an array.
    var items: [TapeValue] {
        guard case .array(let count) = node else { return [] }
        var items: [TapeValue] = []
        var next = index + 1
        for _ in 0..<count {
            items.append(TapeValue(tape: tape, index: next))
            next = tape.end(ofValueAt: next)
        }
        return items
    }

    var string: String? {
        guard case .string(let range) = node else { return nil }
        return tape.text(range)
    }

    var integer: Int? {
        guard case .integer(let integer) = node else { return nil }
        return Int(integer)
    }

    var points: Points? {
        switch node {
        // Beyond this it would not fit into thousandths; no score is written so.
        case .integer(let integer) where integer.magnitude <= 1_000_000_000_000:
            Points(thousandths: integer * 1000)
        case .number(let number) where number.magnitude <= 1e12: Points(rounding: number)
        default: nil
        }
    }
}

extension TapeValue {
    /// A string, or a number as text.
    var plainText: String? {
        switch node {
        case .string(let range): tape.text(range)
        case .integer(let integer): String(integer)
        case .unsigned(let integer): String(integer)
        case .number(let number): number.description
        default: nil
        }
    }

    var isTrue: Bool { node == .boolean(true) }
}

extension TapeValue {
    /// The members of an object, in order.
    var members: [(name: String, value: TapeValue)] {
        guard case .object(let count) = node else { return [] }
        var members: [(name: String, value: TapeValue)] = []
        var next = index + 1
        for _ in 0..<count {
            if case .string(let range) = tape.nodes[next] {
                members.append((tape.text(range), TapeValue(tape: tape, index: next + 1)))
            }
            next = tape.end(ofValueAt: next + 1)
        }
        return members
    }
}
