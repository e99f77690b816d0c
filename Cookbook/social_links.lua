-- social_links.lua
rule {
    name = "outside_links",
    category = "spam",
    score = 3,
    about = "Three links, those to social networks and to this blog apart",
    types = { "comment" },
    check = function(comment)
        local outside = 0
        for _, link in ipairs(comment.links) do
            if not link.network and not link.own then outside = outside + 1 end
        end
        if outside >= 3 then return true, outside .. " links to elsewhere" end
    end,
}
