import CText

/// What Vectorscan looks for in one pass, numbered: literals, then the atoms of patterns.
struct DatabaseExpressions {
    /// The expressions side by side, each with a NUL, since C wants pointers to them.
    private var text: [UInt8] = []
    private var offsets: [Int] = []
    private var kinds: [UInt8] = []

    init(literals: [[UInt8]], atoms: [[UInt8]]) {
        for literal in literals { append(literal, kind: CTEXT_LITERAL) }
        for atom in atoms { append(atom, kind: CTEXT_ATOM) }
    }

    private mutating func append(_ literal: [UInt8], kind: Int) {
        offsets.append(text.count)
        kinds.append(UInt8(kind))
        for byte in literal {
            text.append(UInt8(ascii: "\\"))
            text.append(UInt8(ascii: "x"))
            for digit in [byte >> 4, byte & 15] { text.append(digit < 10 ? 0x30 + digit : 0x57 + digit) }
        }
        text.append(0)
    }

    /// Tells expressions apart, and databases of other versions and processors; `nil` where those are not known.
    var digest: Digest? { Self.platform.flatMap { Digest(of: $0 + kinds + text) } }

    /// The version of Vectorscan and the processor's features; `nil` where they are not known.
    static var platform: [UInt8]? {
        var platform = [UInt8](repeating: 0, count: 128)
        let length = platform.withUnsafeMutableBytes {
            ctext_database_platform($0.baseAddress?.assumingMemoryBound(to: CChar.self), $0.count)
        }
        return length == 0 ? nil : platform
    }

    func compile() throws(PatternDialect.Failure) -> OpaquePointer {
        var message = [CChar](repeating: 0, count: 256)
        let database: OpaquePointer? = text.withUnsafeBytes { memory in
            let base = memory.baseAddress?.assumingMemoryBound(to: CChar.self)
            let pointers: [UnsafePointer<CChar>?] = offsets.map { base?.advanced(by: $0) }
            return ctext_database_compile(pointers, kinds, kinds.count, &message, message.count)
        }
        if let database { return database }
        throw .init(
            what: "the lists can't be compiled: \(String(message: message))", advice: "look for them in smaller groups")
    }

    /// A database as bytes.
    static func content(of database: OpaquePointer) -> [UInt8]? {
        var content: [UInt8] = []
        let isWhole = withUnsafeMutablePointer(to: &content) { content in
            ctext_database_serialize(
                database,
                { context, bytes, length in
                    context?.assumingMemoryBound(to: [UInt8].self).pointee.append(
                        contentsOf: UnsafeRawBufferPointer(start: bytes, count: length))
                }, content)
        }
        return isWhole ? content : nil
    }

    /// The database of bytes that `content` gave.
    static func database(_ content: UnsafeRawBufferPointer) -> OpaquePointer? {
        ctext_database_deserialize(content.baseAddress?.assumingMemoryBound(to: CChar.self), content.count)
    }
}

extension String {
    /// A message of C's, up to its NUL.
    init(message: [CChar]) {
        self.init(decoding: message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
