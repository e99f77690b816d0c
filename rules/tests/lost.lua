test "Chinese turned into question marks is held" {
    comment = { author = "小李", email = "li@example.org", body = "???????????????? Facebook ??????" },
    fires = { "lost_characters" },
    silent = { "stretched_marks" },
    verdict = "hold",
}

test "a name of question marks is held" {
    comment = {
        author = "???",
        email = "li@example.org",
        body = "I had to sign in twice to see the pictures.",
    },
    fires = { "lost_characters" },
    verdict = "hold",
}

test "replacement characters are held" {
    comment = { author = "小李", email = "li@example.org", body = "我觉得\u{FFFD}\u{FFFD}网的时代已经过去了。" },
    fires = { "lost_characters" },
    verdict = "hold",
}

test "a text that was cut off within a character is seen" {
    comment = { author = "小李", email = "li@example.org", body = "我很喜欢这篇文章，特别是最后一\u{FFFD}" },
    fires = { "lost_characters" },
    verdict = "accept",
}

local questions = {
    "Really???? I had no idea, thank you for telling us.",
    "Vraiment ?? Je ne savais pas.",
    "Why? Who? When?",
}
for _, excited in ipairs(questions) do
    test("question marks ask: " .. excited) {
        comment = { author = "Ann", email = "ann@example.org", body = excited },
        silent = { "lost_characters" },
        verdict = "accept",
    }
end

local damaged = {
    "Un article trÃ¨s intÃ©ressant sur les rÃ©seaux sociaux.",
    "I donâ€™t think that this is the whole story.",
    "ä¸­æ–‡ ç½‘ç«™",
    "Ð¿Ñ€Ð¸Ð²ÐµÑ‚ from Moscow",
}
for _, body in ipairs(damaged) do
    test("a wrong character set shows: " .. body) {
        comment = { author = "Ann", email = "ann@example.org", body = body },
        fires = { "mojibake" },
        silent = { "lost_characters" },
        verdict = "hold",
    }
end

local whole = {
    "Un été à Paris… « très » intéressant, on s'est vus au café…”",
    "Não sei, AMANHÃ\u{A0}talvez. SÃO PAULO É GRANDE.",
    "Größe, Maße, Übermut – alles „normal“.",
    "El Niño costó 30 €.",
    "中文没有问题，привет тоже.",
}
for _, body in ipairs(whole) do
    test("accents, quotes and other scripts are whole: " .. body) {
        comment = { author = "Ann", email = "ann@example.org", body = body },
        silent = { "mojibake", "lost_characters" },
        verdict = "accept",
    }
end
