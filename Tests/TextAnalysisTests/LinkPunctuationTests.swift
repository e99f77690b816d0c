import Testing

@testable import TextAnalysis

@Suite("Links among the punctuation of sentences")
struct LinkPunctuationTests {
    @Test(
        "a bare address ends where its sentence goes on",
        arguments: [
            ("（http://例子.cn/路径）。", ["http://例子.cn/路径"]),
            ("「http://example.cn/a」と", ["http://example.cn/a"]),
            ("『http://example.jp』", ["http://example.jp"]),
            ("《http://example.cn》", ["http://example.cn"]),
            ("【http://example.cn/x】", ["http://example.cn/x"]),
            ("网址：http://example.cn/x；", ["http://example.cn/x"]),
            ("网址：http://example.cn/x！！", ["http://example.cn/x"]),
            ("网址:http://example.cn,其他", ["http://example.cn"]),
            ("地址http://example.cn/x？真的", ["http://example.cn/x"]),
            ("“http://example.com/x”", ["http://example.com/x"]),
            ("‘http://example.com/x’", ["http://example.com/x"]),
            ("«http://example.com/x»", ["http://example.com/x"]),
            ("http://example.com/x…", ["http://example.com/x"]),
            ("http://example.com/x...", ["http://example.com/x"]),
            ("http://example.com/x—and", ["http://example.com/x"]),
            ("http://example.com,http://example.org", ["http://example.com", "http://example.org"]),
            ("http://example.com/a, http://example.org/b; end", ["http://example.com/a", "http://example.org/b"]),
            ("(http://example.com/a_(b)_(c))", ["http://example.com/a_(b)_(c)"]),
            ("http://example.com/a(b", ["http://example.com/a(b"]),
            ("http://example.com/a)b", ["http://example.com/a"]),
            ("[http://example.com/a]", ["http://example.com/a"]),
            ("{http://example.com/a}", ["http://example.com/a"]),
            ("'http://example.com/a'", ["http://example.com/a"]),
            ("**http://example.com/a**", ["http://example.com/a"]),
            ("_http://example.com/a_", ["http://example.com/a"]),
            ("~~http://example.com/a~~", ["http://example.com/a"]),
            ("`http://example.com/a`", ["http://example.com/a"]),
            ("|http://example.com/a|", ["http://example.com/a"]),
            ("http://example.com/a|b", ["http://example.com/a"]),
            ("http://example.com/?q=1#z!", ["http://example.com/?q=1#z"]),
            ("http://user:pw@host.example:8080/x?y#z", ["http://user:pw@host.example:8080/x?y#z"]),
            ("HTTPS://EXAMPLE.COM/X", ["HTTPS://EXAMPLE.COM/X"]),
            ("HtTp://example.com", ["HtTp://example.com"]),
            ("ftp://example.com/file", ["ftp://example.com/file"]),
            ("herehttp://example.com/x", ["http://example.com/x"]),
            ("hxxp://example.com/x", []),
            ("hxxps://example.com/x?u=example.org", []),
            ("magnet://example.com/x then example.org", ["example.org"]),
            ("http://1.2.3.4/", ["http://1.2.3.4/"]),
            ("http://[::1]/ and http://[2001:db8::1]:8080/x", ["http://[::1]/", "http://[2001:db8::1]:8080/x"]),
            ("http://[nonsense]/", []),
            ("www.example.com/a.", ["www.example.com/a"]),
            ("（www.example.com）", ["www.example.com"]),
            ("请看example.com/a。", ["example.com/a"]),
            ("请看example.com，", ["example.com"]),
            // Han characters run on from the sentence: without a scheme nobody can tell where such a host starts.
            ("请看例子.中国", []), ("请看例子.cn", []), ("请看http://例子.cn你好", ["http://例子.cn"]),
            ("example.com:8080/x", ["example.com:8080/x"]),
            ("example.com:", ["example.com"]),
            ("example.com?q=1", ["example.com?q=1"]),
            ("example.com#top.", ["example.com#top"]),
            ("Visit example.com!", ["example.com"]),
            ("(example.com)", ["example.com"]),
            ("example.com's", ["example.com"]),
            ("http://example.com's", ["http://example.com"]),
            ("e.g. this, i.e. that, U.S. and a.m.", []),
            ("readme.md main.py run.sh lib.rs", []),
            // Words that a sentence goes on with are no endings, but after what is no word.
            ("sleep well.you need it", []), ("in her.love will be", []), ("call by tomorrow.call me", []),
            ("win88.live", ["win88.live"]), ("my-page.today", ["my-page.today"]), ("well.you/x", ["well.you/x"]),
            ("www.well.you", ["www.well.you"]), ("cheap.shop", ["cheap.shop"]), ("casino.online", ["casino.online"]),
            ("http://example.com/main.py", ["http://example.com/main.py"]),
            ("main.py/x", ["main.py/x"]),
            ("ann@example.com, <bob@example.com>", []),
            ("mailto:ann@example.com", []),
            ("<a href='http://example.com/?a=1&amp;b=2'>x</a>", ["http://example.com/?a=1&b=2"]),
            ("<a href='http://example.com/?a=1&b=2'>x</a>", ["http://example.com/?a=1&b=2"]),
            ("<a href=' HTTP://example.com '>x</a>", ["HTTP://example.com"]),
            ("<a href='hxxp://example.com'>x</a>", []),
        ] as [(String, [String])])
    func ends(_ raw: String, _ expected: [String]) {
        withForms(raw) { forms in
            let list = forms.links
            #expect(list.links.map { string(list.string($0.url)) } == expected)
        }
    }
}
