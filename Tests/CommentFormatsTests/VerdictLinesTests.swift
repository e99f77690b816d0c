import Foundation
import Glibc
import Testing

@testable import CommentFormats
@testable import Moderation

struct VerdictLinesTests {
    let fixtures: VerdictFixtures

    init() throws { fixtures = try VerdictFixtures() }

    private func written(_ line: String, _ verdict: Verdict, inputs: [String] = [], source: Int = 0) throws -> String {
        try fixtures.written(line, verdict, source: source) { VerdictLines(output: $0, inputs: inputs) }
    }

    @Test("a verdict names its rules, points, reasons and the words that hit")
    func held() throws {
        #expect(
            try written(#"{"id":"17","body":"x"}"#, fixtures.held())
                == #"{"line":17,"id":"17","verdict":"hold","because":"score","score":4.5,"scores":{"spam":4.5},"#
                + #""rules":[{"rule":"many_links","category":"spam","score":2.5,"reason":"5 links"},"#
                + #"{"rule":"spam_words","category":"spam","score":2,"reason":"casino","hits":["#
                + #"{"field":"body","at":[3,9],"found":"ｃａｓｉｎｏ","entry":"casino","from":"lists/spam.txt:2"}]}]}"#
                + "\n")
    }

    @Test("a quiet verdict leaves out what is empty, but not its rules")
    func quiet() throws {
        #expect(
            try written(#"{"body":"x"}"#, fixtures.quiet())
                == #"{"line":17,"verdict":"accept","because":"score","score":0,"rules":[]}"# + "\n")
    }

    @Test("policy, trial, failures, advice, echo and truncation each have their member")
    func full() throws {
        let line = #"{"id":7,"body":"x","post":3,"role":"editor","date":5,"section2":[1,{"a":null}]}"#
        #expect(
            try written(line, fixtures.full())
                == #"{"line":17,"id":7,"policy":"kids","verdict":"reject","because":"rule:rude","score":-0.125,"#
                + #""scores":{"tone":-0.125},"rules":[{"rule":"rude","category":"tone","score":0.125,"hits":["#
                + #"{"field":"user_agent","at":[0,4],"found":"\"fool\"\n\u001b[31m","entry":"fool"}],"more":7}],"#
                + #""shadow":[{"rule":"many_links","category":"spam","score":2.5}],"would":"reject","#
                + #""tell":["Please be \"kind\""],"errors":[{"rule":"many_links","file":"rules/a.lua","line":12,"#
                + #""message":"attempt to \"x\""},{"file":"rules/policy.lua","line":3,"message":"no"}],"#
                + #""echo":{"post":3,"role":"editor","created_at":5,"extra.section2":[1,{"a":null}]},"#
                + #""truncated":["body","user_agent"]}"# + "\n")
    }

    @Test("a record that is no comment has its error in its place, and its file where there are several")
    func malformed() throws {
        #expect(
            try written("{\n", fixtures.quiet(), inputs: ["a", "b\"c"], source: 1)
                == #"{"file":"b\"c","line":17,"error":{"code":"invalid_json","message":"unexpected end of line at byte 1"}}"#
                + "\n")
        #expect(try written("[]", fixtures.quiet(), inputs: ["a"]).hasPrefix(#"{"line":17,"error":{"code":"not_an"#))
    }

    @Test("any text comes back from the JSON that was written", arguments: 0..<20)
    func roundTrip(seed: Int) throws {
        var random = SplitMix(state: UInt64(seed))
        for _ in 0..<50 {
            var text = ""
            for _ in 0..<(random.next() % 30) {
                let ranges: [UInt32] = [0x20, 0x80, 0x800, 0xD800, 0x10FFFF]
                let number = UInt32(random.next() % UInt64(ranges[Int(random.next() % 5)]))
                text.unicodeScalars.append(Unicode.Scalar(number) ?? "\"")
            }
            var buffer = ByteBuffer()
            buffer.append(quoted: text)
            let written = Data(buffer.storage)
            let read = try JSONSerialization.jsonObject(with: written, options: .fragmentsAllowed) as? String
            #expect(read.map { Array($0.utf8) } == Array(text.utf8))
        }
    }

    @Test("bytes that are no UTF-8 become U+FFFD")
    func invalidUTF8() {
        var buffer = ByteBuffer()
        [0x61, 0xFF, 0xE4, 0xB8].withUnsafeBytes { (bytes: UnsafeRawBufferPointer) in buffer.append(quoted: bytes) }
        #expect(String(decoding: buffer.storage, as: UTF8.self).contains("\u{FFFD}"))
    }

    @Test(
        "integers and points are written in full",
        arguments: [
            (Int64.min, "-9223372036854775808"), (Int64.max, "9223372036854775807"), (0, "0"), (-1, "-1"), (10, "10"),
            (999, "999"), (1000, "1000"), (-1005, "-1005"), (1050, "1050"), (-50, "-50"),
        ] as [(Int64, String)])
    func numbers(value: Int64, text: String) {
        var buffer = ByteBuffer()
        buffer.append(integer: value)
        #expect(String(decoding: buffer.storage, as: UTF8.self) == text)
        buffer.removeAll()
        buffer.append(Points(thousandths: value))
        #expect(String(decoding: buffer.storage, as: UTF8.self) == Points(thousandths: value).description)
    }

    @Test("a closed pipe and a full disk are told apart")
    func failures() throws {
        signal(SIGPIPE, SIG_IGN)
        var ends: [Int32] = [0, 0]
        #expect(pipe(&ends) == 0)
        close(ends[0])
        defer { close(ends[1]) }
        let full = open("/dev/full", O_WRONLY)
        defer { close(full) }
        for (descriptor, isClosedPipe) in [(ends[1], true), (full, false)] {
            let error = #expect(throws: OutputError.self) {
                let output = OutputFile(descriptor: descriptor, name: "out")
                try [UInt8](repeating: 65, count: 10).withUnsafeBytes { try output.write($0) }
            }
            #expect(error?.isClosedPipe == isClosedPipe)
            #expect(error?.message == (isClosedPipe ? "Broken pipe" : "No space left on device"))
        }
    }
}
