local function says(body, ip)
    return {
        author = "Kim", email = "kim@example.org", body = body, ip = ip, created_at = "2026-11-03T10:00:00Z",
    }
end

test "as in WordPress, 'press' is found in 'WordPress'" {
    comment = says "I moved my blog to WordPress.",
    fires = { "wp_moderation" },
    verdict = "hold",
}

test "an IP address is found by how it begins" {
    comment = says("The bakery is open again.", "192.0.2.77"),
    fires = { "wp_moderation" },
}

test "an address of another network is not" {
    comment = says("The bakery is open again.", "192.0.3.2"),
    silent = { "wp_moderation", "wp_disallowed" },
    verdict = "accept",
}

test "a disallowed word is rejected, in a name as well" {
    comment = { author = "BuyViagraNow", email = "kim@example.org", body = "The bakery is open again." },
    fires = { "wp_disallowed" },
    verdict = "reject",
}

test "a word that is not on the list is left alone" {
    comment = says "My grandmother took the pills that the doctor gave her.",
    silent = { "wp_disallowed" },
}

test "two links are held" {
    comment = says "See http://one.example/a and http://two.example/b, too.",
    fires = { "wp_links" },
    verdict = "hold",
}

test "one link is not" {
    comment = says "See http://one.example/a, too.",
    silent = { "wp_links" },
}
