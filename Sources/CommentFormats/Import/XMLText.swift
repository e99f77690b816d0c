import Moderation

/// The text of one element, which comes in parts.
struct XMLText: ~Copyable {
    private var bytes = ByteBuffer()
    /// From where its first CDATA section begins to where its last one ends.
    private var sections: Range<Int>?

    mutating func removeAll() {
        bytes.removeAll()
        sections = nil
    }

    /// What goes beyond what a comment may have is cut one byte behind that, so that the comment is refused.
    mutating func append(_ part: UnsafeRawBufferPointer, isSection: Bool) {
        let start = bytes.count
        let room = ImportedComment.longest + 1 - start
        bytes.append(UnsafeRawBufferPointer(rebasing: part.prefix(max(0, room))))
        if isSection { sections = (sections?.lowerBound ?? start)..<bytes.count }
    }

    /// Without the white space around it, with which some programs lay documents out. Valid until the next change.
    var trimmed: UnsafeRawBufferPointer { trimmed(from: bytes.count, to: 0) }

    /// As it was typed: white space counts in CDATA sections and, where there is none, in all that is not blank. Valid
    /// until the next change.
    var inner: UnsafeRawBufferPointer {
        if let sections { return trimmed(from: sections.lowerBound, to: sections.upperBound) }
        return trimmed.isEmpty ? trimmed : bytes.storage
    }

    /// Without the white space before `first` and behind `last`.
    private func trimmed(from first: Int, to last: Int) -> UnsafeRawBufferPointer {
        func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x09 || byte == 0x0D }
        var (start, end) = (0, bytes.count)
        let storage = bytes.storage
        while start < first, isBlank(storage[start]) { start += 1 }
        while end > max(start, last), isBlank(storage[end - 1]) { end -= 1 }
        return UnsafeRawBufferPointer(rebasing: storage[start..<end])
    }
}
