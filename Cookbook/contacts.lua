-- contacts.lua
local kinds = { phone = "a phone number", qq = "a QQ number", wechat = "a WeChat name" }

rule {
    name = "contacts",
    category = "spam",
    score = 3,
    about = "Asks to be called or added elsewhere",
    check = function(comment)
        for _, contact in ipairs(comment.contacts) do
            if kinds[contact.kind] then return true, kinds[contact.kind] end
        end
    end,
}
