import Testing

@testable import TextAnalysis

@Suite("quotations")
struct QuotationTests {
    private func quoted(_ text: String) -> [String] {
        var text = text
        return text.withUTF8 { bytes in
            let forms = TextForms()
            let raw = UnsafeRawBufferPointer(bytes)
            forms.reset(raw)
            return forms.quotations.map { String(decoding: raw[$0], as: UTF8.self) }
        }
    }

    @Test(
        "elements, codes and lines that quote",
        arguments: [
            ("no quotation", []),
            ("<blockquote>you said</blockquote> I say", ["<blockquote>you said</blockquote>"]),
            ("<BlockQuote cite=\"x\">a</BLOCKQUOTE>b", ["<BlockQuote cite=\"x\">a</BLOCKQUOTE>"]),
            ("a <q>b</q> c <q>d</q>", ["<q>b</q>", "<q>d</q>"]),
            ("[quote=Ann]b[/quote] c", ["[quote=Ann]b[/quote]"]),
            ("[quote]a[quote]b[/quote]c[/quote]d", ["[quote]a[quote]b[/quote]c[/quote]"]),
            ("> quoted\nmine", ["> quoted"]), ("mine\n >quoted\n> more\nmine", [" >quoted", "> more"]),
            ("&gt; quoted\nmine", ["&gt; quoted"]), ("5 > 4\n", []), ("<blockquote>no end", ["<blockquote>no end"]),
            ("</blockquote>stray", []), ("<blockquote>a\n> b\n</blockquote>", ["<blockquote>a\n> b\n</blockquote>"]),
            ("<quote>no element</quote>", []), ("[blockquote]no code[/blockquote]", []), ("", []), (">", [">"]),
            ("<blockquotes>x</blockquotes>", []), ("中文\n> 引用\n中文", ["> 引用"]),
            // Tags that a reader sees as line breaks begin and end lines.
            ("<p>&gt; you idiot</p>\n<p>That was not nice.</p>", ["&gt; you idiot"]),
            ("Hello<br>&gt; idiot<br />not so", ["&gt; idiot"]), ("a[list]> b[/list]c", ["> b"]),
            ("<div>\n<p> <em>&#62; a <q>b</q> c</em></p></div> d", [" <em>&#62; a <q>b</q> c</em>"]),
            ("<p>5 &gt; 4</p><p>a<b>&gt; b</b></p>", []), ("< > a", []),
            (
                "<p>> a<blockquote>b</blockquote>c",
                ["> a", "<blockquote>b</blockquote>"]
            ),
            ("<q>&gt; a<br>&gt; b</q>", ["<q>&gt; a<br>&gt; b</q>"]), ("[b]> a[/b]\r\nb", ["[b]> a[/b]\r"]),
        ] as [(String, [String])])
    func found(text: String, expected: [String]) {
        #expect(quoted(text) == expected)
    }

    @Test("a range is quoted where any of it is")
    func ranges() {
        var text = "ab<q>cd</q>ef"
        text.withUTF8 { bytes in
            let forms = TextForms()
            forms.reset(UnsafeRawBufferPointer(bytes))
            #expect(!forms.isQuoted(0..<2))
            #expect(forms.isQuoted(1..<3))
            #expect(forms.isQuoted(5..<7))
            #expect(forms.isQuoted(10..<12))
            #expect(!forms.isQuoted(11..<13))
            #expect(!forms.isQuoted(100..<101))
        }
    }

    @Test(
        "many of anything are read once",
        arguments: ["<", "[quote]", "<q>", "</q>", ">\n", "&gt;\n", "[", "<blockquote ", "<p>&gt;", "<b>", " ", "&gt"])
    func hostile(unit: String) {
        let text = String(repeating: unit, count: TextForms.limit / unit.utf8.count)
        let time = ContinuousClock().measure { _ = quoted(text) }
        #expect(time < Patience.seconds(60))
    }
}
