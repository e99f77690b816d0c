-- Words that are insults whatever the context. One is enough for a moderator to look.

rule {
    name = "insults",
    category = "tone",
    score = 3,
    per_hit = 2,
    about = "English insults",
    fields = { "body", "author" },
    words = list "lists/insults_en.txt",
}

rule {
    name = "insults_zh",
    category = "tone",
    score = 3,
    per_hit = 2,
    about = "Chinese insults",
    fields = { "body", "author" },
    words = list "lists/insults_zh.txt",
}
