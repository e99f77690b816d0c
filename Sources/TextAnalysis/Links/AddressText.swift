import CText

/// A text as bare addresses are looked for in it: what readers see as a part of an address is that part, though it
/// stands there as a character reference, as in `www&#46;example&#46;com`.
struct AddressText {
    /// A reference that was read: where its character stands, and where itself.
    private struct Reference {
        var start: Int32
        var end: Int32
        var rawStart: Int32
        var rawEnd: Int32
    }

    private let store = ByteStore()
    private var references: [Reference] = []

    /// The text of `raw`, valid until the next is read; `raw` itself where it holds no such reference.
    ///
    /// What ends an address, such as `&lt;` or a quotation mark, stays a reference, so that tags are those of `raw`.
    mutating func read(_ raw: UnsafeRawBufferPointer, mayHoldReferences: Bool) -> UnsafeRawBufferPointer {
        // Emptying an empty array costs more than looking whether it is one.
        if !references.isEmpty { references.removeAll(keepingCapacity: true) }
        guard mayHoldReferences, let base = raw.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return raw }
        store.removeAll()
        var copied = 0
        var position = 0
        while true {
            position = ctext_find_any(base, position, raw.count, Self.marks)
            if position == raw.count { break }
            guard let reference = Self.reference(in: raw, at: position) else {
                position += 1
                continue
            }
            store.append(raw, copied..<position)
            let start = store.count
            store.append(character: reference.first)
            references.append(
                Reference(
                    start: Int32(start), end: Int32(store.count), rawStart: Int32(position),
                    rawEnd: Int32(reference.end)))
            (position, copied) = (reference.end, reference.end)
        }
        if references.isEmpty { return raw }
        store.append(raw, copied..<raw.count)
        return store.bytes
    }

    private static let marks = [UInt8](repeating: UInt8(ascii: "&"), count: 4)

    private static func reference(in raw: UnsafeRawBufferPointer, at index: Int) -> Entities.Reference? {
        guard let reference = Entities.read(raw, at: index), reference.second == 0 else { return nil }
        // `?a=1&copy` is more likely two parameters.
        let isWhole = raw[index + 1] == UInt8(ascii: "#") || raw[reference.end - 1] == UInt8(ascii: ";")
        return isWhole && mayStandInAddress(reference.first) ? reference : nil
    }

    /// Whether a character may be what makes an address one. Others stay as they are: many an address holds
    /// `&sll;=49`, which a form made of `&sll=49`.
    private static func mayStandInAddress(_ character: UInt32) -> Bool {
        switch character {
        // / : @ %
        case 0x2F, 0x3A, 0x40, 0x25: true
        default: BareHost.mayHold(character)
        }
    }

    /// Where in `raw` a place of the text is.
    func rawIndex(of index: Int) -> Int {
        guard let reference = last(where: { $0.start <= index }) else { return index }
        return index == Int(reference.start)
            ? Int(reference.rawStart) : Int(reference.rawEnd) + index - Int(reference.end)
    }

    func rawRange(of range: Range<Int>) -> Range<Int> {
        references.isEmpty ? range : rawIndex(of: range.lowerBound)..<rawIndex(of: range.upperBound)
    }

    /// Where in the text a place of `raw` is; within a reference it is that of its character.
    func index(ofRaw index: Int) -> Int {
        guard let reference = last(where: { $0.rawStart <= index }) else { return index }
        return index < Int(reference.rawEnd) ? Int(reference.start) : Int(reference.end) + index - Int(reference.rawEnd)
    }

    /// The last reference of those at the start that pass the test.
    private func last(where passes: (Reference) -> Bool) -> Reference? {
        var (low, high) = (0, references.count)
        while low < high {
            let middle = (low + high) / 2
            if passes(references[middle]) { low = middle + 1 } else { high = middle }
        }
        return low > 0 ? references[low - 1] : nil
    }
}
