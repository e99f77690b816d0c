-- copies.lua
rule {
    name = "copies",
    category = "spam",
    score = 4,
    about = "The same text under several posts",
    history = { by = "fingerprint", distinct = "post", within = "7d", more_than = 1 },
    check = function(comment, found)
        if comment.length >= 20 then return true, "the same text under " .. found .. " posts before" end
    end,
}

rule {
    name = "touring_site",
    category = "spam",
    score = 2,
    about = "The same address of the author's under several posts",
    types = { "comment" },
    history = { by = "url", distinct = { "post", "fingerprint" }, within = "1d", more_than = 2 },
}
