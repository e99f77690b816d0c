import Testing

@testable import TextAnalysis

@Suite("Links")
struct LinkTests {
    @Test(
        "links are found as people write them, without the punctuation around them",
        arguments: [
            ("see http://example.com/a.", ["http://example.com/a"]),
            ("(http://example.com/a)", ["http://example.com/a"]),
            ("http://en.wikipedia.org/wiki/A_(b) c", ["http://en.wikipedia.org/wiki/A_(b)"]),
            ("(see http://example.com/a_(b)).", ["http://example.com/a_(b)"]),
            ("\"https://example.com/?q=1&b=2\"!", ["https://example.com/?q=1&b=2"]),
            ("https://example.com/?q=1&amp;b=2", ["https://example.com/?q=1&b=2"]),
            ("&lt;http://example.com&gt;", ["http://example.com"]),
            ("<http://example.com/x>", ["http://example.com/x"]),
            ("看http://t.cn/abc很好", ["http://t.cn/abc"]),
            ("看http://t.cn/abc，很好", ["http://t.cn/abc"]),
            ("（http://t.cn/abc）。", ["http://t.cn/abc"]),
            ("http://zh.wikipedia.org/wiki/中文 x", ["http://zh.wikipedia.org/wiki/中文"]),
            ("http://ja.example.jp/wiki/日本語、", ["http://ja.example.jp/wiki/日本語"]),
            ("www.example.com", ["www.example.com"]),
            ("WWW.EXAMPLE.COM", ["WWW.EXAMPLE.COM"]),
            ("go to example.com/x now", ["example.com/x"]),
            ("go to example.com.", ["example.com"]),
            ("example.com,example.org", ["example.com", "example.org"]),
            ("你好example.com你好", ["example.com"]),
            ("пример.рф", ["пример.рф"]),
            ("sentence.It goes on", []),
            ("great.so what", []),
            ("bit.ly/abc and t.me/name", ["bit.ly/abc", "t.me/name"]),
            ("setup.py, README.md, node.js, v1.2.3", []),
            ("3.14 and 10.0.0.1", []),
            ("http://10.0.0.1:8080/x", ["http://10.0.0.1:8080/x"]),
            ("http://[::1]:80/x", ["http://[::1]:80/x"]),
            ("ann@example.com", []),
            ("ann.lee@example.com", []),
            ("<a href=\"http://example.com/\">x</a>", ["http://example.com/"]),
            ("<a class=b href=http://example.com>x</a>", ["http://example.com"]),
            ("<A HREF='http://example.com'>http://example.com</A>", ["http://example.com"]),
            ("<a href=\"/about\">x</a> <a href=\"#top\">y</a>", []),
            ("<a href=\"javascript:alert(1)\">x</a> <a href=\"mailto:a@b.com\">y</a>", []),
            ("<a href=\"//example.com/x\">x</a>", ["//example.com/x"]),
            ("<img src=\"http://example.com/a.png\">", []),
            ("<!-- http://example.com -->", []),
            ("[url=http://example.com]x[/url]", ["http://example.com"]),
            ("[url=\"http://example.com\"]x[/url]", ["http://example.com"]),
            ("[url]http://example.com[/url]", ["http://example.com"]),
            ("[x](http://example.com/a_(b))", ["http://example.com/a_(b)"]),
            ("[x](http://example.com \"title\")", ["http://example.com"]),
            ("http://a.example http://a.example/ https://a.example", ["http://a.example"]),
            ("http://a.example/1 http://a.example/2", ["http://a.example/1", "http://a.example/2"]),
            ("http:// https://", []),
            ("http://localhost/x", ["http://localhost/x"]),
            ("http://user:pw@example.com/x", ["http://user:pw@example.com/x"]),
            ("example.com.It was", ["example.com"]),
            ("<a href=\"https:\\\\a.example.com\">x</a>", ["https:\\\\a.example.com"]),
            ("<a href='http:/example.com/x'>x</a>", ["http:/example.com/x"]),
            ("<a href=http:example.com>x</a>", ["http:example.com"]),
            ("<a href='http:///example.com'>x</a>", ["http:///example.com"]),
            ("<a href='/\\example.com'>x</a>", ["/\\example.com"]),
            ("<a href='http:about'>x</a> <a href='/x.com'>y</a> <a href='\\x.com'>z</a>", []),
            ("[url = http://example.com]x[/url]", ["http://example.com"]),
            ("[url = \"http://example.com\"]x[/url]", ["http://example.com"]),
            ("[x](<http://example.com>)", ["http://example.com"]),
            ("[x](<http://example.com/(> \"title\")", ["http://example.com/("]),
            ("[x](<http://example.com", ["http://example.com"]),
            ("&#104;ttp://example&#46;com", ["http://example.com"]),
            ("www&#46;example&period;com/a&amp;b&#x2E;", ["www.example.com/a&b"]),
            ("http&colon;&sol;&sol;example.com&lt;/x", ["http://example.com"]),
            ("see &lt;b&gt; caf&eacute;.com &quot;example.org&quot;", ["café.com", "example.org"]),
            ("http://example.com/?a=1&copy", ["http://example.com/?a=1©"]),
            ("http://example.com/?a&ll;=1&gl;=2", ["http://example.com/?a≪=1≷=2"]),
            ("http://example.com/?a&ll;=www.a.example", ["http://example.com/?a≪=www.a.example"]),
            ("http://ex&#8203;am&shy;ple&#46;com&nbsp;x", ["http://ex\u{200B}am\u{AD}ple.com"]),
            ("<&#115;cript> http://example.com </&#115;cript>", ["http://example.com"]),
            ("&#60;!-- http://example.com --&#62;", ["http://example.com"]),
            (
                "http://example&#46;com <a href='http://a.example'>x</a> example&#46;org [x](http://b.example)",
                ["http://example.com", "http://a.example", "example.org", "http://b.example"]
            ),
            ("", []),
        ] as [(String, [String])])
    func found(_ raw: String, _ expected: [String]) {
        withForms(raw) { forms in
            let list = forms.links
            #expect(list.links.map { string(list.string($0.url)) } == expected)
        }
    }

