import Testing

@testable import TextAnalysis

@Suite("Text as it is searched")
struct SearchTextTests {
    @Test(
        "is folded, words apart, characters without spaces between words apart from each other",
        arguments: [
            ("Hello,  World!", "hello world"), ("ＣＡＳＩＮＯ", "casino"), ("网上赌博", "网 上 赌 博"),
            ("買 iPhone手机", "买 iphone 手 机"), ("a-b_c", "a b c"), ("", ""), ("?! \u{0}", ""), ("3.5", "3 5"),
            ("<b>bold</b>&amp;<i>more</i>", "bold more"), ("हिन्दी", "हिन्दी"), ("nul\u{0}nul", "nulnul"),
        ])
    func words(text: String, words: String) {
        #expect(SearchText().words(of: text) == words)
    }

    @Test(
        "is looked for in phrases",
        arguments: [
            ("hello world", ["hello", "world"]), ("e-mail 赌博", ["e mail", "赌 博"]), ("\"a b\" *", ["a", "b"]),
            (" \t\n", []), ("!!!", []), ("AND OR NOT", ["and", "or", "not"]), ("赌", ["赌"]),
        ])
    func phrases(query: String, phrases: [String]) {
        #expect(SearchText().phrases(of: query) == phrases)
    }

    @Test("leaves nothing of the text before")
    func again() {
        let search = SearchText()
        #expect(search.words(of: "first 一") == "first 一")
        #expect(search.phrases(of: "b c") == ["b", "c"])
        #expect(search.words(of: "二") == "二")
    }
}

extension SearchText {
    fileprivate func words(of text: String) -> String {
        Array(text.utf8).withUnsafeBytes { words(of: $0) }
    }
}
