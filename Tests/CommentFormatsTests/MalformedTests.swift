import Testing

@testable import CommentFormats

struct MalformedTests {
    @Test(
        "a broken line says what is wrong and at which byte",
        arguments: [
            (#"{"body":"b""#, "invalid_json", "unexpected end of line at byte 11"),
            (#"{"body":"b"#, "invalid_json", "unexpected end of line at byte 10"),
            (#"{"body":"x","z":tru}"#, "invalid_json", "expected a value at byte 16"),
            (#"{"body":"x","z":tru"#, "invalid_json", "unexpected end of line at byte 19"),
            (#"{"body" "x"}"#, "invalid_json", "expected ':' at byte 8"),
            (#"{"body":"x" "y":1}"#, "invalid_json", "expected ',' or '}' at byte 12"),
            (#"{"body":"x",}"#, "invalid_json", "expected a key in quotation marks at byte 12"),
            (#"{body:1}"#, "invalid_json", "expected a key in quotation marks at byte 1"),
            (#"{"a":[1 2]}"#, "invalid_json", "expected ',' or ']' at byte 8"),
            (#"{"a":01}"#, "invalid_json", "invalid number at byte 5"),
            (#"{"a":-}"#, "invalid_json", "invalid number at byte 5"),
            (#"{"a":1.}"#, "invalid_json", "invalid number at byte 5"),
            (#"{"a":"\x"}"#, "invalid_json", "invalid escape in a string at byte 6"),
            (#"{"a":"\u12g4"}"#, "invalid_json", "invalid escape in a string at byte 6"),
            ("{\"a\":\"\t\"}", "invalid_json", "unescaped control character in a string at byte 6"),
            ("{\"a\":\"\0\"}", "invalid_json", "unescaped control character in a string at byte 6"),
            ("{\"a\":1}\0", "invalid_json", "unexpected text behind the end of the JSON value at byte 7"),
            ("\0", "invalid_json", "expected a value at byte 0"),
            ("  ", "invalid_json", "unexpected end of line at byte 2"),
            (#"{} {}"#, "invalid_json", "unexpected text behind the end of the JSON value at byte 3"),
            (#"{"body":1e999}"#, "number_out_of_range", "number out of range at byte 8"),
            (#"{"a":18446744073709551616}"#, "number_out_of_range", "number out of range at byte 5"),
            (#"{"a":[0,-9223372036854775809]}"#, "number_out_of_range", "number out of range at byte 8"),
            (#"["body"]"#, "not_an_object", "the line holds JSON, but no object"),
            (#""body""#, "not_an_object", "the line holds JSON, but no object"),
            ("null", "not_an_object", "the line holds JSON, but no object"),
            ("{}", "no_content", "the comment has no body, no author and no url; it needs one of them"),
            (#"{"email":"a@b.example","body":null}"#, "no_content", nil),
            (#"{"body":5}"#, "invalid_field", "body must be a string"),
            (#"{"email":5,"body":"b"}"#, "invalid_field", "email must be a string"),
            (#"{"comment_author_email":[],"body":"b"}"#, "invalid_field", "comment_author_email must be a string"),
            (#"{"id":1.5,"body":"b"}"#, "invalid_field", "id must be a string or an integer"),
            (#"{"id":true,"body":"b"}"#, "invalid_field", "id must be a string or an integer"),
            (#"{"author":{},"body":"b"}"#, "invalid_field", "author must be a string"),
            (#"{"content":{}}"#, "invalid_field", "content must be a string or an object with raw or rendered"),
            (#"{"content":{"raw":1,"rendered":"x"}}"#, "invalid_field", nil),
            (#"{"body":{"raw":"x"}}"#, "invalid_field", "body must be a string"),
        ] as [(String, String, String?)])
    func broken(line: String, code: String, message: String?) throws {
        let record = try #require(Record.one(line))
        #expect(record.code == code)
        if let message { #expect(record.message == message) }
        #expect(record.fields.isEmpty)
        #expect(record.raw == Array(line.utf8))
    }

    @Test(
        "invalid UTF-8 is told with its place",
        arguments: [
            [0xFF], [0xC0, 0xAF], [0xE0, 0x80, 0xAF], [0xF0, 0x80, 0x80, 0xAF], [0xED, 0xA0, 0x80], [0xC3], [0x80],
            [0xF4, 0x90, 0x80, 0x80], [0xE4, 0xB8], [0xF8, 0x88, 0x80, 0x80, 0x80],
        ] as [[UInt8]])
    func invalidUTF8(bytes: [UInt8]) throws {
        let records = Record.decode(Array(#"{"body":"中"#.utf8) + bytes + Array(#""}"#.utf8))
        #expect(records.map(\.code) == ["invalid_utf8"])
        #expect(records.first?.message == "invalid UTF-8 at byte 12")
    }

    @Test("deep nesting is refused, and a thousand levels are not")
    func depth() throws {
        func nested(_ depth: Int) -> String {
            #"{"body":"b","x":"# + String(repeating: "[", count: depth) + "1"
                + String(repeating: "]", count: depth) + "}"
        }
        #expect(Record.one(nested(1000))?.code == nil)
        #expect(Record.one(nested(1000))?.extra?.count == 2000 + 7)
        let record = try #require(Record.one(nested(2000)))
        #expect(record.code == "too_deep")
        #expect(record.message == "objects and arrays stand more than 1024 deep in each other at byte 1039")
        #expect(Record.one(String(repeating: "[", count: 200_000))?.code == "too_deep")
    }

    @Test("a message never holds the record's own text")
    func discretion() {
        for line in [#"{"secret":"secret","body":secret}"#, #"{"email":{"secret":1},"body":"secret"}"#, "secret"] {
            #expect(Record.one(line)?.message?.contains("secret") == false)
        }
    }

    @Test("a malformed line between good ones harms neither")
    func neighbours() {
        let records = Record.decode("{\"body\":\"1\"}\n{\"body\":\n{\"body\":\"3\"}\n")
        #expect(records.map(\.line) == [1, 2, 3])
        #expect(records.map(\.code) == [nil, "invalid_json", nil])
        #expect(records.map { $0.fields["body"] } == ["1", nil, "3"])
    }
}
