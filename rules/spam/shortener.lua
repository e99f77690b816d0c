-- A shortened address hides where it leads to.

local shorteners = list "lists/shorteners.txt"

rule {
    name = "shortener",
    category = "spam",
    score = 2,
    about = "A link through an address shortener",
    check = function(comment)
        local links = comment.links
        -- Most comments have neither.
        if #links == 0 and not comment.url then return end
        local site = comment.site
        local domain = site and site.domain
        if domain and shorteners:has(domain) then return true, domain .. " as the author's address" end
        for n = 1, #links do
            domain = links[n].domain
            if shorteners:has(domain) then return true, "a " .. domain .. " link" end
        end
    end,
}
