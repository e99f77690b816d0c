-- A shortened address hides where it leads to.

local shorteners = list "lists/shorteners.txt"

rule {
    name = "shortener",
    category = "spam",
    score = 2,
    about = "A link through an address shortener",
    check = function(comment)
        if comment.site and shorteners:has(comment.site.domain) then
            return true, comment.site.domain .. " as the author's address"
        end
        for _, link in ipairs(comment.links) do
            if shorteners:has(link.domain) then return true, "a " .. link.domain .. " link" end
        end
    end,
}
