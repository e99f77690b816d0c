local function on(day, parent)
    return {
        author = "Kim", email = "kim@example.org", body = "Is the bakery still there?", parent = parent,
        post_created_at = "2026-09-01T08:00:00Z", created_at = day,
    }
end

test "a comment two months after the post is held" {
    comment = on "2026-11-03T10:00:00Z",
    fires = { "old_posts" },
    verdict = "hold",
}

test "a comment thirty days after the post is not" {
    comment = on "2026-10-01T08:00:00Z",
    silent = { "old_posts" },
}

test "a reply is the thread's, not the post's" {
    comment = on("2026-11-03T10:00:00Z", "17"),
    silent = { "old_posts" },
}
