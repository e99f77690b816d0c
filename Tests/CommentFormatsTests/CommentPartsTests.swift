import Testing

@testable import CommentFormats
@testable import Moderation

@Suite("The parts of a comment that hold its addresses")
struct CommentPartsTests {
    @Test(
        "are found under each of their names, and a JSON object is left",
        arguments: [
            (#"{"body":"x","moderation":{}}"#, #"{"body":"x","moderation":{}}"#),
            (#"{"email":"a@b","body":"x","moderation":{}}"#, #"{"body":"x","moderation":{}}"#),
            (#"{"body":"x","author_email":"a@b","author_ip":"::1","moderation":{}}"#, #"{"body":"x","moderation":{}}"#),
            (
                #"{"comment_author_IP":"::1", "comment_author_email" : "a@b" ,"z":1,"user_ip":"::1","moderation":{}}"#,
                #"{"z":1,"moderation":{}}"#
            ),
            (#"{"\u0065mail":"a@b","author\u005Fip":[{"ip":",}"}],"m":1}"#, #"{"m":1}"#),
            (#"{"email":"a","email":"b","email":null,"body":"\"ip\":1,"}"#, #"{"body":"\"ip\":1,"}"#),
            (#"{"body":"x","email":"a@b","ip":"::1"}"#, #"{"body":"x"}"#),
            (#"{"email":"a@b","body":"x","ip":"::1"}"#, #"{"body":"x"}"#),
            (#"{"email":"a@b","ip":"::1"}"#, "{}"),
            (#"{"email2":"a@b","author":{"email":"a@b"}}"#, #"{"email2":"a@b","author":{"email":"a@b"}}"#),
            ("{}", "{}"), ("", ""), ("no JSON", "no JSON"),
        ])
    func parts(record: String, rest: String) {
        #expect(without([.email, .ip], record) == rest)
    }

    @Test(
        "are those of the fields asked for",
        arguments: [([Field.email], #"{"ip":"::1"}"#), ([], #"{"email":"a","ip":"::1"}"#)])
    func single(fields: [Field], rest: String) {
        #expect(without(fields, #"{"email":"a","ip":"::1"}"#) == rest)
    }

    private func without(_ fields: [Field], _ record: String) -> String {
        let bytes = Array(record.utf8)
        var parts = [0..<1]
        bytes.withUnsafeBytes { CommentJSON().find(fields, in: $0, into: &parts) }
        var left: [UInt8] = []
        var start = 0
        for part in parts {
            left += bytes[start..<part.lowerBound]
            start = part.upperBound
        }
        return String(decoding: left + bytes[start...], as: UTF8.self)
    }

    @Test("and the fields themselves are read from what was written")
    func values() {
        let reader = StoredComment()
        let comment = #"{"id":7,"comment_author_email":"a@b","body":"\u4f60","moderation":{"x":1}}"#
        #expect(reader.values(of: [.email, .id, .body, .ip], in: comment) == ["a@b", "7", "你", nil])
        #expect(reader.values(of: [.body], in: "no JSON") == [nil])
        #expect(reader.values(of: [.body], in: "") == [nil])
    }
}
