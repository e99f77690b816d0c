import Testing
import TextAnalysis

@Suite("keyed hashes")
struct KeyedHashTests {
    private func hash(_ bytes: [UInt8], _ hash: KeyedHash) -> UInt64 { bytes.withUnsafeBytes { hash($0) } }

    @Test(
        "the vectors of SipHash's authors",
        arguments: [(0, 0x726F_DB47_DD0E_0E31), (8, 0x93F5_F579_9A93_2462), (15, 0xA129_CA61_49BE_45E5)]
            as [(Int, UInt64)])
    func vectors(length: Int, expected: UInt64) throws {
        let keyed = try #require(KeyedHash(key: Array(0..<16)))
        #expect(hash(Array(0..<UInt8(length)), keyed) == expected)
    }

    @Test("another key, another hash; a key of another size is none")
    func keys() throws {
        let one = KeyedHash()
        #expect(hash([1, 2, 3], one) == hash([1, 2, 3], one))
        #expect(hash([1, 2, 3], one) != hash([1, 2, 3], KeyedHash()))
        #expect(KeyedHash(key: []) == nil && KeyedHash(key: Array(0..<17)) == nil)
    }
}
