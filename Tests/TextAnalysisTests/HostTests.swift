import Testing

@testable import TextAnalysis

@Suite("Hosts, where links lead to, and networks")
struct HostTests {
    @Test(
        "however a host is written, it has one form",
        arguments: [
            ("http://例子.中国/", "例子.中国"), ("http://xn--fsqu00a.xn--fiqs8s/", "例子.中国"),
            ("http://XN--FSQU00A.cn/", "例子.cn"), ("http://www.xn--fsqu00a.cn", "www.例子.cn"),
            ("http://例子。中国/", "例子.中国"), ("http://BÜCHER.example", "bücher.example"),
            ("http://xn--bcher-kva.example", "bücher.example"), ("http://faß.example", "faß.example"),
            ("http://xn--fa-hia.example", "faß.example"), ("http://ｅｘａｍｐｌｅ．ｃｏｍ", "example.com"),
            ("http://ex%61mple.com/", "example.com"), ("http://%E4%BE%8B%E5%AD%90.cn/", "例子.cn"),
            ("http://xn--a/", "xn--a"), ("http://xn--.example/", "xn--.example"), ("http://a_b.example", "a_b.example"),
            ("http://a--b.example/", "a--b.example"), ("http://☃.net", "☃.net"), ("http://Example.COM.", "example.com"),
            ("http://127.0.0.1", "127.0.0.1"), ("http://2130706433/", "127.0.0.1"), ("http://0x7f.1", "127.0.0.1"),
            ("http://0177.0.0.01", "127.0.0.1"), ("http://１２７.0.0.1", "127.0.0.1"), ("http://1.2.3.4.", "1.2.3.4"),
            ("http://[2001:DB8:0:0::1]", "2001:db8::1"), ("http://[::ffff:1.2.3.4]/", "::ffff:1.2.3.4"),
            ("http://9gag.com", "9gag.com"), ("http://example.3com", "example.3com"),
            ("http://ex\u{200B}am\u{AD}ple.com", "example.com"), ("müller.de", "müller.de"),
            ("http://xn--mller-kva.de", "müller.de"), ("mu\u{308}ller.de", "müller.de"),
            ("https:evil.com", "evil.com"), ("HTTPS:\\\\evil.com", "evil.com"), ("http:/evil.com/x", "evil.com"),
            ("http:\\evil.com", "evil.com"), ("https:ann@evil.com", "evil.com"), ("\\\\evil.com", "evil.com"),
        ])
    func form(_ url: String, _ host: String) throws {
        try withForms(url) { forms in
            let link = try #require(forms.address.links.first)
            #expect(string(forms.address.string(link.host)) == host)
            let alone = HostForm.with(hostOf: forms.bytes(.raw)) { string($0) }
            #expect(alone == host)
        }
    }

