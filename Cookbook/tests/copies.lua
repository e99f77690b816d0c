local text = "This guide helped me a lot, everybody should read it."

local function under(post, author, url, body)
    return { author = author, email = author .. "@example.org", url = url, body = body, post = post }
end

test "the same text under a third post is seen" {
    before = { under(1, "ann", nil, text), under(2, "bob", nil, text) },
    comment = under(3, "cem", nil, text:upper()),
    fires = { "copies" },
    silent = { "touring_site" },
}

test "the same text twice under one post is a double click" {
    before = { under(1, "ann", nil, text), under(1, "ann", nil, text) },
    comment = under(2, "ann", nil, text),
    silent = { "copies" },
}

test "thanks may come under every post" {
    before = { under(1, "ann", nil, "Thank you!"), under(2, "bob", nil, "Thank you!") },
    comment = under(3, "cem", nil, "Thank you!"),
    silent = { "copies" },
}

test "one site with other words under a fourth post is seen" {
    before = {
        under(1, "ann", "http://shop.example", "I like the second picture best."),
        under(2, "bob", "http://shop.example", "Where was this taken?"),
        under(3, "cem", "http://shop.example", "We went there by train."),
    },
    comment = under(4, "dan", "http://shop.example", "My aunt lives close by."),
    fires = { "touring_site" },
    silent = { "copies" },
}

test "three readers without a site have no site in common" {
    before = {
        under(1, "ann", nil, "I like the second picture best."),
        under(2, "bob", nil, "Where was this taken?"),
        under(3, "cem", nil, "We went there by train."),
    },
    comment = under(4, "dan", nil, "My aunt lives close by."),
    silent = { "touring_site" },
}
