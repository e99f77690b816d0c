import Moderation
import Testing

@testable import CommentFormats

struct FieldTests {
    @Test(
        "a field is read from its own name and from each alias",
        arguments: FieldKeys.table.prefix(16).flatMap { row in row.keys.map { (row.slot, "\($0)") } })
    func names(slot: Int, key: String) throws {
        let field = try #require(Field(rawValue: UInt8(slot)))
        let other = field == .body ? "url" : "body"
        let record = try #require(Record.one(#"{"\#(key)":"value","\#(other)":"other"}"#))
        #expect(record.fields[field.name] == "value")
        #expect(record.extra == nil)
        #expect(record.code == nil)
    }

    @Test(
        "our own name wins over an alias, and the earlier alias over the later",
        arguments: [
            (#"{"content":"c","body":"b"}"#, "b", #"{"content":"c"}"#),
            (#"{"text":"t","comment_content":"c","message":"m"}"#, "c", #"{"text":"t","message":"m"}"#),
            (#"{"body":null,"content":"c"}"#, "c", nil),
            (#"{"body":"first","body":"last"}"#, "last", nil),
            (#"{"body":"first","body":null,"text":"t"}"#, "t", nil),
            (#"{"content":{"raw":"typed","rendered":"<p>typed"}}"#, "typed", nil),
            (#"{"content":{"rendered":"<p>typed","protected":[{"raw":"no"}]}}"#, "<p>typed", nil),
            (#"{"content":{"nested":{"a":[1,{"b":{}}]},"rendered":"x","raw":null}}"#, "x", nil),
            (#"{"content":"loses","body":"","content":"twice"}"#, "", #"{"content":"twice"}"#),
            (#"{"bo\u0064y":"escaped key"}"#, "escaped key", nil),
        ] as [(String, String, String?)])
    func precedence(line: String, body: String, extra: String?) throws {
        let record = try #require(Record.one(line))
        #expect(record.fields["body"] == body)
        #expect(record.extra == extra)
        #expect(record.code == nil)
    }

    @Test(
        "what is no field is kept with its type and order",
        arguments: [
            #"{"section2":"x","n":-9223372036854775808,"u":18446744073709551615,"d":0.5,"t":true,"f":false,"z":null}"#,
            #"{"a":[[],{},[1,[2,{"b":[]}]],"x"],"o":{"k":{"l":{}},"m":[0]},"":1}"#,
            #"{"quote\"d":"line\nbreak 中文 😀","nul":"\u0000"}"#,
        ])
    func extra(value: String) throws {
        let record = try #require(Record.one(#"{"body":"b",\#(value.dropFirst())"#))
        #expect(record.extra == value)
    }

    @Test("labels and moderation are never shown to rules")
    func hiddenMembers() throws {
        let record = try #require(Record.one(#"{"labels":{"spam":true},"body":"b","moderation":{"verdict":"accept"}}"#))
        #expect(record.extra == nil)
        #expect(record.hasModeration)
    }

    @Test(
        "identifiers may be strings or integers, and come back as they came",
        arguments: [
            (#""a-1""#, "a-1", false), ("17", "17", true), ("-3", "-3", true), ("0", "0", true),
            ("18446744073709551615", "18446744073709551615", true),
            ("-9223372036854775808", "-9223372036854775808", true), (#""""#, "", false),
        ])
    func identifiers(value: String, text: String, isInteger: Bool) throws {
        let record = try #require(Record.one(#"{"body":"b","id":\#(value),"post":\#(value)}"#))
        #expect(record.fields["id"] == text)
        #expect(record.fields["post"] == text)
        #expect(record.integers == (isInteger ? ["id", "post"] : []))
    }

    @Test(
        "a parent of 0 is absent",
        arguments: [("0", nil), (#""0""#, nil), ("null", nil), ("5", "5"), (#""00""#, "00"), (#""""#, "")]
            as [(String, String?)])
    func parents(value: String, parent: String?) throws {
        #expect(try #require(Record.one(#"{"body":"b","parent":\#(value)}"#)).fields["parent"] == parent)
    }

    @Test(
        "a comment without a type, or with a blank one, is a comment",
        arguments: [
            (#"{"body":"b"}"#, "comment"), (#"{"body":"b","type":""}"#, "comment"),
            (#"{"body":"b","type":null}"#, "comment"), (#"{"body":"b","comment_type":"pingback"}"#, "pingback"),
            (#"{"body":"b","type":"","comment_type":"pingback"}"#, "comment"),
        ])
    func types(line: String, type: String) throws {
        #expect(try #require(Record.one(line)).fields["type"] == type)
    }

    @Test("an integer author, WordPress's number of a user, goes to extra and the next name applies")
    func integerAuthor() throws {
        let record = try #require(Record.one(#"{"author":7,"author_name":"Ann","body":"b"}"#))
        #expect(record.fields["author"] == "Ann")
        #expect(record.extra == #"{"author":7}"#)
        #expect(Record.one(#"{"author":7}"#)?.code == "no_content")
        #expect(Record.one(#"{"author":7,"author":"Ann"}"#)?.extra == nil)
    }

    @Test("blank strings are stored as they are")
    func blanks() throws {
        let record = try #require(Record.one(#"{"body":"","author":"  ","email":""}"#))
        #expect(record.fields["body"] == "")
        #expect(record.fields["author"] == "  ")
        #expect(record.fields["email"] == "")
    }

    @Test(
        "a lone surrogate escape becomes U+FFFD and a pair its character",
        arguments: [
            (#"\ud800"#, "\u{FFFD}"), (#"a\uDC00b"#, "a\u{FFFD}b"), (#"\ud83d\ude00"#, "😀"),
            (#"\ud800\ud83d\ude00"#, "\u{FFFD}😀"), (#"\ud800\u0041"#, "\u{FFFD}A"), (#"\\ud800"#, #"\ud800"#),
            (#"\\\ud800\n"#, "\\\u{FFFD}\n"), (#"\ud800\\"#, "\u{FFFD}\\"), (#"\udfff\udfff"#, "\u{FFFD}\u{FFFD}"),
        ])
    func surrogates(escaped: String, text: String) throws {
        let record = try #require(Record.one(#"{"body":"\#(escaped)","x\ud800":"\#(escaped)"}"#))
        #expect(record.fields["body"] == text)
        #expect(record.extra?.hasPrefix("{\"x\u{FFFD}\":") == true)
    }

    @Test("escapes and NUL are read, whatever stands behind the line")
    func escapes() {
        for next in ["", "\n", "\n\"\\", "\r\n}}}}", "\n" + String(repeating: "\"", count: 80)] {
            let records = Record.decode(#"{"body":"\u0000\"\\\/\b\f\n\r\t\u4e2d"}"# + next)
            #expect(records.first?.fields["body"] == "\0\"\\/\u{8}\u{C}\n\r\t中")
        }
    }
}
