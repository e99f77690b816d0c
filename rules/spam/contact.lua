-- "Add me on WeChat": the sale is made elsewhere. Kinds that are not named here, such as e-mail, are left alone.

local kinds = {
    qq = { "QQ", 1 },
    wechat = { "WeChat", 1 },
    telegram = { "Telegram", 1 },
    phone = { "phone", 0.5 },
}

rule {
    name = "contact_bait",
    category = "spam",
    score = 2,
    about = "Asks to be contacted elsewhere",
    check = function(comment)
        for _, contact in ipairs(comment.contacts) do
            local kind = kinds[contact.kind]
            -- The reason leaves the number out: a verdict is no place for it.
            if kind then return kind[2], "gives a " .. kind[1] .. " contact" end
        end
    end,
}
