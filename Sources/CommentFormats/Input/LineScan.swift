import CText

/// Where lines end, found by C loops that the compiler turns into vector code.
enum LineScan {
    /// The index after the last line feed, 0 where there is none.
    static func endOfLines(_ bytes: UnsafeRawBufferPointer) -> Int {
        guard let base = bytes.baseAddress else { return 0 }
        return CTextEndOfLines(base.assumingMemoryBound(to: UInt8.self), bytes.count)
    }

    /// How many line feeds there are.
    static func lines(in bytes: UnsafeRawBufferPointer) -> Int {
        guard let base = bytes.baseAddress else { return 0 }
        return CTextCountLines(base.assumingMemoryBound(to: UInt8.self), bytes.count)
    }
}
