import Testing

@testable import Moderation

@Suite("the newest place of each key")
struct KeyTableTests {
    @Test("answers like a dictionary, however keys come and go")
    func likeADictionary() {
        var random = SystemRandomNumberGenerator()
        var table = KeyTable()
        var ring = [UInt64](repeating: 0, count: 5_000)
        var expected: [UInt64: Int] = [:]
        for number in 0..<60_000 {
            let place = number % ring.count
            if ring[place] != 0 {
                table.remove(ring[place], at: place, in: ring)
                if expected[ring[place]] == place { expected[ring[place]] = nil }
            }
            // Few enough keys that many come back, and neighbours as hashes never are.
            let key = UInt64.random(in: 1...9_000, using: &random) << UInt64(number % 2 * 40)
            ring[place] = key
            #expect(table.set(key, to: place, in: ring) == expected[key])
            expected[key] = place
            if number % 5_000 == 0 {
                for (key, value) in expected { #expect(table.place(of: key, in: ring) == value) }
            }
        }
        #expect(table.count == expected.count)
        for key in UInt64(1)...9_000 { #expect(table.place(of: key, in: ring) == expected[key]) }
    }

    @Test("an unknown key has none, and only its newest place takes it out")
    func unknown() {
        var table = KeyTable()
        let ring: [UInt64] = [7, 7]
        #expect(table.place(of: 7, in: ring) == nil)
        #expect(table.set(7, to: 0, in: ring) == nil)
        #expect(table.set(7, to: 1, in: ring) == 0)
        table.remove(7, at: 0, in: ring)
        #expect(table.place(of: 7, in: ring) == 1)
        table.remove(7, at: 1, in: ring)
        #expect(table.place(of: 7, in: ring) == nil && table.count == 0)
    }
}
