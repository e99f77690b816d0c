/// Writes integers in decimal without making strings.
final class DecimalDigits {
    // 20 digits of UInt64.max and a sign.
    private static let capacity = 21
    private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: capacity, alignment: 1)

    deinit { buffer.deallocate() }

    /// Lends the digits of a number to `body`.
    func withText<Result>(
        _ magnitude: UInt64, isNegative: Bool, _ body: (UnsafeRawBufferPointer) -> Result
    ) -> Result {
        var first = Self.capacity
        var rest = magnitude
        repeat {
            first -= 1
            buffer[first] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        } while rest > 0
        if isNegative {
            first -= 1
            buffer[first] = UInt8(ascii: "-")
        }
        return body(UnsafeRawBufferPointer(rebasing: buffer[first...]))
    }
}
