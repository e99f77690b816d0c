-- "Hey guys, check out my channel!" The comment is there for the writer's own sake, with a link or without one.

rule {
    name = "self_promotion",
    category = "spam",
    score = 3,
    per_hit = 2,
    about = "Sends readers to the writer's own pages, or asks for subscribers",
    types = { "comment", "review", "message" },
    quoted = false,
    words = list "lists/promotion_en.txt",
}

rule {
    name = "self_promotion_zh",
    category = "spam",
    score = 3,
    per_hit = 2,
    about = "Chinese calls to visit or follow the writer",
    types = { "comment", "review", "message" },
    quoted = false,
    words = list "lists/promotion_zh.txt",
}
