import Testing

@testable import TextAnalysis

@Suite("Texts made to hurt")
struct HostileTextTests {
    private static let pieces = [
        "http://", "http://a@", "http://a:", "http://[", "http://a.", "a.", ".", "..", "www.", "a.com", "a.com/", "://",
        "hxxp://", "[", "[a](", "[url=", "[url]", "[x](http://a.b/(", "<", "<a href=", "<a href=\"",
        "<a href='http://a.b'>",
        "</a>", "@", "@a", "a@", "a@b.", "＠", "#", "#a", "#话", "＃", "//@", "+", "+1", "1-", "1 ", "(1", "13812345678 ",
        "0.",
        "①", "一", "qq", "qq:", "微信", "微信号", "加v", "telegram ", "t.me/", " at ", "a at b dot ", "(at)", "艾特", "点",
        "xn--", "http://xn--", "http://xn--a.", "%41", "http://%41.", "例.", "http://例.", "http://0x", "http://1.",
        "http://exit.sc/?url=http%3A%2F%2F", "&amp;", "http://a.b/?&amp;", "https://exit.sc/?url=", "\u{FE0F}",
        "\u{300}", "&#46;", "&#104;ttp://", "www&#46;", "&#", "[a](<", "[url = ", "ü.", "пa.", "www.例.",
        "http://a\u{200B}", "\u{AD}.com",
        "http:\\",
    ]

    @Test(
        "the longest text made of one piece is read in time",
        arguments: [
            "http://", "http://a@", "http://[", "a.", "www.", "[", "[a](", "[url]", "[x](http://a.b/(", "<a href=",
            "<a href='http://a.b'>", "@", "a@b.", "#", "#话", "+", "1-", "13812345678 ", "qq", "微信", "a at b dot ",
            "http://xn--",
            "https://exit.sc/?url=", "http://a.b/?&amp;", "&#46;", "&#104;ttp://a&#46;com ", "[&#46;", "[a](<", "ü.",
            "пa.",
            "www.п", "http://\u{200B}", "www.a\u{200B}",
        ])
    func linear(_ piece: String) {
        let text = String(repeating: piece, count: TextForms.limit / piece.utf8.count)
        let time = ContinuousClock().measure {
            withForms(text) { forms in
                _ = forms.links.links.count + forms.address.links.count + forms.mentions.count + forms.topics.count
                _ = forms.contacts.contacts.count
                for link in forms.links.links { _ = forms.links.domain(of: link) }
            }
        }
        // Without optimisation a second or two; with the square of the length in it, minutes.
        #expect(time < Patience.seconds(30))
    }

    @Test("no bytes that are UTF-8 are too odd", arguments: pieces)
    func mixed(_ piece: String) {
        for other in Self.pieces {
            withForms(piece + other + piece + " " + other) { forms in
                let raw = forms.bytes(.raw).count
                for link in forms.links.links {
                    #expect(link.at.upperBound <= raw && !link.at.isEmpty)
                    let written = UnsafeRawBufferPointer(rebasing: forms.bytes(.raw)[link.at])
                    #expect(String(validating: written, as: UTF8.self) != nil)
                }
                for contact in forms.contacts.contacts {
                    #expect(forms.rawRange(of: contact.at, in: ContactList.form).upperBound <= raw)
                    #expect(String(validating: forms.contacts.value(of: contact), as: UTF8.self) != nil)
                }
                for place in Array(forms.mentions) + Array(forms.topics) {
                    #expect(place.upperBound <= forms.bytes(.text).count && !place.isEmpty)
                }
            }
        }
    }
}
