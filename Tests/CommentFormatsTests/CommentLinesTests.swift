import Foundation
import Testing

@testable import CommentFormats
@testable import Moderation

struct CommentLinesTests {
    let fixtures: VerdictFixtures
    private let moderation = #""moderation":{"verdict":"accept","because":"score","score":0,"rules":[]}"#

    init() throws { fixtures = try VerdictFixtures() }

    private func written(_ line: String) throws -> String {
        try fixtures.written(line, fixtures.quiet()) { CommentLines(output: $0) }
    }

    @Test(
        "the verdict stands under moderation and all else is kept byte for byte",
        arguments: [
            (#"{"body":"x"}"#, #"{"body":"x","#, "}"),
            (#"  { "body" : "\u0078\/" , "n":1.50e+2 } "#, #"  { "body" : "\u0078\/" , "n":1.50e+2 ,"#, "} "),
            ("{\"body\":\"}\\\"{\"}\r\n", #"{"body":"}\"{","#, "}"),
            (#"{"moderation":{"a":[1,{"b":"]},\\\""}]},"body":"x"}"#, #"{"body":"x","#, "}"),
            (#"{"body":"x","moderation":null}"#, #"{"body":"x","#, "}"),
            (#"{"body":"x" , "moderation" : "a,b" , "z":[]}"#, #"{"body":"x" , "z":[],"#, "}"),
            (#"{"moderation":1,"body":"x","moderation":2}"#, #"{"body":"x","#, "}"),
            (
                #"{"body":"moderation","m\u006fderati\u006Fn":1,"moderation2":2}"#,
                #"{"body":"moderation","moderation2":2,"#, "}"
            ),
            (
                #"{"moderation":0,"moderatio\u006d":1,"body":"\"moderation\":"}"#,
                #"{"moderatio\u006d":1,"body":"\"moderation\":","#, "}"
            ),
            (#"{"o":{"moderation":1},"body":"x"}"#, #"{"o":{"moderation":1},"body":"x","#, "}"),
        ])
    func replaced(line: String, before: String, after: String) throws {
        let text = try written(line)
        #expect(text == before + moderation + after + "\n")
        let object = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
        #expect(object?["moderation"] is [String: Any])
    }

    @Test("filters can be chained any number of times")
    func chained() throws {
        let line = #"{"body":"x","labels":{"spam":true}}"#
        let once = try written(line)
        #expect(try written(once) == once)
    }

    @Test("a record that is no comment is replaced by its error")
    func malformed() throws {
        #expect(
            try written("nul")
                == #"{"line":17,"error":{"code":"invalid_json","message":"unexpected end of line at byte 3"}}"# + "\n")
    }
}
