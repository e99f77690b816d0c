-- old_posts.lua
local month = 30 * 24 * 60 * 60

rule {
    name = "old_posts",
    category = "spam",
    score = 3,
    about = "A comment on a post older than a month",
    types = { "comment" },
    check = function(comment)
        local age = comment.post_age
        if age and age > month and not comment.is_reply then
            return true, age // month .. " months after the post"
        end
    end,
}
