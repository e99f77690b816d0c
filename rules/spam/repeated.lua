-- The same text again, and too much from one place.

rule {
    name = "repeated_comment",
    category = "spam",
    score = 3,
    about = "The same text was sent before",
    types = { "comment", "review", "message" },
    history = { by = "fingerprint", within = "7d", more_than = 0 },
    check = function(comment, found)
        -- "Thank you!" may well come twice.
        if comment.length < 30 then return end
        return true, "the same text came " .. found .. (found == 1 and " time before" or " times before")
    end,
}

rule {
    name = "flood",
    category = "spam",
    score = 3,
    about = "Too many comments from one address in a short time",
    history = { by = "ip", within = "10m", more_than = 5 },
    check = function(comment, found)
        return true, found .. " others from the same address within 10 minutes"
    end,
}
