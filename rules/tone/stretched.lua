-- "Sooooo goooood!!!!!!" Laughter (哈哈哈哈, wwww), dots and rules (-----) are ordinary and left alone.

rule {
    name = "stretched_letters",
    category = "tone",
    score = 1,
    about = "A letter five times in a row or more",
    types = { "comment", "review", "message" },
    check = function(comment)
        -- Counted natively; only few comments need the closer look below.
        if comment.repeats < 5 then return end
        -- An ASCII letter, or a Cyrillic one in its two bytes.
        local folded = comment.folded
        local letter = folded:match("(%l)%1%1%1%1")
            or folded:find("[\208\209]") and folded:match("([\208\209][\128-\191])%1%1%1%1")
        if letter and letter ~= "w" then return true, "a stretched " .. letter end
    end,
}

rule {
    name = "stretched_marks",
    category = "tone",
    score = 0.5,
    about = "Four exclamation or question marks in a row after a word",
    types = { "comment", "review", "message" },
    -- Only right after a word: a run that stands alone is rather lost text, see required/lost.lua.
    pattern = [[[^ !?][!?]{4,}]],
}
