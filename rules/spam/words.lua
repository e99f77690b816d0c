-- Words of the trade. One is a hint, two are held, four are rejected.

rule {
    name = "spam_words",
    category = "spam",
    score = 1.5,
    per_hit = 4,
    about = "English words that advertisers use and readers rarely do",
    words = list "lists/spam_words_en.txt",
}

rule {
    name = "spam_words_zh",
    category = "spam",
    score = 1.5,
    per_hit = 4,
    about = "Chinese words that advertisers use and readers rarely do",
    words = list "lists/spam_words_zh.txt",
}
