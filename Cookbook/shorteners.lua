-- shorteners.lua
local shorteners = list "lists/shorteners.txt"

rule {
    name = "shorteners",
    category = "spam",
    score = 3,
    about = "A link that hides where it leads to",
    check = function(comment)
        for _, link in ipairs(comment.links) do
            if shorteners:has(link.domain) then return true, "a link through " .. link.domain end
        end
        if comment.site and shorteners:has(comment.site.domain) then
            return true, comment.site.domain .. " as the author's address"
        end
    end,
}
