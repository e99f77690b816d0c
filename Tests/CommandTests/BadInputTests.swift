import Foundation
import Testing

@Suite("Bad input")
struct BadInputTests {
    /// Bytes of an input, what each of its lines comes to, and what the first message says.
    struct Case: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var input: [UInt8]
        var outcomes: [String]
        var message = ""

        init(_ name: String, _ input: String, _ outcomes: [String], _ message: String = "") {
            self.init(name, Array(input.utf8), outcomes, message)
        }

        init(_ name: String, _ input: [UInt8], _ outcomes: [String], _ message: String = "") {
            testDescription = name
            self.input = input
            self.outcomes = outcomes
            self.message = message
        }
    }

    static let good = #"{"id":1,"author":"Ann","body":"Hello"}"#

    static func nested(_ depth: Int) -> String {
        #"{"body":"x","deep":"# + String(repeating: "[", count: depth) + String(repeating: "]", count: depth) + "}"
    }

    static let cases = [
        Case("empty", "", []),
        Case("only line ends", "\n\n\r\n\n", []),
        Case("CRLF", good + "\r\n" + good + "\r\n", ["accept", "accept"]),
        Case("no final line end", good + "\n" + good, ["accept", "accept"]),
        Case("a final CR", good + "\r", ["accept"]),
        Case("BOM", "\u{FEFF}" + good + "\n", ["accept"]),
        Case("only a BOM", "\u{FEFF}", []),
        Case("a BOM in the second line", good + "\n\u{FEFF}" + good, ["accept", "invalid_json"], "at byte 0"),
        Case("a NUL byte between", good + "\n\0\n" + good, ["accept", "invalid_json", "accept"], "at byte 0"),
        Case("a NUL byte in a string", "{\"body\":\"a\0b\"}\n" + good, ["invalid_json", "accept"], "at byte 10"),
        Case("an escaped NUL", #"{"body":"a\u0000b"}"#, ["accept"]),
        Case("invalid UTF-8", Array("{\"body\":\"a".utf8) + [0xFF, 0x22, 0x7D, 0x0A], ["invalid_utf8"], "at byte 10"),
        Case("an overlong form", Array("{\"body\":\"".utf8) + [0xC0, 0xAF, 0x22, 0x7D], ["invalid_utf8"], "at byte 9"),
        Case("a coded surrogate", Array("{\"body\":\"".utf8) + [0xED, 0xA0, 0x80, 0x22, 0x7D], ["invalid_utf8"]),
        Case("a lone surrogate escape", #"{"body":"\ud800 x"}"#, ["accept"]),
        Case("nested as deep as allowed", nested(1000), ["accept"]),
        Case("nested too deep", nested(2000) + "\n" + good, ["too_deep", "accept"], "1024 deep"),
        Case("nested without end", String(repeating: "[", count: 500_000) + "\n" + good, ["too_deep", "accept"]),
        Case("duplicate keys", #"{"body":"bad","body":"fine"}"#, ["accept"]),
        Case("a number as text", #"{"body":7}"#, ["invalid_field"], "body"),
        Case("a number as e-mail", #"{"body":"x","email":7}"#, ["invalid_field"], "email"),
        Case("an object as author", #"{"author":{}}"#, ["invalid_field"], "author"),
        Case("a fraction as id", #"{"id":1.5,"body":"x"}"#, ["invalid_field"], "id"),
        Case("cut off", #"{"body":"x""# + "\n" + good, ["invalid_json", "accept"], "end of line at byte 11"),
        Case("two objects in a line", good + good, ["invalid_json"]),
        Case("an array", "[" + good + "]", ["not_an_object"]),
        Case("a word", "hello\n", ["invalid_json"], "at byte 0"),
        Case("blanks", "   \n" + good, ["invalid_json", "accept"]),
        Case("an empty object", "{}", ["no_content"]),
        Case("nulls only", #"{"body":null,"author":null}"#, ["no_content"]),
    ]

    @Test("each line gets its verdict or its error, and the bytes of broken lines are kept", arguments: cases)
    func lineByLine(_ given: Case) throws {
        let place = try Workplace()
        let run = try place.run(["--malformed", "broken"], input: Data(given.input))
        #expect(try run.outcomes == given.outcomes)
        let errors = try run.records.compactMap { $0["error"] as? [String: Any] }
        if !given.message.isEmpty {
            let messages = errors.compactMap { $0["message"] as? String }
            #expect(messages.first?.contains(given.message) == true, "\(messages)")
        }
        #expect(run.status == (errors.isEmpty ? 0 : 1))
        let wanted = Self.lines(given.input)
        let numbers = try run.records.compactMap { $0["line"] as? Int }
        #expect(numbers == wanted.map(\.number))
        let broken = zip(wanted, try run.outcomes).filter { !["accept", "hold", "reject"].contains($0.1) }
        #expect(try place.bytes("broken") == Data(broken.flatMap { $0.0.bytes + [0x0A] }))
    }

    /// The lines that are not empty, without their ends and the file's byte order mark.
    private static func lines(_ input: [UInt8]) -> [(number: Int, bytes: [UInt8])] {
        let bytes = input.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(input.dropFirst(3)) : input
        return bytes.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated().compactMap { index, line in
            let line = line.last == 0x0D ? line.dropLast() : line
            return line.isEmpty ? nil : (index + 1, Array(line))
        }
    }

    @Test("a line of 10 MB is malformed, kept whole, and hurts no other")
    func longLine() throws {
        let place = try Workplace()
        let long = #"{"body":""# + String(repeating: "0123456789", count: 1 << 20) + #""}"#
        let run = try place.run(
            "--malformed", "broken", "--accept", "ok", input: Self.good + "\n" + long + "\r\n" + Self.good)
        #expect(try run.outcomes == ["accept", "line_too_long", "accept"])
        #expect(try run.records.compactMap { $0["line"] as? Int } == [1, 2, 3])
        #expect(run.status == 1)
        #expect(try place.text("broken") == long + "\n")
        #expect(try place.records("ok").count == 2)
    }

    @Test("--max-line moves the limit, to the byte", arguments: [37, 38, 39])
    func longestLine(limit: Int) throws {
        #expect(Self.good.utf8.count == 38)
        let run = try Workplace().run("--max-line", "\(limit)", input: Self.good + "\r\n" + Self.good)
        let outcome = limit < 38 ? "line_too_long" : "accept"
        #expect(try run.outcomes == [outcome, outcome])
    }

    @Test("duplicate keys: the last one wins, also in the queue")
    func duplicateKeys() throws {
        let place = try Workplace()
        let run = try place.run("--reject", "no", input: #"{"id":1,"id":2,"body":"fine","body":"bad"}"#)
        #expect(try run.records[0]["id"] as? Int == 2)
        #expect(try place.records("no")[0]["body"] as? String == "bad")
    }

    @Test("a byte order mark that comes byte by byte is dropped too")
    func slowByteOrderMark() throws {
        let command = try Workplace().start()
        for byte in [0xEF, 0xBB, 0xBF] as [UInt8] {
            command.send(Data([byte]))
            try command.pass(seconds: 0.05)
        }
        command.send(Self.good)
        command.endInput()
        #expect(try command.finish().outcomes == ["accept"])
    }
}
