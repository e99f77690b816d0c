-- CAPITALS THROUGHOUT. Only scripts that have capitals count, so "WTO" in a Chinese sentence is no shouting.

rule {
    name = "shouting",
    category = "tone",
    score = 1.5,
    about = "Written in capitals",
    types = { "comment", "review", "message" },
    check = function(comment)
        if comment.caps < 0.7 or comment.length < 20 then return end
        local scripts = comment.scripts
        if scripts.latin + scripts.cyrillic + scripts.greek < 0.5 then return end
        -- Full strength from 90 % on.
        return (comment.caps - 0.6) / 0.3, string.format("%.0f %% capitals", comment.caps * 100)
    end,
}
