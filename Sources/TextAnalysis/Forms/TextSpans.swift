/// Stretches of a text, as half-open ranges of bytes, in order.
public struct TextSpans: Sendable, RandomAccessCollection {
    var ranges: [Range<Int>] = []

    public init() {}

    public var startIndex: Int { 0 }
    public var endIndex: Int { ranges.count }
    public subscript(position: Int) -> Range<Int> { ranges[position] }
}
