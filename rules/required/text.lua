-- A text that says nothing. Where there is none at all, `missing_fields` and `missing_text` have said so.

rule {
    name = "too_short",
    category = "required",
    score = 3,
    about = "Blank behind its markup, without a word, or a letter or two",
    types = { "comment", "review", "message" },
    none = { "missing_fields", "missing_text" },
    tell = "Please write a little more.",
    check = function(comment)
        -- Finding words takes time; a text of this length has some.
        if comment.length > 40 then return end
        local folded = comment.folded
        if not folded:match("%S") then return 1, "blank" end
        -- So has one with a letter or digit of ASCII or a Chinese character, U+5000 to U+9FFF here.
        if #folded >= 3 and comment.text:match("[%w\xE5-\xE9]") then return end
        if #comment.words == 0 then return 0.5, "no words" end
        -- Counted in bytes on purpose: a single Chinese character has three and can be an answer.
        if #folded < 3 then return 0.5, "too short" end
    end,
}
