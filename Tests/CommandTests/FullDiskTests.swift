import Foundation
import Testing

/// A limit on the size of files stands in for a disk that fills up.
@Suite("A disk that fills up")
struct FullDiskTests {
    /// 20,000 comments, about 1 MB: some blocks.
    static let input: String = {
        var lines = ""
        for id in 1...20_000 {
            lines += #"{"id":\#(id),"body":"\#(id % 3 == 0 ? "bad" : "fine") \#(id)"}"# + "\n"
        }
        return lines
    }()

    /// The line that a message says to go on with.
    private static func nextLine(_ messages: String) throws -> Int {
        let match = try #require(messages.firstMatch(of: /go on with line ([0-9]+)/), "\(messages)")
        return try #require(Int(match.1))
    }

    @Test("what was written stays whole, and going on from the line named gives the rest", arguments: [1, 3])
    func queues(jobs: Int) throws {
        let place = try Workplace()
        try place.write("in", Self.input)
        let all = try place.shell("$MODFILTER --accept all.ok --reject all.no in > all.out")
        #expect(all.status == 0)
        // 600 blocks of 512 bytes: the accepted do not fit.
        let first = try place.shell(
            "ulimit -f 600; exec $MODFILTER --jobs \(jobs) --accept ok --reject no in", input: "")
        #expect(first.status == 74)
        #expect(first.messages.contains("ok can't be written: File too large; all is judged and safe up to line"))
        let next = try Self.nextLine(first.messages)
        #expect(next > 1)
        #expect(first.lines.count == next - 1)
        #expect(try place.records("ok").count + place.records("no").count == next - 1)
        let rest = try place.shell("tail -n +\(next) in | $MODFILTER --accept ok --reject no")
        #expect(rest.status == 0)
        #expect(try place.bytes("ok") == place.bytes("all.ok"))
        #expect(try place.bytes("no") == place.bytes("all.no"))
        #expect(first.lines.count + rest.lines.count == 20_000)
    }

    @Test("verdicts in a file that fills up end with a whole line, and going on there gives exactly the rest")
    func verdicts() throws {
        let place = try Workplace()
        try place.write("in", Self.input)
        #expect(try place.shell("$MODFILTER in > all").status == 0)
        let first = try place.shell("ulimit -f 2000; exec $MODFILTER in > out")
        #expect(first.status == 74)
        #expect(first.messages.contains("stdout can't be written: File too large"))
        let next = try Self.nextLine(first.messages)
        let written = try place.records("out")
        #expect(written.count == next - 1)
        #expect(try place.shell("tail -n +\(next) in | $MODFILTER >> out").status == 0)
        #expect(try place.records("out").compactMap { $0["id"] as? Int } == Array(1...20_000))
    }

    @Test("with queues a full stdout loses no comment, and the message says which verdicts are missing")
    func verdictsWithQueues() throws {
        let place = try Workplace()
        try place.write("in", Self.input)
        let first = try place.shell("ulimit -f 2000; exec $MODFILTER --reject no in > out")
        #expect(first.status == 74)
        let next = try Self.nextLine(first.messages)
        let match = try #require(
            first.messages.firstMatch(of: /verdicts from line ([0-9]+) on are missing: judge lines/))
        let shown = try place.text("out").split(separator: "\n")
        #expect(Int(match.1) == shown.count + 1)
        let rest = try place.shell("tail -n +\(next) in | $MODFILTER --reject no")
        #expect(rest.lines.count == 20_000 - next + 1)
        #expect(try place.records("no").compactMap { $0["id"] as? Int } == (1...20_000).filter { $0 % 3 == 0 })
    }
}
