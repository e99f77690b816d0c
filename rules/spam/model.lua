-- What trained models know beyond the lists; models/README.md says what they learned from.

rule {
    name = "spam_model",
    category = "spam",
    score = 1.5,
    about = "Reads like spam that people have marked",
    types = { "comment", "review", "message" },
    model = { "models/spam.model", above = 0.7 },
    none = { "paid_link", "too_short" },
}

local above = 0.9

-- Only with an address: without one there is nothing to sell.
rule {
    name = "author_model",
    category = "spam",
    score = 2,
    about = "The author's name reads like an advertisement, and has an address",
    types = { "comment", "review", "message" },
    none = { "spam_name", "url_in_author" },
    model = { "models/author.model", above = above, given = { "url" } },
    check = function(comment, sure)
        return comment.site ~= nil and math.max(0, (sure - above) / (1 - above)), "the name reads like an advertisement"
    end,
}
