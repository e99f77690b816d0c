-- capital_names.lua
rule {
    name = "capital_names",
    category = "tone",
    score = 1,
    about = "A name in capitals",
    types = { "comment", "review" },
    check = function(comment)
        if not comment.author then return end
        local name = text(comment.author)
        if name.caps > 0.9 and name.length > 5 then return true, "a name in capitals" end
    end,
}
