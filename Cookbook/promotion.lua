-- promotion.lua
rule {
    name = "promotion",
    category = "promotion",
    score = 2,
    about = "Promotes the author's own things",
    words = { "my new book", "my online course", "subscribe to my", "follow my blog", "check out my", "关注我的" },
}
