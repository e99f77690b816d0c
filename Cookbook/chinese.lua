-- chinese.lua
rule {
    name = "chinese_ads",
    category = "spam",
    score = 2,
    per_hit = 3,
    about = "Advertising in Chinese",
    fields = { "author", "body" },
    words = list "lists/chinese_ads.txt",
    disguised = true,
}
