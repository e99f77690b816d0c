import Testing

@testable import TextAnalysis

@Suite("SimHash")
struct SimHashTests {
    private func hash(_ text: String) -> UInt64? {
        let forms = TextForms()
        var text = text
        return text.withUTF8 { bytes in
            forms.reset(UnsafeRawBufferPointer(bytes))
            return forms.simHash
        }
    }

    private func distance(_ left: String, _ right: String) throws -> Int {
        TextForms.distance(try #require(hash(left)), try #require(hash(right)))
    }

    private let review = """
        I bought this camera for my daughter's birthday and she has carried it everywhere since. The battery lasts a \
        whole day, the pictures are sharp even in the evening, and the strap feels as if it would outlive us both.
        """

    @Test("what folding and spacing make the same has the same hash")
    func same() throws {
        #expect(try distance(review, review.uppercased()) == 0)
        #expect(try distance(review, "<p>" + review.replacing(" ", with: " \n ") + "</p>") == 0)
        #expect(try distance("ｆｕｌｌ ｗｉｄｔｈ ｌｅｔｔｅｒｓ ａｒｅ ｎｏ ｄｉｓｇｕｉｓｅ", "full width letters are no disguise") == 0)
    }

    @Test("a changed word changes little, and another text about half")
    func near() throws {
        #expect(try distance(review, review.replacing("camera", with: "tablet")) <= 10)
        #expect(try distance(review, review + " http://spam.example/17") <= 10)
        let other = """
            The council met on Tuesday to discuss the new bridge, whose cost has doubled since it was proposed. Three \
            members asked for a vote; the mayor put it off until the engineers have answered.
            """
        #expect(try distance(review, other) >= 20)
    }

    @Test("Chinese, which has no spaces, is no different")
    func chinese() throws {
        let text = "昨天我在微博上看到一个关于中国社交媒体历史的长篇文章，作者从开心网和人人网一直讲到今天的短视频平台，写得非常详细。"
        #expect(try distance(text, text.replacing("非常详细", with: "十分有趣")) <= 14)
        #expect(try distance(text, "请加微信领取免费彩金，每天签到就送大礼包，百万玩家同时在线，提款秒到账，信誉有保证，赶快注册吧朋友们！") >= 20)
    }

    @Test("short texts have none")
    func short() {
        #expect(hash("") == nil)
        #expect(hash("nineteen characters".prefix(19).description) == nil)
        #expect(hash("twenty characters ok") != nil)
        #expect(hash(String(repeating: " \n", count: 100)) == nil)
    }

    @Test("hashes stay what they are, since they may be stored")
    func stable() throws {
        let first = try #require(hash("The quick brown fox jumps over the lazy dog"))
        #expect(first == hash("the QUICK brown fox jumps over the lazy dog"))
        #expect(String(first, radix: 16) == "b4a353521d00e96")
    }
}
