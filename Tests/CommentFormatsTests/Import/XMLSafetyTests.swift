import Foundation
import Testing

@testable import CommentFormats

@Suite("Hostile XML, and XML in other encodings")
struct XMLSafetyTests {
    private func export(_ declarations: String, author: String) -> String {
        let export = WordPressExportTests.export(
            WordPressExportTests.comment(1, "<wp:comment_author>\(author)</wp:comment_author>"))
        return export.replacing("<rss ", with: declarations + "\n<rss ")
    }

    @Test("entities that grow without end are an error with its line, at once")
    func billionLaughs() throws {
        var declarations = "<!DOCTYPE rss [<!ENTITY lol0 \"lol\">\n"
        for level in 1...9 {
            let parts = String(repeating: "&lol\(level - 1);", count: 10)
            declarations += "<!ENTITY lol\(level) \"\(parts)\">\n"
        }
        let imported = try Imported(.wordpress, export(declarations + "]>", author: "&lol9;"))
        #expect(imported.lines.isEmpty)
        #expect(
            imported.problems == ["24: the entity \"lol9\" is not known; those that a file declares are not expanded"])
    }

    @Test("no external entity is opened, whatever declares it", arguments: [0, 1, 2, 3])
    func external(_ way: Int) throws {
        let place = NSTemporaryDirectory() + "modfilter-secret-" + UUID().uuidString
        try "<!ENTITY s 'secret'>secret".write(toFile: place, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(atPath: place) }
        let before = try FileManager.default.attributesOfItem(atPath: place)[.modificationDate] as? Date
        let declarations = [
            "<!DOCTYPE rss [<!ENTITY s SYSTEM \"file://\(place)\">]>", "<!DOCTYPE rss SYSTEM \"file://\(place)\">",
            "<!DOCTYPE rss [<!ENTITY % p SYSTEM \"file://\(place)\">%p;]>",
            "<!DOCTYPE rss PUBLIC \"-//x\" \"http://127.0.0.1:9/x.dtd\" [<!ENTITY s SYSTEM \"http://127.0.0.1:9/s\">]>",
        ]
        let imported = try Imported(.wordpress, export(declarations[way], author: "a&s;b"))
        #expect(!imported.lines.joined().contains("secret"))
        let message = way == 2 ? "PEReference: %p; not found" : "the entity \"s\" is not known"
        #expect(imported.problems.count == 1 && imported.problems[0].contains(message), "\(imported.problems)")
        #expect(try FileManager.default.attributesOfItem(atPath: place)[.modificationDate] as? Date == before)
    }

    @Test("a document type that declares nothing that is used does no harm")
    func harmlessType() throws {
        let type =
            "<!DOCTYPE rss PUBLIC \"-//x\" \"http://127.0.0.1:9/x.dtd\" [<!ENTITY a \"<b c='d'/>\"><!ELEMENT x ANY>]>"
        #expect(try Imported(.wordpress, export(type, author: "Ann")).values("author") == ["Ann"])
    }

    @Test("attributes without number, and those that a document declares for its elements, are refused at once")
    func attributes() throws {
        let many = (1...200_000).map { " a\($0)='>'" }.joined()
        let long = try Imported(
            .wordpress, WordPressExportTests.export(WordPressExportTests.body("one") + "<x\(many)/>"), piece: 5000)
        #expect(long.values("body") == ["one"])
        #expect(long.problems == ["14: the tag of an element is longer than 16 KiB"])
        let type = "<!DOCTYPE rss [<!ATTLIST comment \(many.replacing("='>'", with: " CDATA '>'"))>]>"
        let declared = try Imported(.wordpress, export(type, author: "Ann"))
        #expect(declared.problems == ["2: it declares attributes, as no export does"])
    }

    @Test("names without end, and comments and tags that never close, end with an error")
    func bounds() throws {
        for part in ["<" + String(repeating: "n", count: 200_000), "<!-- " + String(repeating: "x ", count: 6_000_000)]
        {
            let imported = try Imported(
                .wordpress, WordPressExportTests.export(WordPressExportTests.body("one") + part))
            #expect(imported.values("body") == ["one"])
            #expect(imported.problems.count == 1)
        }
    }

    @Test("names without number are refused before they cost time")
    func names() throws {
        let many = (1...100_000).map { "<n\($0)/>" }.joined()
        let imported = try Imported(
            .wordpress, WordPressExportTests.export(WordPressExportTests.body("one") + many))
        #expect(imported.values("body") == ["one"])
        #expect(imported.problems == ["14: it is no well-formed XML: it has more than 10,000 different names"])
    }

    @Test("an XML comment without end says what is too long")
    func longComment() throws {
        let long = "<!-- " + String(repeating: "x ", count: 6_000_000)
        let imported = try Imported(.wordpress, WordPressExportTests.export(WordPressExportTests.body("one") + long))
        #expect(imported.problems == ["14: a comment, an instruction or a tag in it has more than 10 MB"])
    }

    @Test("a section whose end half a character takes away is named", arguments: [1, 50, 1 << 20])
    func lostSection(_ piece: Int) throws {
        let export = Self.encoded("GBK", [0x41, 0x0A, 0x0A, 0xB6])
        let imported = try Imported(.wordpress, export, piece: piece)
        #expect(imported.problems.last?.hasSuffix("in a CDATA section that begins in line 13") == true)
    }

    static let encodings: [(name: String, text: String, bytes: [UInt8])] = [
        // Each with the bytes that the encoding's own table gives.
        ("GBK", "赌博€", [0xB6, 0xC4, 0xB2, 0xA9, 0x80]), ("gb2312", "中文", [0xD6, 0xD0, 0xCE, 0xC4]),
        ("Big5", "中文", [0xA4, 0xA4, 0xA4, 0xE5]), ("Shift_JIS", "日本ｱ表", [0x93, 0xFA, 0x96, 0x7B, 0xB1, 0x95, 0x5C]),
        ("windows-1252", "naïve €", [0x6E, 0x61, 0xEF, 0x76, 0x65, 0x20, 0x80]),
        // What calls itself so is the larger set (WHATWG Encoding Standard).
        ("ISO-8859-1", "naïve €", [0x6E, 0x61, 0xEF, 0x76, 0x65, 0x20, 0x80]),
        ("KOI8-R", "Мир", [0xED, 0xC9, 0xD2]), ("EUC-KR", "한국", [0xC7, 0xD1, 0xB1, 0xB9]),
        ("utf-8", "赌", [0xE8, 0xB5, 0x8C]),
    ]

    static func encoded(_ name: String, _ bytes: [UInt8]) -> [UInt8] {
        let export = WordPressExportTests.export(WordPressExportTests.body("|")).replacing("UTF-8", with: name)
        let parts = export.utf8.split(separator: UInt8(ascii: "|"))
        return Array(parts[0]) + bytes + Array(parts[1])
    }

    @Test(
        "encodings that the file declares are converted, in pieces of any length", arguments: encodings,
        [1, 7, 1 << 20])
    func converted(_ encoding: (name: String, text: String, bytes: [UInt8]), _ piece: Int) throws {
        let imported = try Imported(.wordpress, Self.encoded(encoding.name, encoding.bytes), piece: piece)
        #expect(imported.values("body") == [encoding.text])
        #expect(imported.problems.isEmpty)
    }

    @Test("UTF-16 is told by its mark", arguments: [String.Encoding.utf16LittleEndian, .utf16BigEndian])
    func utf16(_ encoding: String.Encoding) throws {
        let export = WordPressExportTests.export(WordPressExportTests.body("赌博 🎲")).replacing("UTF-8", with: "UTF-16")
        let data = try #require(("\u{FEFF}" + export).data(using: encoding))
        #expect(try Imported(.wordpress, Array(data), piece: 1000).values("body") == ["赌博 🎲"])
    }

    @Test(
        "bytes that are no text in the file's encoding become U+FFFD, told with their line",
        arguments: [("GBK", [0xB6, 0xFF, 0x41]), ("UTF-8", [0x61, 0xE8, 0xB5, 0x41]), ("UTF-8", [0xC0, 0xAF, 0x41])]
            as [(String, [UInt8])],
        [1, 1 << 20])
    func mangled(_ given: (name: String, bytes: [UInt8]), _ piece: Int) throws {
        let imported = try Imported(.wordpress, Self.encoded(given.name, given.bytes), piece: piece)
        let body = try #require(imported.values("body").first)
        #expect(body.contains("\u{FFFD}") && body.hasSuffix("A"))
        #expect(imported.problems == ["13: bytes that are no text in \(given.name); they became \u{FFFD}"])
    }

    @Test("a character that is cut off at the end is mangled too")
    func cutCharacter() throws {
        let bytes = Self.encoded("UTF-8", [0xE8, 0xB5])
        let end = try #require(bytes.firstIndex(of: 0xE8)) + 2
        let imported = try Imported(.wordpress, Array(bytes[..<end]))
        #expect(imported.problems.count == 2 && imported.problems[0].contains("no text in UTF-8"))
    }

    @Test("an encoding that nobody knows is an error, and --encoding stands in place of what the file says")
    func unknown() throws {
        let bytes = Self.encoded("x-klingon", [0xB6, 0xC4])
        #expect(try Imported(.wordpress, bytes).problems == ["-: nobody knows the encoding \"x-klingon\""])
        var options = CommentImport.Options()
        options.encoding = "GBK"
        #expect(try Imported(.wordpress, bytes, options: options).values("body") == ["赌"])
        options.encoding = "UTF-8,option"
        #expect(try Imported(.wordpress, bytes, options: options).lines.isEmpty)
    }
}
