-- Praise that fits any post is worth nothing by itself; with an address to promote it is the oldest trick.
-- Shows two things: a rule that only tags (score 0), and a rule that builds on another one.

rule {
    name = "praise",
    category = "spam",
    score = 0,
    about = "Praise that would fit any post",
    types = { "comment" },
    words = {
        "nice post", "great post", "good post", "awesome post", "nice article", "great article", "nice blog",
        "great blog", "awesome blog", "nice site", "great site", "great info", "very informative",
        "thanks for sharing", "keep up the good work", "keep it up", "i will bookmark", "bookmarked your",
        "写得真好", "好文章", "感谢分享",
    },
}

rule {
    name = "praise_for_link",
    category = "spam",
    score = 1.5,
    about = "Praise that would fit any post, and a link",
    all = { "praise" },
    check = function(comment)
        -- Who writes more than a few sentences has something to say.
        if comment.length > 160 then return end
        if #comment.links > 0 then return true, "praise and a link to " .. comment.links[1].host end
        if comment.site then return true, "praise and the address " .. comment.site.host end
    end,
}
