-- wordpress.lua
local fields = { "author", "email", "url", "body", "ip", "user_agent" }

rule {
    name = "wp_moderation",
    category = "wordpress",
    verdict = "hold",
    about = "WordPress's list of words to moderate",
    fields = fields,
    words = list "lists/wp_moderation.txt",
}

rule {
    name = "wp_disallowed",
    category = "wordpress",
    verdict = "reject",
    about = "WordPress's list of disallowed words",
    fields = fields,
    words = list "lists/wp_disallowed.txt",
}

rule {
    name = "wp_links",
    category = "wordpress",
    verdict = "hold",
    about = "WordPress's comment_max_links, which is 2",
    check = function(comment)
        if #comment.links >= 2 then return true, #comment.links .. " links" end
    end,
}