    @Test(
        "an address is taken apart",
        arguments: [
            ("http://www.Example.co.uk:8080/x", "www.example.co.uk", "example.co.uk", ""),
            ("https://user:pw@m.weibo.cn/1", "m.weibo.cn", "weibo.cn", "weibo"),
            ("http://blog.sina.com.cn/x", "blog.sina.com.cn", "sina.com.cn", "sina"),
            ("http://foo.github.io", "foo.github.io", "foo.github.io", ""),
            ("http://ｅｘａｍｐｌｅ．ＣＯＭ/", "example.com", "example.com", ""),
            ("http://пример.рф", "пример.рф", "пример.рф", ""),
            ("http://10.0.0.1/x", "10.0.0.1", "10.0.0.1", ""),
            ("http://[2001:DB8::1]:80/", "2001:db8::1", "2001:db8::1", ""),
            ("http://localhost", "localhost", "", ""),
            ("http://example.com./x", "example.com", "example.com", ""),
            ("  example.com/x ", "example.com", "example.com", ""),
            ("facebook.com/ann", "facebook.com", "facebook.com", "facebook"),
            ("http://notfacebook.com", "notfacebook.com", "notfacebook.com", ""),
            ("https://x.com/ann", "x.com", "x.com", "twitter"),
            ("https://www.youtube.com/watch?v=1@2", "www.youtube.com", "youtube.com", "youtube"),
            ("http://evil.com\\@facebook.com", "evil.com", "evil.com", ""),
            ("http://facebook.com@evil.com/", "evil.com", "evil.com", ""),
            ("http://www.kaixin001.com", "www.kaixin001.com", "kaixin001.com", "kaixin001"),
        ])
    func parts(_ url: String, _ host: String, _ domain: String, _ network: String) throws {
        try withForms(url) { forms in
            let list = forms.address
            let link = try #require(list.links.first)
            #expect(list.links.count == 1)
            #expect(string(list.string(link.host)) == host)
            #expect(string(list.domain(of: link)) == domain)
            #expect(SocialNetworks.builtIn.name(ofHost: list.string(link.host)) ?? "" == network)
        }
    }

