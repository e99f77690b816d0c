local body = "I remember that year well, we all lost our accounts at once."

for _, field in ipairs { "author", "email", "body" } do
    local comment = { author = "Ann", email = "ann@example.org", url = "https://ann.example", body = body }
    comment[field] = " "

    test("a comment without " .. field .. " is rejected") {
        comment = comment,
        fires = { "missing_fields" },
        silent = { "too_short", "missing_ping_fields" },
        verdict = "reject",
    }
end

test "a comment with name, e-mail and text is complete" {
    comment = { author = "Ann", email = "ann@example.org", body = body },
    silent = { "missing_fields", "missing_text", "missing_ping_fields" },
    verdict = "accept",
}

test "a review needs no e-mail address" {
    comment = { type = "review", author = "Ann", body = body },
    silent = { "missing_fields", "missing_text" },
    verdict = "accept",
}

test "a message without a name is rejected" {
    comment = { type = "message", body = body },
    fires = { "missing_text" },
    verdict = "reject",
}

test "a trackback without an address is rejected" {
    comment = { type = "trackback", author = "Some blog", body = "[…] a good read […]" },
    fires = { "missing_ping_fields" },
    silent = { "missing_fields" },
    verdict = "reject",
}

local impossible = {
    "ann", "ann@", "@example.org", "ann@example", "ann@@example.org", "ann@example..org", "a b@example.org",
}
for _, email in ipairs(impossible) do
    test("the address " .. email .. " cannot be one") {
        comment = { author = "Ann", email = email, body = body },
        fires = { "email_shape" },
        verdict = "hold",
    }
end

for _, email in ipairs { "ann@example.org", "o'brien+blog@mail.example.co.uk", "王芳@例子.中国" } do
    test("the address " .. email .. " can be one") {
        comment = { author = "Ann", email = email, body = body },
        silent = { "email_shape", "disposable_email" },
        verdict = "accept",
    }
end

test "a throw-away address is seen" {
    comment = { author = "Ann", email = "ann@Mailinator.com", body = body },
    fires = { "disposable_email" },
    verdict = "accept",
}

test "a text of nothing but markup is held" {
    comment = { author = "Ann", email = "ann@example.org", body = "<p>&nbsp;</p>" },
    fires = { "too_short" },
    verdict = "hold",
}

for _, short in ipairs { "a", "...", "👍" } do
    test("the text " .. short .. " is too short") {
        comment = { author = "Ann", email = "ann@example.org", body = short },
        fires = { "too_short" },
        verdict = "accept",
    }
end

-- Of the last two ICU says that they hold no word, for a mark on the underscore and a joiner before a picture.
for _, short in ipairs { "Yes.", "好", "是的", "はい", "+1 from me", "1984", "да", "Fine_\u{301}", "Fine\u{200D}\u{1F468}" } do
    test("the text " .. short .. " is short and fine") {
        comment = { author = "Ann", email = "ann@example.org", body = short },
        silent = { "too_short" },
        verdict = "accept",
    }
end
