-- automoderator.lua
rule {
    name = "trade_signals",
    category = "spam",
    verdict = "reject",
    about = "Sells trading signals",
    fields = { "body" },
    pattern = [[\b(crypto|forex) signals?\b]],
    none = { "editors" },
}

rule {
    name = "new_account_link",
    category = "spam",
    verdict = "hold",
    about = "A new account that brings a link",
    types = { "comment" },
    none = { "editors" },
    check = function(comment)
        local created = comment.extra.account_created
        local karma = tonumber(comment.extra.karma)
        if not created or not karma or #comment.links == 0 then return end
        local days = (comment.created_at - seconds(created)) // 86400
        if days < 2 and karma < 10 then return true, "an account of " .. days .. " days with a link" end
    end,
}