    @Test("a host's domain is the same however often and after whatever other hosts it is asked for")
    func repeatedDomains() {
        let hosts = (0..<2000).map { ("h\($0).s\($0 % 700).co.uk", "s\($0 % 700).co.uk") }
        let long = String(repeating: "a.", count: 100) + "example.org"
        withForms((hosts.map(\.0) + [long]).map { "http://\($0)/" }.suffix(LinkList.limit).joined(separator: " ")) {
            forms in
            let list = forms.links
            let expected = (hosts.map(\.1) + ["example.org"]).suffix(LinkList.limit)
            for _ in 0..<2 { #expect(list.links.map { string(list.domain(of: $0)) } == Array(expected)) }
        }
    }

    @Test(
        "what is no web address is none",
        arguments: [
            "", " ", "Ann", "/about", "ann@example.com", "javascript:alert(1)", "http://", "http://a b/",
            "not an address", "http://..", "http://1.2.3.4.5/", "http://256.1.1.1/", "http://[1:2]/", "http://a%2Fb/",
            "hxxp://example.com",
        ])
    func none(_ url: String) {
        withForms(url) { #expect($0.address.links.isEmpty) }
    }

    @Test(
        "a link's text is what a reader sees",
        arguments: [
            ("<a href=\"http://a.example\"><b>click</b> &amp; win</a>", "click & win"),
            ("[url=http://a.example]click[/url]", "click"), ("[click](http://a.example)", "click"),
            ("http://a.example", ""), ("<a href=\"http://a.example\">never closed", ""),
        ])
    func text(_ raw: String, _ expected: String) throws {
        try withForms(raw) { forms in
            let list = forms.links
            let link = try #require(list.links.first)
            #expect(string(list.string(link.text)) == expected)
        }
    }

    @Test("a link knows where it stands, tags and all")
    func place() throws {
        let raw = "x <a href='http://a.example'>y</a> http://b.example, z"
        withForms(raw) { forms in
            let places = forms.links.links.map { string(UnsafeRawBufferPointer(rebasing: forms.bytes(.raw)[$0.at])) }
            #expect(places == ["<a href='http://a.example'>y</a>", "http://b.example"])
        }
    }

    @Test(
        "a link covers what it was written as, character references and accents too",
        arguments: [
            (
                "&gt;&#104;ttp://a&#46;example; &eacute;<a href='http://b.example'>y</a> &#46; z &#119;ww.example&#46;org!",
                ["&#104;ttp://a&#46;example", "<a href='http://b.example'>y</a>", "&#119;ww.example&#46;org"]
            ),
            ("in müller.de.", ["müller.de"]), ("naïve mu\u{308}ller.de", ["mu\u{308}ller.de"]),
            ("в\u{301}example.com", ["example.com"]),
            ("http://ex\u{200B}ample.com\u{200B} x", ["http://ex\u{200B}ample.com"]),
            ("http://example.com%E4 x", ["http://example.com"]),
        ] as [(String, [String])])
    func written(_ raw: String, _ expected: [String]) {
        withForms(raw) { forms in
            let places = forms.links.links.map { string(UnsafeRawBufferPointer(rebasing: forms.bytes(.raw)[$0.at])) }
            #expect(places == expected)
        }
    }

    @Test("what was read in one text is forgotten in the next")
    func forgotten() {
        let texts = ["&#46;&#46; example&#46;com", "see example.com"].map { Array($0.utf8) }
        let forms = TextForms()
        for text in texts {
            text.withUnsafeBytes { bytes in
                forms.reset(bytes)
                #expect(forms.links.links.map { $0.at.upperBound } == [text.count])
            }
        }
    }

    @Test("of too many links the first thousand are looked at, each once")
    func many() {
        let raw = (0..<3000).map { "http://h\($0 % 1500).example/" }.joined(separator: " ")
        withForms(raw) { #expect($0.links.links.count == LinkList.limit) }
        let twice = (0..<600).map { "http://h\($0 % 300).example/" }.joined(separator: " ")
        withForms(twice) { #expect($0.links.links.count == 300) }
    }
}
