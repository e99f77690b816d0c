test "one spam word is a hint" {
    comment = {
        author = "Ann",
        email = "ann@example.org",
        body = "The old casino in Macau was on the news again.",
    },
    fires = { "spam_words" },
    verdict = "accept",
}

test "two spam words are held" {
    comment = {
        author = "Ann",
        email = "ann@example.org",
        body = "Play at our ｃａｓｉｎｏ today and get free spins on every game.",
    },
    fires = { "spam_words" },
    verdict = "hold",
}

test "four spam words are rejected" {
    comment = {
        author = "Ann",
        email = "ann@example.org",
        body = "Buy cheap viagra, cialis and levitra from a canadian pharmacy, no prescription needed.",
    },
    fires = { "spam_words" },
    verdict = "reject",
}

test "a spam word within a word is none" {
    comment = {
        author = "Ann",
        email = "ann@example.org",
        body = "My uncle is a specialist in socialist architecture.",
    },
    silent = { "spam_words" },
    verdict = "accept",
}

test "Chinese spam words are found inside a sentence" {
    comment = { author = "小李", email = "li@example.org", body = "本公司代开发票，无抵押贷款当天放款，欢迎来电" },
    fires = { "spam_words_zh" },
    verdict = "hold",
}

test "an everyday Chinese sentence holds no spam words" {
    comment = { author = "小李", email = "li@example.org", body = "我以前在一家小公司做兼职，老板人很好，发票都是他自己开的。" },
    silent = { "spam_words_zh" },
    verdict = "accept",
}

test "praise with an address to promote is seen" {
    comment = {
        author = "Maria",
        email = "maria@example.org",
        url = "https://curtains.example",
        body = "Great post! Thanks for sharing.",
    },
    fires = { "praise", "praise_for_link" },
    verdict = "accept",
}

test "praise alone counts nothing" {
    comment = { author = "Maria", email = "maria@example.org", body = "Great post! Thanks for sharing." },
    fires = { "praise" },
    silent = { "praise_for_link" },
    verdict = "accept",
}

test "praise for a part of the post is not praise for any post" {
    comment = {
        author = "Maria",
        email = "maria@example.org",
        url = "https://curtains.example",
        body = "The chapter on Renren was great, I had forgotten how blue it was.",
    },
    silent = { "praise", "praise_for_link" },
    verdict = "accept",
}
