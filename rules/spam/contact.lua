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
        if #comment.contacts == 0 then return end
        for _, contact in ipairs(comment.contacts) do
            local kind = kinds[contact.kind]
            -- The reason leaves the number out: a verdict is no place for it.
            if kind then return kind[2], "gives a " .. kind[1] .. " contact" end
        end
    end,
}

rule {
    name = "contact_call",
    category = "spam",
    score = 2,
    about = "Calls readers to a number, an account or an address",
    quoted = false,
    words = list "lists/contact_calls.txt",
    check = function(comment, found)
        for _, contact in ipairs(comment.contacts) do
            for _, call in ipairs(found) do
                -- "Call now on 0800 …", "加我微信：…": the call comes first, and close by. A Chinese character has
                -- three bytes, so that this is some 13 of them.
                local apart = contact.first - call.last
                if apart > -20 and apart <= 40 then
                    -- "E-mail me at …" is what readers write too.
                    local strength = contact.kind == "email" and 0.5 or 1
                    return strength, 'a contact after "' .. call.found .. '"'
                end
            end
        end
    end,
}

rule {
    name = "chat_number",
    category = "spam",
    score = 3,
    about = "A WhatsApp, Viber, Zalo or Line number",
    -- One number is not counted as two calls.
    none = { "contact_call" },
    pattern = table.concat({
        [[\b(whats app|whatsapp|what's app|whatsap|watsapp|viber|zalo|kakaotalk|kakao talk|line id|wickr)]],
        "( ?(me|us|him|her|them|number|no|num|id|on|at|is|via|chat|only|or|and|call|text|sms|telegram|signal|line",
        [[|\.|:|;|,|=|/|-|\+|\())* ?\d[\d ().-]{6,}]],
    }),
}
