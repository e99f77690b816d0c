test "five links are held" {
    comment = {
        author = "Ann",
        email = "ann@example.org",
        body = "http://a.example http://b.example http://c.example http://d.example http://e.example",
    },
    fires = { "many_links", "link_only" },
    silent = { "shouting" },
    verdict = "hold",
}

test "two links are a reader's sources" {
    comment = {
        author = "Ann",
        email = "ann@example.org",
        body = "There are two studies on this, http://a.example/study and http://b.example/another, and they disagree.",
    },
    silent = { "many_links", "link_only" },
    verdict = "accept",
}
