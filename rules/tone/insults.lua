-- Rude words, by how rude they are (the weights in the lists) and by whom they are for (_aim.lua). What somebody quotes,
-- denies, reports or says of himself does not count.

local aim = require "_aim"

rule {
    name = "insults",
    category = "tone",
    score = 3,
    per_hit = 2,
    about = "English insults",
    fields = { "body", "author" },
    quoted = false,
    words = list "lists/insults_en.txt",
    check = aim.judge,
}

rule {
    name = "insults_mild",
    category = "tone",
    score = 2,
    per_hit = 2,
    about = "Milder English insults",
    fields = { "body", "author" },
    quoted = false,
    words = list "lists/insults_mild_en.txt",
    check = aim.judge,
}

local phrases = list "lists/at_reader_en.txt"

rule {
    name = "insults_reader",
    category = "tone",
    score = 3,
    about = "An insult said to somebody's face",
    quoted = false,
    words = { phrases, list "lists/at_reader_words_en.txt" },
    check = function(comment, found)
        local said = {}
        for _, hit in ipairs(found) do
            if phrases:has(hit.entry) or aim.at_reader(comment, hit) then said[#said + 1] = hit end
        end
        if #said > 0 then return aim.judge(comment, said) end
    end,
}

rule {
    name = "insults_zh",
    category = "tone",
    score = 3,
    per_hit = 2,
    about = "Chinese insults",
    fields = { "body", "author" },
    quoted = false,
    words = list "lists/insults_zh.txt",
    check = aim.judge,
}

rule {
    name = "insults_mild_zh",
    category = "tone",
    score = 2,
    per_hit = 2,
    about = "Milder Chinese insults",
    fields = { "body", "author" },
    quoted = false,
    words = list "lists/insults_mild_zh.txt",
    check = aim.judge,
}

rule {
    name = "insults_other",
    category = "tone",
    score = 2,
    per_hit = 2,
    about = "Insults in other languages",
    fields = { "body", "author" },
    quoted = false,
    words = list "lists/insults_other.txt",
    check = aim.judge,
}
