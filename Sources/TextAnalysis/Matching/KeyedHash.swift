import CText

/// SipHash-2-4: a hash of 64 bits that is equal for equal bytes under one key, and tells nobody without the key what the
/// bytes were.
public struct KeyedHash: Sendable {
    /// Bytes of a key.
    public static let keySize = Int(CTEXT_HASH_KEY_SIZE)

    /// With a key that nobody else has: its hashes mean something within this process only.
    public static let ofProcess = KeyedHash()

    private let key: InlineArray<16, UInt8>

    /// With a random key.
    public init() {
        self.key = InlineArray { _ in UInt8.random(in: .min ... .max) }
    }

    /// `nil` for a key that has not `keySize` bytes.
    public init?(key: [UInt8]) {
        if key.count != Self.keySize { return nil }
        self.key = InlineArray { key[$0] }
    }

    /// The hash of bytes. Never 0, which is free to stand for nothing.
    public func callAsFunction(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        let hash = withUnsafeBytes(of: key) { key in
            ctext_keyed_hash(bytes.baseAddress, bytes.count, key.baseAddress?.assumingMemoryBound(to: UInt8.self))
        }
        return hash == 0 ? 1 : hash
    }

    /// The hash of a number.
    public func callAsFunction(_ number: UInt64) -> UInt64 {
        withUnsafeBytes(of: number.littleEndian) { self($0) }
    }
}
