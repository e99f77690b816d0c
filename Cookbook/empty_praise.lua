-- empty_praise.lua
rule {
    name = "praises",
    category = "spam",
    score = 0,
    about = "Praise that fits any post",
    types = { "comment" },
    words = { "great post", "nice post", "great article", "nice article", "thanks for sharing", "好文章" },
}

rule {
    name = "empty_praise",
    category = "spam",
    score = 3,
    about = "Praise that fits any post, signed with an address",
    all = { "praises" },
    none = { "regulars", "marta" },
    check = function(comment)
        if comment.site and comment.length < 120 then return true, "praise and " .. comment.site.host end
    end,
}