    @Test(
        "one page under two spellings of its host is one link, in one domain",
        arguments: ["http://xn--fsqu00a.cn/x http://例子.cn/x", "http://a.EXAMPLE.com/x HTTP://A.example.com/x"])
    func once(_ raw: String) {
        withForms(raw) { #expect($0.links.links.count == 1) }
    }

    @Test(
        "an internationalised host's domain is found",
        arguments: [
            ("http://www.xn--fsqu00a.xn--fiqs8s/", "例子.中国"), ("http://a.b.例子.公司.cn", "例子.公司.cn"),
            ("http://www.пример.рф", "пример.рф"), ("http://公司.cn", "公司.cn"),
        ])
    func domain(_ url: String, _ domain: String) throws {
        try withForms(url) { forms in
            let link = try #require(forms.links.links.first)
            #expect(string(forms.links.domain(of: link)) == domain)
        }
    }

    @Test(
        "a link through a redirecting page leads to its target, one level deep",
        arguments: [
            ("https://www.google.com/url?q=https://a.example/x&sa=D", "https://a.example/x", "www.google.com"),
            (
                "https://www.google.co.uk/url?sa=t&url=https%3A%2F%2Fa.example%2Fx", "https://a.example/x",
                "www.google.co.uk"
            ),
            ("https://google.com.hk/url?q=http://a.example", "http://a.example", "google.com.hk"),
            ("https://l.facebook.com/l.php?u=https%3A%2F%2Fa.example%2F&h=AT0", "https://a.example/", "l.facebook.com"),
            ("http://www.facebook.com/l.php?u=http%3a%2f%2fa.example", "http://a.example", "www.facebook.com"),
            (
                "https://www.youtube.com/redirect?event=x&q=https%3A%2F%2Fa.example", "https://a.example",
                "www.youtube.com"
            ),
            ("https://t.umblr.com/redirect?z=https%3A%2F%2Fa.example%2Fx&t=1", "https://a.example/x", "t.umblr.com"),
            ("http://weibo.cn/sinaurl?u=http%3A%2F%2Fa.example", "http://a.example", "weibo.cn"),
            ("https://link.zhihu.com/?target=https%3A//a.example/x", "https://a.example/x", "link.zhihu.com"),
            ("https://link.zhihu.com?target=https%3A//a.example/x", "https://a.example/x", "link.zhihu.com"),
            ("https://exit.sc/?url=https%3A%2F%2Fa.example", "https://a.example", "exit.sc"),
            ("<a href='https://exit.sc/?x=1&amp;url=https%3A%2F%2Fa.example'>x</a>", "https://a.example", "exit.sc"),
            (
                "https://exit.sc/?url=https%3A%2F%2Fvk.com%2Faway.php%3Fto%3Dhttp%3A%2F%2Fa.example",
                "https://vk.com/away.php?to=http://a.example", "exit.sc"
            ),
            ("https://exit.sc/?url=http%3A%2F%2F%E4%BE%8B%E5%AD%90.cn", "http://例子.cn", "exit.sc"),
        ])
    func redirect(_ raw: String, _ target: String, _ via: String) throws {
        try withForms(raw) { forms in
            let list = forms.links
            let link = try #require(list.links.first)
            #expect(list.links.count == 1)
            #expect(string(list.string(link.url)) == target)
            #expect(string(list.string(link.via)) == via)
            #expect(link.at == 0..<raw.utf8.count)
        }
    }

    @Test(
        "a redirecting page without a whole target of the web is a link like others",
        arguments: [
            "https://www.google.com/url?q=casino", "https://www.google.com/url?q=/search",
            "https://www.google.com/url?q=javascript:alert(1)//http",
            "https://www.google.com/search?q=http://a.example",
            "https://google.evil.example/url?q=http://a.example", "https://notfacebook.com/l.php?u=http://a.example",
            "https://exit.sc/?url=http%3A%2F%2F", "https://exit.sc/?url=http%3A%2F%2Fa.example%0A",
            "https://exit.sc/?url=http%3A%2F%2F%FF.example", "https://exit.sc/?u=http://a.example",
            "https://exit.sc/?x=1#url=http://a.example", "https://exit.sc/",
        ])
    func noRedirect(_ raw: String) throws {
        try withForms(raw) { forms in
            let link = try #require(forms.links.links.first)
            #expect(string(forms.links.string(link.url)) == raw)
            #expect(link.via.isEmpty)
        }
    }

    @Test("a link to a page and one that goes there through a redirecting page are the same")
    func sameTarget() {
        withForms("http://a.example/x https://exit.sc/?url=http%3A%2F%2Fa.example%2Fx") {
            #expect($0.links.links.count == 1)
        }
    }

    @Test("networks are known by the longest domain, and a list adds, changes and takes away")
    func networks() {
        func name(_ host: String, _ networks: SocialNetworks) -> String? {
            Array(host.utf8).withUnsafeBytes { networks.name(ofHost: $0) }
        }
        let own = SocialNetworks.builtIn.adding([
            .init(domain: Array("forum.example".utf8), network: "forum"),
            .init(domain: Array("x.com".utf8), network: "x"),
            .init(domain: Array("qq.com".utf8), network: nil),
        ])
        let cases: [(String, String?, String?)] = [
            ("www.facebook.com", "facebook", "facebook"), ("x.com", "twitter", "x"), ("ax.com", nil, nil),
            ("mp.weixin.qq.com", "wechat", "wechat"), ("user.qq.com", "qq", nil), ("a.forum.example", nil, "forum"),
            ("com", nil, nil), ("", nil, nil), ("blog.sina.com.cn", "sina", "sina"),
        ]
        for (host, builtIn, changed) in cases {
            #expect(name(host, .builtIn) == builtIn)
            #expect(name(host, own) == changed)
        }
    }
}
