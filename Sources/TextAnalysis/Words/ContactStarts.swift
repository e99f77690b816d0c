/// Where a contact may begin, by the two bytes that stand there: they rule out almost every place.
///
/// Its tables last as long as the process: they are looked at for each byte of each comment.
struct ContactStarts: @unchecked Sendable {
    // SAFETY: nothing writes to the tables once they are made.
    static let all = ContactStarts()

    /// For each byte the keywords that begin with it, a bit each, by their number.
    private let firsts = Self.table()
    /// The same for the second byte.
    private let seconds = Self.table()
    /// What else may begin there; all bits where the byte alone tells.
    private let gates = Self.table()

    /// Of `at` and `艾特`, which stand for an `@`; above all keywords' bits.
    private static let sign: UInt64 = 1 << 63

    private static func table() -> UnsafeMutablePointer<UInt64> {
        let table = UnsafeMutablePointer<UInt64>.allocate(capacity: 256)
        table.initialize(repeating: 0, count: 256)
        return table
    }

    private init() {
        for (number, keyword) in ContactKeyword.all.enumerated() {
            firsts[Int(keyword.text.utf8Start[0])] |= 1 << UInt64(number)
            seconds[Int(keyword.text.utf8Start[1])] |= 1 << UInt64(number)
        }
        for byte in UInt8.min...UInt8.max {
            let stands = byte.isDigit || Digit.mayStart(byte) || "@:+".utf8.contains(byte)
            gates[Int(byte)] = stands ? .max : firsts[Int(byte)]
        }
        for sign: StaticString in ["at", "艾特"] {
            gates[Int(sign.utf8Start[0])] |= Self.sign
            seconds[Int(sign.utf8Start[1])] |= Self.sign
        }
    }

    /// The next place at which anything may begin, or the text's length.
    @inline(__always)
    func next(in text: UnsafeRawBufferPointer, from position: Int) -> Int {
        var next = position
        while next < text.count {
            let gate = gates[Int(text[next])]
            if gate == .max { break }
            if gate != 0, next &+ 1 < text.count, gate & seconds[Int(text[next &+ 1])] != 0 { break }
            next &+= 1
        }
        return next
    }

    /// The keywords that begin with the two bytes at `index`, a bit each.
    @inline(__always)
    func keywords(in text: UnsafeRawBufferPointer, at index: Int) -> UInt64 {
        guard index &+ 1 < text.count else { return 0 }
        return firsts[Int(text[index])] & seconds[Int(text[index &+ 1])]
    }
}
