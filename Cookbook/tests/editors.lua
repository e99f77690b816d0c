test "an editor may link as much as she likes" {
    comment = {
        author = "Julia Brandt", role = "editor", email = "julia@blog.example", created_at = "2026-11-21T10:00:00Z",
        body = "Compare http://one.example/a, http://two.example/b and http://three.example/c, you idiots.",
    },
    fires = { "editors", "outside_links", "weekends" },
    verdict = "accept",
}

test "what stops everybody stops an editor" {
    comment = {
        author = "Julia Brandt", role = "editor", email = "julia@blog.example", ip = "203.0.113.9",
        body = "The bakery is open again.",
    },
    fires = { "editors", "banned_networks" },
    verdict = "reject",
}

test "a name is no role" {
    comment = { author = "editor", role = "subscriber", email = "kim@example.org", body = "The bakery is open again." },
    silent = { "editors" },
}
