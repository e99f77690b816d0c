-- first_links.lua
local earlier = history { by = "email", within = "52w" }

rule {
    name = "first_links",
    category = "spam",
    score = 3,
    about = "A first comment with two links",
    types = { "comment" },
    check = function(comment)
        if #comment.links < 2 then return end
        local before = tonumber(comment.extra.approved_comments) or earlier(comment)
        if before == 0 then return true, "a first comment with " .. #comment.links .. " links" end
    end,
}
