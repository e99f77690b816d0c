-- trackbacks.lua
rule {
    name = "trackbacks",
    category = "spam",
    score = 3,
    about = "A trackback whose page was not seen to link here",
    types = { "trackback" },
    check = function(comment)
        local seen = comment.extra.links_here
        if seen == false then return true, "its page has no link to this blog" end
        if seen == nil then return true, "nobody looked whether its page links here" end
    end,
}
