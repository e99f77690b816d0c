/// A word that announces a contact, folded.
struct ContactKeyword {
    enum Shape {
        case digits, handle, name, phone
        /// Digits enough to be no amount: the word has another meaning that amounts follow.
        case manyDigits
    }

    var text: StaticString
    var kind: ContactKind
    var shape: Shape
    /// Whether the word is so common that the value needs a mark before it, such as a colon, or a digit in it.
    var isCommon = true

    /// Longer ones before those that they begin with. The words are those of advertisements; a few of them are
    /// misspelt so that a search for the right word misses them.
    static let all: [ContactKeyword] = [
        ContactKeyword(text: "qq", kind: .qq, shape: .digits),
        ContactKeyword(text: "扣扣", kind: .qq, shape: .digits),
        ContactKeyword(text: "扣群", kind: .qq, shape: .digits),
        ContactKeyword(text: "叩叩", kind: .qq, shape: .digits),
        ContactKeyword(text: "球球", kind: .qq, shape: .digits),
        ContactKeyword(text: "企鹅", kind: .qq, shape: .digits),
        ContactKeyword(text: "加q", kind: .qq, shape: .digits),
        ContactKeyword(text: "加扣", kind: .qq, shape: .digits),
        ContactKeyword(text: "q群", kind: .qq, shape: .digits),
        // These also mean to deduct and to dig out.
        ContactKeyword(text: "扣", kind: .qq, shape: .manyDigits),
        ContactKeyword(text: "抠", kind: .qq, shape: .manyDigits),
        ContactKeyword(text: "微信", kind: .wechat, shape: .handle),
        ContactKeyword(text: "薇信", kind: .wechat, shape: .handle),
        ContactKeyword(text: "威信", kind: .wechat, shape: .handle),
        ContactKeyword(text: "微芯", kind: .wechat, shape: .handle),
        ContactKeyword(text: "徽信", kind: .wechat, shape: .handle),
        ContactKeyword(text: "溦信", kind: .wechat, shape: .handle),
        ContactKeyword(text: "v信", kind: .wechat, shape: .handle),
        ContactKeyword(text: "加v", kind: .wechat, shape: .handle, isCommon: false),
        ContactKeyword(text: "加微", kind: .wechat, shape: .handle, isCommon: false),
        ContactKeyword(text: "加薇", kind: .wechat, shape: .handle, isCommon: false),
        ContactKeyword(text: "加wx", kind: .wechat, shape: .handle, isCommon: false),
        ContactKeyword(text: "+v", kind: .wechat, shape: .handle),
        ContactKeyword(text: "➕v", kind: .wechat, shape: .handle),
        ContactKeyword(text: "wechat", kind: .wechat, shape: .handle),
        ContactKeyword(text: "weixin", kind: .wechat, shape: .handle),
        ContactKeyword(text: "vx", kind: .wechat, shape: .handle),
        ContactKeyword(text: "wx", kind: .wechat, shape: .handle),
        ContactKeyword(text: "telegram.me/", kind: .telegram, shape: .name, isCommon: false),
        ContactKeyword(text: "telegram", kind: .telegram, shape: .name),
        ContactKeyword(text: "телеграм", kind: .telegram, shape: .name),
        ContactKeyword(text: "电报", kind: .telegram, shape: .name),
        ContactKeyword(text: "飞机", kind: .telegram, shape: .name),
        ContactKeyword(text: "tg", kind: .telegram, shape: .name),
        ContactKeyword(text: "t.me/", kind: .telegram, shape: .name, isCommon: false),
        ContactKeyword(text: "wa.me/", kind: .phone, shape: .phone),
        ContactKeyword(text: "whatsapp", kind: .phone, shape: .phone),
        ContactKeyword(text: "viber", kind: .phone, shape: .phone),
        ContactKeyword(text: "phone", kind: .phone, shape: .phone),
        ContactKeyword(text: "tel", kind: .phone, shape: .phone),
        ContactKeyword(text: "call", kind: .phone, shape: .phone),
        ContactKeyword(text: "телефон", kind: .phone, shape: .phone),
        ContactKeyword(text: "电话", kind: .phone, shape: .phone),
        ContactKeyword(text: "手机", kind: .phone, shape: .phone),
        ContactKeyword(text: "热线", kind: .phone, shape: .phone),
    ]

    /// Words that stand before numbers of another kind: books, orders, files.
    static let otherNumbers: [StaticString] = [
        "isbn", "issn", "doi", "order", "invoice", "ref", "uid", "sku", "id", "no", "nr", "订单", "订单号", "单号", "编号",
    ]

    /// Words between a keyword and its value that say nothing.
    static let fillers: [StaticString] = ["is", "me", "my", "us", "at", "on"]

    /// Words between a keyword and its value that name what the value is.
    static let valueNames: [StaticString] = [
        "number", "num", "no", "account", "handle", "channel", "group", "chat",
    ]
}
