import Testing

@testable import Moderation

@Suite("hosts and networks in rules")
struct HostSpellingTests {
    private static func link(_ expression: String, _ url: String, policy: String? = nil) throws -> String {
        try value(of: "comment.links[1].\(expression)", in: Comment(body: "see \(url) there"), policy: policy)
    }

    @Test(
        "a link shows its host in one form, where it stands, and what it went by way of",
        arguments: [
            ("http://xn--fsqu00a.cn/x", "host", "例子.cn"), ("http://www.例子.cn/x", "domain", "例子.cn"),
            ("http://a.example/x", "first", "5"), ("http://a.example/x", "last", "22"),
            ("http://a.example/x", "via", "nil"),
            ("https://exit.sc/?url=http%3A%2F%2Ft.cn", "via", "exit.sc"),
            ("https://exit.sc/?url=http%3A%2F%2Ft.cn", "url", "http://t.cn"),
            ("https://exit.sc/?url=http%3A%2F%2Ft.cn", "network", "weibo"),
        ])
    func shown(url: String, field: String, text: String) throws {
        #expect(try Self.link(field, url) == text)
    }

    @Test("first and last cut the link out of the body")
    func place() throws {
        let cut = "comment.body:sub(comment.links[2].first, comment.links[2].last)"
        let body = "http://a.example 看<a href='http://b.example'>这</a>。"
        #expect(try value(of: cut, in: Comment(body: body)) == "<a href='http://b.example'>这</a>")
    }

    @Test(
        "a contact has its kind, its value in one form, and its place in the body",
        arguments: [("kind", "qq"), ("value", "1234567"), ("first", "6"), ("last", "26")])
    func contact(field: String, text: String) throws {
        #expect(try value(of: "comment.contacts[1].\(field)", in: Comment(body: "QQ：１２３４５６７。")) == text)
    }

    @Test(
        "either spelling of a host agrees with either",
        arguments: ["xn--fsqu00a.cn", "例子.cn"], ["http://www.xn--fsqu00a.cn/", "http://www.例子.cn/x", "例子.cn"])
    func spellings(written: String, url: String) throws {
        let files = ["lists/sites.txt": "\(written)\n"]
        for trigger in [#"is = { url = "\#(written)" }"#, #"is = { url = list "lists/sites.txt" }"#] {
            let rule = #"rule { name = "a", category = "spam", score = 1, \#(trigger) }"#
            #expect(try judge(rule, Comment([.body: "x", .url: url]), files: files).names == ["a"])
        }
        let check = """
            local sites = list "lists/sites.txt"
            rule { name = "a", category = "spam", score = 1, check = function(comment)
              return sites:has(comment.site.domain)
            end }
            """
        #expect(try judge(check, Comment([.body: "x", .url: url]), files: files).names == ["a"])
        let own = try value(
            of: "comment.site.own", in: Comment([.body: "x", .url: url]),
            policy: #"policy { site = { "\#(written)" } }"#)
        #expect(own == "true")
    }

    @Test(
        "an e-mail address's domain agrees in either spelling",
        arguments: ["@xn--fsqu00a.cn", "@例子.cn", "Ann@XN--FSQU00A.cn", "ann@例子.cn"],
        ["ann@例子.cn", "ANN@xn--fsqu00a.CN"])
    func email(written: String, email: String) throws {
        let rule = #"rule { name = "a", category = "spam", score = 1, is = { email = "\#(written)" } }"#
        #expect(try judge(rule, Comment([.body: "x", .email: email])).names == ["a"])
        #expect(try judge(rule, Comment([.body: "x", .email: "ann@example.cn"])).names == [])
    }

    private static let probe = """
        rule { name = "probe", category = "probe", score = 1, check = function(comment)
          local names = {}
          for _, link in ipairs(comment.links) do names[#names + 1] = tostring(link.network) end
          return true, table.concat(names, " ")
        end }
        """
    private static let links = Comment(body: "http://x.com/a http://forum.example/b http://m.weibo.cn/c http://论坛.cn")

    @Test("a folder's list of networks adds to those built in, changes them and takes them away")
    func networkList() throws {
        #expect(try judge(Self.probe, Self.links).reasons == ["twitter nil weibo nil"])
        let list =
            "\u{FEFF}# ours\nforum.example\tforum # a comment\nx.com  x\n\nweibo.cn\t-\nxn--kfsr23j.cn\tluntan\r\n"
        let verdict = try judge(Self.probe, Self.links, files: ["lists/networks.txt": list])
        #expect(verdict.reasons == ["x forum nil luntan"])
    }

    @Test("the pack's list holds where the folder's own says nothing else")
    func packedNetworks() throws {
        let files = [
            "policy.lua": #"include "pack""#, "a.lua": Self.probe,
            "pack/lists/networks.txt": "x.com\tpacked\nforum.example\tpacked", "lists/networks.txt": "x.com\town",
            "pack/policy.lua": "",
        ]
        let verdict = try Moderator(ruleSet: try RulesFixture(files).load(), log: { _, _, _ in }).judge(Self.links)
        #expect(verdict.reasons == ["own packed weibo nil"])
    }

    @Test("another list of networks makes another rule set")
    func digest() throws {
        let plain = try RuleSet.of(Self.probe)
        let more = try RuleSet.of(Self.probe, files: ["lists/networks.txt": "forum.example\tforum"])
        #expect(plain.hash != more.hash)
    }

    @Test("every bad line of a list of networks is reported, with what to do")
    func badLines() throws {
        let list = """
            weibo.com
            https://weibo.com/x\tweibo
            localhost\tours
            a.example\tOurs
            a.example\tone two
            b.example\tb
            B.example\tc
            """
        #expect(
            try problems(Self.probe, files: ["lists/networks.txt": list]) == [
                "rules/lists/networks.txt:1: \"weibo.com\" has no network; write the domain, a tab and the network's name, such as weibo.com\tweibo",
                #"rules/lists/networks.txt:2: "https://weibo.com/x" is no domain; write the domain alone, such as weibo.com"#,
                #"rules/lists/networks.txt:3: "localhost" is no domain; write the domain alone, such as weibo.com"#,
                #"rules/lists/networks.txt:4: "Ours" is no network's name; write it in small letters, digits, _ and -, such as weibo"#,
                "rules/lists/networks.txt:5: there is more than a domain and a network; write the domain, a tab and the network's name, such as weibo.com\tweibo",
                #"rules/lists/networks.txt:7: "B.example" stands in line 6 too; take one of them out"#,
            ])
    }
}
