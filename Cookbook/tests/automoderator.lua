local function says(body, extra)
    local comment = {
        author = "Kim", email = "kim@example.org", body = body, created_at = "2026-11-03T10:00:00Z",
    }
    for name, value in pairs(extra or {}) do comment[name] = value end
    return comment
end

test "trading signals are rejected" {
    comment = says "Join for Crypto Signals every day",
    fires = { "trade_signals" },
    verdict = "reject",
}

test "traffic signals are not" {
    comment = says "The signals at the crossing are new.",
    silent = { "trade_signals" },
}

test "editors may write about trading signals" {
    comment = says("We delete crypto signals here.", { role = "editor" }),
    silent = { "trade_signals" },
    verdict = "accept",
}

local link = "There is a map at http://map.example/tea, with prices."

test "a link from an account of yesterday is held" {
    comment = says(link, { account_created = "2026-11-02T09:00:00Z", karma = 3 }),
    fires = { "new_account_link" },
    verdict = "hold",
}

test "an account of last year may link" {
    comment = says(link, { account_created = "2025-11-02T09:00:00Z", karma = 3 }),
    silent = { "new_account_link" },
}

test "a new account may write" {
    comment = says("There is a map in the station.", { account_created = "2026-11-02T09:00:00Z", karma = 3 }),
    silent = { "new_account_link" },
}
