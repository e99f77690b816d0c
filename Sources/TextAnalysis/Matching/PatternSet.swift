import CText

/// Patterns that may match any text, as far as their letters tell: one pass over it says which of them do.
final class PatternSet: Sendable {
    let count: Int
    // SAFETY: never changed after init, and RE2's sets may be used from any thread.
    nonisolated(unsafe) private let set: OpaquePointer

    /// - Parameter expressions: In RE2's syntax; each is known to compile by itself.
    init(_ expressions: [String]) {
        count = expressions.count
        set = ctext_regex_set_create()
        for var expression in expressions {
            expression.withUTF8 { source in
                source.withMemoryRebound(to: CChar.self) { ctext_regex_set_add(set, $0.baseAddress, $0.count) }
            }
        }
    }

    deinit { ctext_regex_set_free(set) }

    /// Calls `found` with the number of each pattern that may match somewhere in a text.
    func find(
        in text: UnsafeBufferPointer<CChar>, _ context: UnsafeMutableRawPointer,
        found: @convention(c) (UnsafeMutableRawPointer?, UInt32, UInt64) -> Void
    ) {
        if ctext_regex_set_find(set, text.baseAddress, text.count, found, context) { return }
        for number in 0..<UInt32(count) { found(context, number, 0) }
    }
}
