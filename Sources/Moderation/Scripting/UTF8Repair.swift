/// Rules cut strings where they like; what leaves a rule is made UTF-8 again.
enum UTF8Repair {
    enum Text {
        case asItIs(UnsafeRawBufferPointer)
        /// With U+FFFD in place of what was broken.
        case repaired(String)
    }

    static func repaired(_ bytes: UnsafeRawBufferPointer) -> Text {
        if bytes.allSatisfy({ $0 < 0x80 }) { return .asItIs(bytes) }
        return .repaired(String(decoding: bytes, as: UTF8.self))
    }
}
