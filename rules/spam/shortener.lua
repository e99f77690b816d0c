-- A shortened address hides where it leads to.

local shorteners = list "lists/shorteners.txt"

rule {
    name = "shortener",
    category = "spam",
    score = 2,
    about = "A link through an address shortener",
    check = function(comment)
        local site = comment.site
        if site and shorteners:has(site.domain) then return true, site.domain .. " as the author's address" end
        for _, link in ipairs(comment.links) do
            if shorteners:has(link.domain) then return true, "a " .. link.domain .. " link" end
        end
    end,
}
