-- too_fast.lua
rule {
    name = "too_fast",
    category = "spam",
    score = 3,
    about = "Written in less than three seconds",
    types = { "comment" },
    check = function(comment)
        local opened = tonumber(comment.extra.form_opened_at)
        if not opened then return end
        local taken = comment.created_at - opened
        if taken < 3 then return true, taken .. " seconds from form to comment" end
    end,
}
