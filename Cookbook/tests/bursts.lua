local function at(minute, ip)
    return {
        author = "Kim", email = "kim@example.org", ip = ip, created_at = "2026-11-03T10:0" .. minute .. ":00Z",
        body = "This is what I saw in minute " .. minute .. ".",
    }
end

test "the third comment in five minutes is held" {
    before = { at(0, "192.0.3.9"), at(2, "192.0.3.9") },
    comment = at(4, "192.0.3.9"),
    fires = { "bursts" },
    verdict = "hold",
}

test "three comments in nine minutes are a conversation" {
    before = { at(0, "192.0.3.9"), at(5, "192.0.3.9") },
    comment = at(9, "192.0.3.9"),
    silent = { "bursts" },
}

test "three readers are no burst" {
    before = { at(0, "192.0.3.9"), at(2, "192.0.3.10") },
    comment = at(4, "192.0.3.11"),
    silent = { "bursts" },
}
