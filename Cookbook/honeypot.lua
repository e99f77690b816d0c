-- honeypot.lua
rule {
    name = "honeypot",
    category = "spam",
    verdict = "reject",
    about = "Filled in the field that people don't see",
    check = function(comment)
        local bait = comment.extra.fax
        if bait ~= nil and bait ~= "" then return true, "the hidden field is filled in" end
    end,
}
