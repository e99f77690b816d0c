import Testing

@testable import TextAnalysis

@Suite("Contacts given in a text")
struct ContactTests {
    private func contacts(_ forms: TextForms) -> [String] {
        let list = forms.contacts
        return list.contacts.map { "\($0.kind.name) \(string(list.value(of: $0)))" }
    }

    @Test(
        "QQ, WeChat and Telegram are told by keyword and shape",
        arguments: [
            ("加QQ：12345678", ["qq 12345678"]), ("ＱＱ１２３４５６７８", ["qq 12345678"]), ("QQ群 987654321 来", ["qq 987654321"]),
            ("扣扣 12345678", ["qq 12345678"]), ("扣1234567890", ["qq 1234567890"]), ("抠1234567890", ["qq 1234567890"]),
            ("摳：１２３４５６７", ["qq 1234567"]), ("加扣1234567", ["qq 1234567"]), ("抠号 123 456 789", ["qq 123456789"]),
            ("扣12345", []), ("扣123456789012", []), ("扣1000000元", []), ("扣除 1234567890", []), ("扣1234567 块", []),
            ("扣1 000 000 元", []), ("企鹅号码是：12345678", ["qq 12345678"]), ("加Q12345678", ["qq 12345678"]),
            ("qq①②③④⑤⑥", ["qq 123456"]), ("QQ❶❷❸❹❺❻", ["qq 123456"]), ("QQ：一二三四五六七", ["qq 1234567"]),
            ("QQ: 1 2 3 4 5 6 7", ["qq 1234567"]), ("QQ: 123-456-789", ["qq 123456789"]), ("qq 1234", []),
            ("qq is a chat", []), ("12345678@qq.com", ["email 12345678@qq.com"]),
            ("qq:12345678@qq.com", ["email 12345678@qq.com"]), ("企鹅很可爱", []),
            ("加微信 abc12345", ["wechat abc12345"]), ("微信号：wx_abc-1", ["wechat wx_abc-1"]),
            ("威信：annlee", ["wechat annlee"]), ("薇信annlee88", ["wechat annlee88"]), ("加V: vip8888", ["wechat vip8888"]),
            ("加vannlee", ["wechat annlee"]), ("+V：annlee", ["wechat annlee"]), ("➕v annlee8", ["wechat annlee8"]),
            ("vx:abc123", ["wechat abc123"]), ("VX 13812345678", ["wechat 13812345678"]),
            ("微信138-1234-5678", ["wechat 13812345678"]), ("微信同号13812345678", ["phone 13812345678"]),
            ("WeChat: ann_lee88", ["wechat ann_lee88"]), ("my wechat id is annlee", ["wechat annlee"]),
            ("wechat is popular", []), ("微信支付 alipay", []), ("微信android版", []), ("微信：https://a.example/b", []),
            ("微信：example.com", []), ("vxlan100", []), ("政府的威信leadership", []),
            ("telegram: @annlee", ["telegram annlee"]), ("Telegram @annlee", ["telegram annlee"]),
            ("telegram me at @annlee", ["telegram annlee"]), ("telegram channel: @ann_lee", ["telegram ann_lee"]),
            ("电报@annlee", ["telegram annlee"]), ("TG：annlee88", ["telegram annlee88"]),
            ("飞机：annlee", ["telegram annlee"]),
            ("飞机 boeing", []), ("https://t.me/annlee", ["telegram annlee"]), ("t.me/annlee", ["telegram annlee"]),
            ("telegram is popular", []), ("@ann", []),
            // A handle may begin with a word that elsewhere stands before one.
            ("telegram: is_cool", ["telegram is_cool"]), ("telegram: my_channel", ["telegram my_channel"]),
            ("telegram: @my_channel", ["telegram my_channel"]), ("wechat: my_id-1", ["wechat my_id-1"]),
            ("wechat: my-id-1", ["wechat my-id-1"]), ("WeChat id: is_abc1", ["wechat is_abc1"]),
            ("wechat: id_abc1", ["wechat id_abc1"]), ("wechat id-annlee8", ["wechat annlee8"]),
            ("wechat is - annlee8", ["wechat annlee8"]), ("call number-5551234567", ["phone 5551234567"]),
        ] as [(String, [String])])
    func handles(_ raw: String, _ expected: [String]) {
        withForms(raw) { #expect(contacts($0) == expected) }
    }

    @Test(
        "e-mail addresses are found as programs write them and spelled out",
        arguments: [
            ("write to ann@example.org.", ["ann@example.org"]), ("ann@localhost", []), ("ann@example.nosuchtld", []),
            ("Ann.Lee+x@Mail.Example.CO.UK", ["ann.lee+x@mail.example.co.uk"]),
            ("邮箱ann@example.org。", ["ann@example.org"]),
            ("ann＠example．org", ["ann@example.org"]), ("ann@qq。com", ["ann@qq.com"]),
            ("<ann@example.org>", ["ann@example.org"]),
            ("ann@example.org,bob@example.org", ["ann@example.org", "bob@example.org"]),
            ("ann (at) example dot org", ["ann@example.org"]), ("ann(at)example(dot)org", ["ann@example.org"]),
            ("ann [at] example [dot] co [dot] uk", ["ann@example.co.uk"]), ("ann{at}example.org", ["ann@example.org"]),
            ("ann[@]example[.]org", ["ann@example.org"]), ("ann at example dot org", ["ann@example.org"]),
            ("Ann AT Example DOT Org", ["ann@example.org"]), ("12345艾特qq点com", ["12345@qq.com"]),
            ("ann艾特example.org", ["ann@example.org"]), ("look at example.org", []), ("at example dot", []),
            ("meet at noon dot nothing", []), ("https://medium.com/@ann.com", []), ("http://ann:pw@example.org/x", []),
            ("@ann@example.org", []), ("follow @kim@mastodon.social", []),
            ("＠kim＠mastodon.social", []), ("(@kim@mastodon.social), bob@example.org", ["bob@example.org"]),
            ("@kim (at) mastodon dot social", []), ("@kim@qq13812345678.com", []), ("联系@kim@weibo.com", []),
            ("mail me @ kim@x.org", ["kim@x.org"]), ("@kim ann@example.org", ["ann@example.org"]),
            ("ann@bob@example.org", ["bob@example.org"]), ("look at example dot org", ["look@example.org"]),
        ] as [(String, [String])])
    func mail(_ raw: String, _ expected: [String]) {
        withForms(raw) { #expect(contacts($0) == expected.map { "email " + $0 }) }
    }

    @Test(
        "telephone numbers are found in any digits, with and without separators",
        arguments: [
            ("call 13812345678 now", "13812345678"), ("电话１３８１２３４５６７８", "13812345678"),
            ("①③⑧①②③④⑤⑥⑦⑧", "13812345678"), ("一三八一二三四五六七八", "13812345678"), ("١٣٨١٢٣٤٥٦٧٨", "13812345678"),
            ("138 1234 5678", "13812345678"), ("138-1234-5678", "13812345678"), ("+86 138 1234 5678", "+8613812345678"),
            ("+49 30 1234567", "+49301234567"), ("+1 (555) 123-4567", "+15551234567"), ("(555) 123-4567", "5551234567"),
            ("555-123-4567", "5551234567"), ("555.123.4567", "5551234567"), ("555 123 4567", "5551234567"),
            ("call 212-555-123-4567", "2125551234567"), ("1-800-555-1234", "18005551234"),
            ("400-123-4567", "4001234567"), ("1 (800) 555-1234", "18005551234"), ("電話：62345678", "62345678"),
            ("020 7946 0958", "02079460958"), ("0755-12345678", "075512345678"), ("(010)12345678", "01012345678"),
            ("06 12 34 56 78", "0612345678"), ("06.12.34.56.78", "0612345678"), ("030 1234567", "0301234567"),
            ("电话：6234 5678", "62345678"), ("tel: 555-1234", "5551234"), ("phone number is 5551234567", "5551234567"),
            ("WhatsApp +44 7911 123456", "+447911123456"), ("wa.me/447911123456", "447911123456"),
            ("0151/23456789", "015123456789"), ("0151 / 234 567 89", "015123456789"), ("０１５１／２３４５６７８９", "015123456789"),
            ("(0151)/23456789", "015123456789"), ("030/1234567", "0301234567"), ("0151/23 45 67 89", "015123456789"),
            ("033638/12345", "03363812345"),
            ("+49 151/23456789", "+4915123456789"), ("Tel. 0711/123456", "0711123456"),
            ("tel: 0711/12345", "071112345"),
            ("https://wa.me/447911123456?text=hi", "447911123456"), ("call me at 5551234567", "5551234567"),
        ])
    func telephone(_ raw: String, _ expected: String) {
        withForms(raw) { #expect(contacts($0) == ["phone " + expected]) }
    }

    @Test(
        "other numbers are no telephone numbers",
        arguments: [
            "in 2026, 1500 people", "order 123456789012345678", "2026-11-22 10:00", "2026-11-22", "2026.11.22 10.30",
            "22-11-2026 1030", "01.02.2026-03.04", "1990-1995-2000", "2019 2020 2021", "ISBN 978-7-111-12345-6",
            "ISBN: 9787111123456", "0-306-40615-2", "7-111-12345-6", "192.168.100.200", "10.0.0.1", "$13812345678",
            "¥13812345678", "€ 13812345678", "13812345678元", "13812345678 %", "订单号：13812345678", "单号13812345678",
            "order no. 13812345678", "#13812345678", "№ 13812345678", "https://a.example/13812345678.html",
            "a.example/x?id=13812345678", "id=13812345678", "abc-13812345678", "x13812345678", "13812345678x",
            "6222 0200 1234 5678", "1234-5678-9012", "01 05 12 23 34 45", "1,234,567,890", "3.14159265358979",
            "0.12345678901", "1 + 12345678", "550e8400-e29b-41d4-a716-446655440000", "12:34:56.789 10", "call 911",
            "tel 2026-11-22", "Biologies 328 (2005) 841–846", "22; 233-235 (2003)", "a 10000 b 20000 c",
            "1 2 3 4 5 6 7 8 9", "１２３４５", "一二三", "", "+", "(", "+++",
            "++12345678", "12/05/2026", "05/12/2026 1030", "2026/05/12", "2026/05/12 10.30", "012/05/2026",
            "1/234567890", "100/12345678", "0.5/12345678", "0151/2345", "0123/2026", "0123/2026-05-12",
            "/0151/23456789.html",
            "0151/23456789/12", "a/0151/23456789", "0151//23456789", "0151/234/56789", "call 05/12/2026",
            "tel 12/05/2026",
            "https://a.example/0151/23456789", "+12/05/2026",
        ])
    func otherNumbers(_ raw: String) {
        withForms(raw) { #expect(contacts($0) == []) }
    }

    @Test("a contact knows where it stands in the raw text, through folding and markup")
    func places() {
        withForms("看<b>ＱＱ：１２３４５６７</b>或 ann (at) example dot org! TG: My_channel") { forms in
            let places = forms.contacts.contacts.map { contact in
                let range = forms.rawRange(of: contact.at, in: ContactList.form)
                return string(UnsafeRawBufferPointer(rebasing: forms.bytes(.raw)[range]))
            }
            #expect(places == ["１２３４５６７", "ann (at) example dot org", "My_channel"])
        }
    }

    @Test("of too many contacts the first hundred are taken")
    func many() {
        let text = (0..<300).map { "qq:\(1_000_000 + $0)" }.joined(separator: " ")
        withForms(text) { #expect($0.contacts.contacts.count == 100) }
    }
}
