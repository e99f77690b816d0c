-- scripts.lua
local usual = { de = "latin", en = "latin", fr = "latin", ru = "cyrillic", zh = "han" }
local scripts = { "latin", "cyrillic", "han", "arabic", "thai", "hangul" }

rule {
    name = "other_script",
    category = "spam",
    score = 2,
    about = "Not in the script of the post",
    types = { "comment" },
    check = function(comment)
        local language = (comment.post_language or "en"):lower():match("^%a+")
        if not usual[language] or comment.length < 20 then return end
        for _, script in ipairs(scripts) do
            local share = comment.scripts[script]
            if script ~= usual[language] and share > 0.6 then
                return true, string.format("%.0f %% %s letters", share * 100, script)
            end
        end
    end,
}
