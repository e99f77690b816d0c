import CText

/// BLAKE2b with 256 bits: equal for equal bytes, and for no others that anybody could find.
public struct Digest {
    static let size = Int(CTEXT_DIGEST_SIZE)
    /// Of the names of files.
    static let suffix = ".cache"

    public private(set) var bytes: [UInt8]

    /// `nil` where memory is short.
    public init?(of content: UnsafeRawBufferPointer) {
        self.init { feed in feed(content) }
    }

    public init?(of content: [UInt8]) {
        self.init { feed in content.withUnsafeBytes { feed($0) } }
    }

    /// - Parameter content: Gives the content to `feed`, piece by piece.
    init?(_ content: (_ feed: (UnsafeRawBufferPointer) -> Void) -> Void) {
        guard let digest = ctext_digest_create() else { return nil }
        content { ctext_digest_add(digest, $0.baseAddress, $0.count) }
        bytes = [UInt8](repeating: 0, count: Self.size)
        ctext_digest_finish(digest, &bytes)
    }

    /// A digest that is known already.
    init?(bytes: [UInt8]) {
        if bytes.count != Self.size { return nil }
        self.bytes = bytes
    }

    /// The name of a file for it: hexadecimal.
    var name: String {
        let digits = bytes.map { byte in
            let text = String(byte, radix: 16)
            return text.count == 1 ? "0" + text : text
        }
        return digits.joined() + Self.suffix
    }
}
