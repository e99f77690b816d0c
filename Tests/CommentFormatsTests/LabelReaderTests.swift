import Moderation
import Testing

@testable import CommentFormats

@Suite("labels of a comment")
struct LabelReaderTests {
    private func labels(_ line: String) throws -> [String] {
        let source = RecordSource([Array(line.utf8)])
        let block = CommentBlock()
        #expect(source.fill(block))
        source.makeDecoder().decode(block)
        let entry = try #require(block.entries.first)
        #expect(entry.malformation == nil)
        return try LabelReader().labels(of: entry, in: block).map { "\($0.name) \($0.value)" }
    }

    @Test(
        "each label with its value, in order",
        arguments: [
            (#"{"body":"x","labels":{"spam":true,"tone":false}}"#, ["spam true", "tone false"]),
            (#"{"labels":{},"body":"x"}"#, []), (#"{"body":"x"}"#, []), (#"{"body":"x","labels":null}"#, []),
            (#"{"body":"x","labels":{"spam":null,"tone":true}}"#, ["tone true"]),
            (#"{"body":"x","labels":{"spam":true,"spam":false}}"#, ["spam false"]),
            (#"{"body":"x","labels":{"spam":true},"labels":{"tone":true}}"#, ["tone true"]),
            (#"{"body":"x","labels":{"\u5783\u573e":true}}"#, ["垃圾 true"]),
        ])
    func values(line: String, wanted: [String]) throws {
        #expect(try labels(line) == wanted)
    }

    @Test(
        "what is no label is told, and nothing of its value",
        arguments: [
            (#"{"body":"x","labels":{"spam":"yes"}}"#, #"the label "spam" is neither true nor false"#),
            (#"{"body":"x","labels":{"tone":true,"spam":{"a":[1]}}}"#, #"the label "spam" is neither true nor false"#),
            (#"{"body":"x","labels":{"a\u001b[2Jb":1}}"#, "the label \"a\u{FFFD}[2Jb\" is neither true nor false"),
            (#"{"body":"x","labels":["spam"]}"#, #"labels is no object; write "labels": {"spam": true}"#),
            (#"{"body":"x","labels":"spam"}"#, #"labels is no object; write "labels": {"spam": true}"#),
        ])
    func faults(line: String, wanted: String) throws {
        #expect(throws: LabelReader.Fault(message: wanted)) { try labels(line) }
    }

    @Test("a comment has 64 labels at most")
    func many() throws {
        func line(_ count: Int) -> String {
            #"{"body":"x","labels":{"# + (0..<count).map { "\"l\($0)\":true" }.joined(separator: ",") + "}}"
        }
        #expect(try labels(line(64)).count == 64)
        #expect(throws: LabelReader.Fault(message: "it has more than 64 labels")) { try labels(line(65)) }
    }
}
