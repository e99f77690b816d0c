-- Text that was damaged on its way here. A moderator may be able to mend it, so it is held, not rejected.

-- Question marks in runs that stand where words should: at the start or after a space. Those after a word are
-- only excitement, and " ?" alone is how French is written.
local function lost_marks(body)
    local marks = 0
    for run in (" " .. body):gmatch("%s(%?%?+)") do marks = marks + #run end
    return marks
end

rule {
    name = "lost_characters",
    category = "required",
    score = 3,
    about = "Characters were replaced by ? or �",
    fields = { "body", "author" },
    form = "raw",
    -- Most comments hold neither, and then `check` costs nothing.
    pattern = [[\?\?|\x{FFFD}]],
    check = function(comment)
        local _, replaced = comment.body:gsub("\u{FFFD}", "")
        -- A single one is mostly the end of a text that was cut off.
        if replaced == 1 then return 0.5, "a replacement character" end
        if replaced > 1 then return 1, replaced .. " replacement characters" end
        local marks = lost_marks(comment.body)
        if marks >= 6 and marks * 5 >= comment.length then return true, marks .. " question marks for words" end
        local author = comment.author or ""
        if author:find("^[%s%?]*%?%?[%s%?]*$") then return true, "a name of question marks" end
    end,
}

-- UTF-8 read as Latin-1 or Windows-1252: é becomes Ã©, ’ becomes â€™, п becomes Ð¿, 中文 becomes ä¸­æ–‡.

-- What the bytes 80 to BF turn into, as the inside of a character class.
local tail = [[\x{80}-\x{BF}€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]]

rule {
    name = "mojibake",
    category = "required",
    score = 3,
    about = "Text decoded with the wrong character set",
    fields = { "body", "author" },
    form = "raw",
    pattern = table.concat({
        -- Not "Ã»" nor "Ã" before a no-break space, which real text may hold.
        "Ã[\\x{80}-\\x{9F}\\x{A1}-\\x{BA}\\x{BC}-\\x{BF}]",
        "â€[" .. tail .. "]",
        -- Once can be chance ("É…”" does occur); two Chinese characters or three Cyrillic letters in a row cannot.
        "([ÐÑ][" .. tail .. "]){3,}",
        "([ä-é][" .. tail .. "]{2}){2,}",
    }, "|"),
}
