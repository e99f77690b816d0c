-- sales.lua
rule {
    name = "sales",
    category = "spam",
    score = 1,
    per_hit = 4,
    about = "The language of sales",
    words = { "best price*", "discount*", "free shipping", "limited offer", "order now", "click here" },
}
