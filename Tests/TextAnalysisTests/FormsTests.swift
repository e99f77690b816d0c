import Foundation
import Testing

@testable import TextAnalysis

/// Forms of a string, while its bytes are in place.
func withForms<Result>(_ text: String, _ body: (TextForms) throws -> Result) rethrows -> Result {
    let forms = TextForms()
    var text = text
    return try text.withUTF8 { bytes in
        forms.reset(UnsafeRawBufferPointer(bytes))
        return try body(forms)
    }
}

func string(_ bytes: UnsafeRawBufferPointer) -> String { String(decoding: bytes, as: UTF8.self) }

/// The shared data folder beside the package, or `nil`.
let sharedFolder: String? = {
    let beside = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("shared").path
    let folder = ProcessInfo.processInfo.environment["MODFILTER_SHARED"] ?? beside
    return FileManager.default.fileExists(atPath: folder + "/data/adversarial") ? folder : nil
}()

@Suite("Forms of a text")
struct FormsTests {
    @Test(
        "markup is taken out and entities are decoded",
        arguments: [
            ("plain text", "plain text"),
            ("", ""),
            ("<b>bold</b> and <i class='x'>italic</i>", "bold and italic"),
            ("<p>one</p><p>two</p>", "one\ntwo\n"),
            ("one<br>two<br/>three", "one\ntwo\nthree"),
            ("<div><p>one</p></div>", "one\n"),
            ("a<!-- hidden > b -->c", "ac"),
            ("a<!-->c", "ac"),
            ("a<!-- never closed", "a<!-- never closed"),
            ("a<!-- never <b>closed</b>", "aclosed"),
            ("<a title=\"a > b\" href=x>link</a>", "link"),
            ("<a title=\"never closed>link</a>", "link"),
            ("<script>alert(1)</script>seen", "seen"),
            ("<STYLE>p{}</STYLE>seen", "seen"),
            ("<script>never closed", "never closed"),
            ("i <3 you", "i <3 you"),
            ("a < b and c > d", "a < b and c > d"),
            ("<http://example.org/>", "<http://example.org/>"),
            ("<ann@example.org>", "<ann@example.org>"),
            ("<o:p></o:p>x", "x"),
            ("<", "<"),
            ("</", "</"),
            ("<b", "<b"),
            ("&amp;&lt;&gt;&quot;&#39;&apos;", "&<>\"''"),
            ("&#x4F60;&#22909;", "你好"),
            ("&#0;&#xD800;&#x110000;", "\u{FFFD}\u{FFFD}\u{FFFD}"),
            ("&#128;&#150;", "€–"),
            ("&nbsp;&eacute;&Eacute;&hearts;", "\u{A0}éÉ♥"),
            ("&NotEqualTilde;", "≂̸"),
            ("&copy 2026 &copy=1 &copyx", "© 2026 &copy=1 &copyx"),
            ("&unknown; & &; &# &#x;", "&unknown; & &; &# &#x;"),
            ("AT&T", "AT&T"),
            ("&amp;lt;", "&lt;"),
            ("[b]bold[/b] [i]x[/i]", "bold x"),
            ("[url=http://a.example]here[/url]", "here"),
            ("[url]http://a.example[/url]", "http://a.example"),
            ("[quote=Ann]said[/quote]reply", "said\nreply"),
            ("[color=#ff0000]red[/color]", "red"),
            ("[list][*]one[*]two[/list]", "one\ntwo\n"),
            ("[unknown]x[/unknown]", "[unknown]x[/unknown]"),
            ("[1] and [b", "[1] and [b"),
            ("[here](http://a.example/b_(c)) now", "here now"),
            ("![cat](cat.png \"A cat\")", "cat"),
            ("[a &amp; b](u)", "a & b"),
            ("[a](b c)", "[a](b c)"),
            ("[a](", "[a]("),
            ("[a]()", "[a]()"),
            ("[[x](u)]", "[x]"),
            ("[<b>x](u)</b>", "x"),
            ("ca[b]si[/b]no", "casino"),
        ])
    func text(_ raw: String, _ expected: String) {
        withForms(raw) { #expect(string($0.bytes(.text)) == expected) }
    }

    @Test(
        "folding takes away case, width, compatibility and what can't be seen",
        arguments: [
            ("Casino", "casino"), ("ＣＡＳＩＮＯ", "casino"), ("ca\u{200B}si\u{AD}no\u{FEFF}", "casino"),
            ("Straße", "strasse"), ("ﬃ", "ffi"), ("ⅷ", "viii"), ("①", "1"), ("ΛΌΓΟΣ", "λόγοσ"), ("ＡＢ&#67;", "abc"),
            ("e\u{301}", "é"), ("ｶﾞ", "ガ"), ("İ", "i"), ("𝐂𝐀𝐒𝐈𝐍𝐎", "casino"), ("🅲", "🅲"), ("a\u{3000}b", "a b"),
            ("é<b>É</b>", "éé"), ("赌博", "赌博"), ("ﷺ", "صلى الله عليه وسلم"), ("", ""),
        ])
    func folded(_ raw: String, _ expected: String) {
        withForms(raw) { #expect(string($0.bytes(.folded)).unicodeScalars.elementsEqual(expected.unicodeScalars)) }
    }

    @Test(
        "a stretch of a form leads back to whole characters, entities and tags",
        arguments: [
            ("a Casino b", "casino", TextForm.folded, "Casino"),
            ("a ｃａｓｉｎｏ b", "casino", .folded, "ｃａｓｉｎｏ"),
            ("a ca&#115;ino b", "casino", .folded, "ca&#115;ino"),
            ("<b>ca</b>sino", "casino", .text, "ca</b>sino"),
            ("x ﷺ y", "الله", .folded, "ﷺ"),
            ("cafe\u{301}s", "é", .folded, "e\u{301}"),
            ("one<br>two", "\n", .text, "<br>"),
            ("&NotEqualTilde;x", "\u{338}", .text, "&NotEqualTilde;"),
            ("é [here](http://a.example) x", "here", .text, "here"),
            ("ÉÉ casino", "casino", .folded, "casino"),
            ("\u{200B}casino\u{200B}", "casino", .folded, "casino"),
            ("ß\u{200B}casino", "casino", .folded, "casino"),
        ])
    func back(_ raw: String, _ part: String, _ form: TextForm, _ expected: String) throws {
        try withForms(raw) { forms in
            let bytes = Array(forms.bytes(form))
            let wanted = Array(part.utf8)
            let start = try #require(
                bytes.indices.first { bytes[$0...].starts(with: wanted) }, "\(part) is not in the form")
            let range = forms.rawRange(of: start..<start + wanted.count, in: form)
            #expect(string(UnsafeRawBufferPointer(rebasing: forms.bytes(.raw)[range])) == expected)
        }
    }

    @Test(
        "every stretch of every form of a nasty string is cut on character boundaries",
        .enabled(if: sharedFolder != nil))
    func boundaries() throws {
        let folder = try #require(sharedFolder)
        let data = try Data(contentsOf: URL(fileURLWithPath: folder + "/data/adversarial/naughty-strings.json"))
        let strings = try #require(try JSONSerialization.jsonObject(with: data) as? [String])
        #expect(strings.count > 400)
        for raw in strings {
            withForms(raw) { forms in
                let bytes = forms.bytes(.raw)
                for form in TextForm.allCases {
                    let count = forms.bytes(form).count
                    for start in stride(from: 0, through: count, by: max(1, count / 40)) {
                        for length in [0, 1, 2, 5, count] {
                            let range = forms.rawRange(of: start..<max(start, min(start + length, count)), in: form)
                            #expect(range.lowerBound >= 0 && range.upperBound <= bytes.count)
                            #expect(isBoundary(range.lowerBound, bytes) && isBoundary(range.upperBound, bytes))
                        }
                    }
                    #expect(String(validating: forms.bytes(form), as: UTF8.self) != nil)
                }
                touchEverything(forms)
            }
        }
    }

    @Test("what lies beyond the limit is cut on a character boundary")
    func truncation() {
        let raw = String(repeating: "你", count: TextForms.limit / 3 + 10)
        withForms(raw) { forms in
            #expect(forms.isTruncated)
            #expect(forms.bytes(.raw).count == TextForms.limit / 3 * 3)
        }
        withForms("short") { #expect(!$0.isTruncated) }
    }

    @Test(
        "hostile texts end",
        arguments: [
            "<", "&", "[", "<a ", "<a href=\"", "<a href=\">", "<!--", "<!-- >", "[url=", "[url=x]", "[x](", "[](",
            "[](()",
            "[x](u \"", "<script>", "<a href=http://a.example>", "http://", "http://a.example ", "a.com ", "a.", "@",
            "@a", "#",
            "#a", "#a b#", "1-", "qq ", "<b b='", "](", "[b]", "&amp", "&#", "www.", "a@b.com ", "\u{301}", "👨‍👩‍👧",
            "e\u{301}", "ﷺ", "ก",
            "<a b=\">\" c=", "\r\n", "a", ".", "-", "http://a.example/(",
        ])
    func hostile(_ unit: String) {
        for suffix in ["", ">", "\">", ")", "]", "-->"] {
            withForms(String(repeating: unit, count: 30_000 / unit.utf8.count) + suffix) { touchEverything($0) }
        }
    }

    private func isBoundary(_ index: Int, _ bytes: UnsafeRawBufferPointer) -> Bool {
        index == bytes.count || bytes[index] & 0xC0 != 0x80
    }
}

/// Asks a text for all that it knows, and checks each range.
func touchEverything(_ forms: TextForms) {
    let raw = forms.bytes(.raw)
    let text = forms.bytes(.text)
    let whole = 0..<text.count
    _ = forms.fingerprint
    #expect(forms.statistics.letters >= forms.statistics.cased)
    for span in [forms.words(), forms.mixedWords(), forms.mentions, forms.topics] {
        for range in span { #expect(!range.isEmpty && range.clamped(to: whole) == range) }
    }
    for contact in forms.contacts.contacts { #expect(contact.value.upperBound <= forms.bytes(.folded).count) }
    let list = forms.links
    #expect(list.links.count <= LinkList.limit)
    for link in list.links {
        #expect(!link.at.isEmpty && link.at.upperBound <= raw.count)
        #expect(!list.string(link.host).isEmpty)
    }
    for form in TextForm.allCases { _ = forms.rawRange(of: 0..<forms.bytes(form).count, in: form) }
}
