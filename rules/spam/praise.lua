-- Praise that fits any post is worth nothing by itself; with an address to promote it is the oldest trick.
-- Shows two things: a rule that only tags (score 0), and a rule that builds on another one.

rule {
    name = "praise",
    category = "spam",
    score = 0,
    about = "Praise that would fit any post",
    types = { "comment" },
    words = list "lists/praise.txt",
}

rule {
    name = "praise_for_link",
    category = "spam",
    score = 2,
    about = "Praise that would fit any post, and a link",
    types = { "comment" },
    all = { "praise" },
    check = function(comment)
        -- Who writes more than a few sentences has something to say.
        if comment.length > 160 then return end
        for _, link in ipairs(comment.links) do
            if not link.own then return true, "praise and a link to " .. link.host end
        end
        -- Many readers give their own address; few have nothing at all to say beside it.
        if comment.site and not comment.site.own then
            return comment.length < 80 and 0.75 or 0.5, "praise and the address " .. comment.site.host
        end
    end,
}
