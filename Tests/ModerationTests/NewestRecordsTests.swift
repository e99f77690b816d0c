import Testing

@testable import Moderation

@Suite("The newest record of each key")
struct NewestRecordsTests {
    @Test("answers like a dictionary, however keys come and go")
    func likeADictionary() {
        var random = SystemRandomNumberGenerator()
        var records = NewestRecords()
        var expected: [UInt64: Int] = [:]
        for number in 0..<60_000 {
            // Few enough keys that many come back, and neighbours as hashes never are.
            let key = UInt64.random(in: 1...9_000, using: &random) << UInt64(number % 2 * 40)
            if Int.random(in: 0..<3, using: &random) == 0 {
                records.remove(key)
                expected[key] = nil
            } else {
                let before = records.set(key, to: number)
                #expect(before == expected[key])
                expected[key] = number
            }
            if number % 5_000 == 0 {
                for (key, value) in expected { #expect(records[key] == value) }
            }
        }
        #expect(records.count == expected.count)
        for key in UInt64(1)...9_000 { #expect(records[key] == expected[key]) }
    }

    @Test("an unknown key has none, and may be taken out")
    func unknown() {
        var records = NewestRecords()
        records.remove(7)
        #expect(records[7] == nil)
        #expect(records.set(7, to: 1) == nil)
        records.remove(7)
        #expect(records[7] == nil)
        #expect(records.count == 0)
    }
}
