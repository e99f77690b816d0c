/// XXH64 with seed 0, by its specification (https://github.com/Cyan4973/xxHash, doc/xxhash_spec.md): fast, and the
/// same on every machine. It tells texts apart; it does not withstand an attacker who looks for collisions.
enum Fingerprint {
    private static let prime1: UInt64 = 0x9E37_79B1_85EB_CA87
    private static let prime2: UInt64 = 0xC2B2_AE3D_27D4_EB4F
    private static let prime3: UInt64 = 0x1656_67B1_9E37_79F9
    private static let prime4: UInt64 = 0x85EB_CA77_C2B2_AE63
    private static let prime5: UInt64 = 0x27D4_EB2F_1656_67C5

    static func hash(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        var position = 0
        var hash = prime5
        if bytes.count >= 32 {
            // Four variables: one vector of them is slower where vectors can't multiply 64 bits, as on plain x86-64.
            var first = prime1 &+ prime2
            var second = prime2
            var third: UInt64 = 0
            var fourth = 0 &- prime1
            while bytes.count - position >= 32 {
                first = round(first, word(bytes, position))
                second = round(second, word(bytes, position + 8))
                third = round(third, word(bytes, position + 16))
                fourth = round(fourth, word(bytes, position + 24))
                position += 32
            }
            hash = rotated(first, 1) &+ rotated(second, 7) &+ rotated(third, 12) &+ rotated(fourth, 18)
            hash = merged(hash, first)
            hash = merged(hash, second)
            hash = merged(hash, third)
            hash = merged(hash, fourth)
        }
        hash &+= UInt64(bytes.count)
        while bytes.count - position >= 8 {
            hash = rotated(hash ^ round(0, word(bytes, position)), 27) &* prime1 &+ prime4
            position += 8
        }
        if bytes.count - position >= 4 {
            let half = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: position, as: UInt32.self))
            hash = rotated(hash ^ (UInt64(half) &* prime1), 23) &* prime2 &+ prime3
            position += 4
        }
        while position < bytes.count {
            hash = rotated(hash ^ (UInt64(bytes[position]) &* prime5), 11) &* prime1
            position += 1
        }
        hash = (hash ^ (hash >> 33)) &* prime2
        hash = (hash ^ (hash >> 29)) &* prime3
        return hash ^ (hash >> 32)
    }

    @inline(__always)
    private static func word(_ bytes: UnsafeRawBufferPointer, _ position: Int) -> UInt64 {
        UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self))
    }

    @inline(__always)
    private static func round(_ lane: UInt64, _ input: UInt64) -> UInt64 {
        rotated(lane &+ input &* prime2, 31) &* prime1
    }

    @inline(__always)
    private static func merged(_ hash: UInt64, _ lane: UInt64) -> UInt64 {
        (hash ^ round(0, lane)) &* prime1 &+ prime4
    }

    @inline(__always)
    private static func rotated(_ value: UInt64, _ count: UInt64) -> UInt64 {
        value &<< count | value &>> (64 &- count)
    }
}
