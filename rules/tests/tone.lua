test "a comment in capitals is seen" {
    comment = {
        author = "Ann",
        email = "ann@example.org",
        body = "WHY DOES NOBODY EVER TELL THE TRUTH ABOUT THIS",
    },
    fires = { "shouting" },
    verdict = "accept",
}

test "an abbreviation in a Chinese sentence is no shouting" {
    comment = { author = "小李", email = "li@example.org", body = "中国加入 WTO 之后，互联网的变化真的非常大，你们觉得呢？" },
    silent = { "shouting" },
    verdict = "accept",
}

test "a short exclamation in capitals is no shouting" {
    comment = { author = "Ann", email = "ann@example.org", body = "LOL, so true" },
    silent = { "shouting" },
    verdict = "accept",
}

test "stretched letters and marks are seen" {
    comment = { author = "Ann", email = "ann@example.org", body = "This is soooooo true, thank you!!!!!!" },
    fires = { "stretched_letters", "stretched_marks" },
    verdict = "accept",
}

test "stretched Cyrillic letters are seen" {
    comment = { author = "Оля", email = "olya@example.org", body = "Даааааа, именно так и было." },
    fires = { "stretched_letters" },
}

test "laughter, dots and rules are not stretched" {
    comment = { author = "Ken", email = "ken@example.org", body = "哈哈哈哈哈哈哈 wwwwww ...... ------ really?!" },
    silent = { "stretched_letters", "stretched_marks" },
    verdict = "accept",
}

test "an English insult is held" {
    comment = { author = "Ann", email = "ann@example.org", body = "Only a MORON would believe that." },
    fires = { "insults" },
    verdict = "hold",
}

test "rudeness alone is never rejected" {
    comment = {
        author = "Ann",
        email = "ann@example.org",
        body = "YOU MORONS, YOU ASSHOLES, YOU SCUMBAGS!!!!!!",
    },
    fires = { "insults", "shouting", "stretched_marks" },
    verdict = "hold",
}

test "strong words about a thing insult nobody" {
    comment = {
        author = "Ann",
        email = "ann@example.org",
        body = "What a stupid, damn confusing law. It is crap, to be honest.",
    },
    silent = { "insults" },
    verdict = "accept",
}

test "a Chinese insult is held" {
    comment = { author = "小李", email = "li@example.org", body = "写这个的人真是个脑残" },
    fires = { "insults_zh" },
    verdict = "hold",
}

test "harmless Chinese words insult nobody" {
    comment = { author = "小李", email = "li@example.org", body = "操作很简单，滚动到页面底部，把废物利用起来就行。" },
    silent = { "insults_zh" },
    verdict = "accept",
}

test "a threat is held" {
    comment = { author = "Ann", email = "ann@example.org", body = "Write that again and I will kill you." },
    fires = { "threats" },
    verdict = "hold",
}

test "talk of death is no threat" {
    comment = {
        author = "Ann",
        email = "ann@example.org",
        body = "These prices will kill small shops, and the delivery fees too.",
    },
    silent = { "threats" },
    verdict = "accept",
}
