import Moderation

/// A few records that are in memory, as lines of JSON.
public final class RecordSource: CommentSource {
    private var records: [[UInt8]]
    private let maxLine: Int

    /// - Parameter records: One JSON object each, without a line break.
    public init(_ records: [[UInt8]], maxLine: Int = JSONLinesSource.highestMaxLine) {
        self.records = records.reversed()
        self.maxLine = maxLine
    }

    /// The records of a text: its lines, or all of it where that is one object written over several lines.
    public convenience init(text: [UInt8]) {
        let text = text.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(text.dropFirst(3)) : text
        let lines = text.split(separator: UInt8(ascii: "\n")).map(Array.init)
        // A line break between the parts of an object is white space, and within a string it is no JSON.
        let joined = text.map { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") ? UInt8(ascii: " ") : $0 }
        self.init(lines.count > 1 && Self.isOneRecord(joined) ? [joined] : lines)
    }

    private static func isOneRecord(_ bytes: [UInt8]) -> Bool {
        let source = RecordSource([bytes])
        let block = CommentBlock()
        guard source.fill(block) else { return false }
        source.makeDecoder().decode(block)
        return block.entries.count == 1 && block.entries[0].malformation == nil
    }

    public func makeDecoder() -> any CommentDecoder { JSONCommentDecoder(maxLine: maxLine) }

    /// One record at a time.
    public func fill(_ block: CommentBlock) -> Bool {
        guard let record = records.popLast() else { return false }
        let line = block.firstLine
        let isFirst = block.input.count == 0 && block.entries.isEmpty
        block.removeAll()
        block.firstLine = isFirst ? 1 : line + 1
        record.withUnsafeBytes { block.input.append($0) }
        return true
    }
}
