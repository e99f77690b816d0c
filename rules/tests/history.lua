local text = "This site changed my life, everyone should see it."

test "the same text again is held" {
    before = { { author = "Ann", email = "ann@example.org", body = text, created_at = "2026-11-02T10:00:00Z" } },
    comment = {
        author = "Bob",
        email = "bob@example.org",
        body = text:upper(),
        created_at = "2026-11-03T10:00:00Z",
    },
    fires = { "repeated_comment" },
    verdict = "hold",
}

test "the same text a month later is forgotten" {
    before = { { author = "Ann", email = "ann@example.org", body = text, created_at = "2026-10-02T10:00:00Z" } },
    comment = { author = "Bob", email = "bob@example.org", body = text, created_at = "2026-11-03T10:00:00Z" },
    silent = { "repeated_comment" },
    verdict = "accept",
}

test "a short thank-you may come twice" {
    before = { { author = "Ann", email = "ann@example.org", body = "Thank you!" } },
    comment = { author = "Bob", email = "bob@example.org", body = "Thank you!" },
    silent = { "repeated_comment" },
    verdict = "accept",
}

-- A number of comments from one address, a minute apart, and the one that follows them.
local function series(count)
    local comments = {}
    for minute = 1, count do
        comments[minute] = {
            author = "Ann",
            email = "ann@example.org",
            ip = "198.51.100.7",
            body = "Thought number " .. minute .. " on this post.",
            created_at = string.format("2026-11-02T10:%02d:00Z", minute),
        }
    end
    return comments
end

local last = {
    author = "Ann",
    email = "ann@example.org",
    ip = "198.51.100.7",
    body = "And one more thing about it.",
    created_at = "2026-11-02T10:08:00Z",
}

test "the seventh comment within ten minutes is held" {
    before = series(6),
    comment = last,
    fires = { "flood" },
    verdict = "hold",
}

test "the sixth comment within ten minutes is a lively reader's" {
    before = series(5),
    comment = last,
    silent = { "flood" },
    verdict = "accept",
}
