-- A reader who gives a source needs a link or two; a spammer lives off them.

rule {
    name = "many_links",
    category = "spam",
    score = 2.5,
    about = "More links than a reader needs",
    types = { "comment" },
    check = function(comment)
        local links = comment.links
        if #links < 3 then return end
        local count = 0
        for n = 1, #links do
            if not links[n].own then count = count + 1 end
        end
        -- Full strength from five links on.
        if count > 2 then return (count - 2) / 3, count .. " links" end
    end,
}
