test "two points of promotion are held by the category's own threshold" {
    comment = {
        author = "Kim", email = "kim@example.org", body = "I write about this in my new book.",
        created_at = "2026-11-03T10:00:00Z",
    },
    fires = { "promotion" },
    verdict = "hold",
    score = 2,
}

test "somebody else's new book is no promotion" {
    comment = {
        author = "Kim", email = "kim@example.org", body = "She writes about this in her new book.",
        created_at = "2026-11-03T10:00:00Z",
    },
    silent = { "promotion" },
    verdict = "accept",
}
