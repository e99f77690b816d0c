local two = "I compared http://one.example/a with http://two.example/b, and the second is newer."

test "a first comment with two links is held" {
    comment = { author = "Ann", email = "ann@example.org", body = two },
    fires = { "first_links" },
    verdict = "hold",
}

test "a first comment with one link is not" {
    comment = {
        author = "Ann", email = "ann@example.org",
        body = "There is more at http://one.example/a, and it is free.",
    },
    silent = { "first_links" },
}

test "a second comment may bring two links" {
    before = { { author = "Ann", email = "ann@example.org", body = "I was there, too." } },
    comment = { author = "Ann", email = "ann@example.org", body = two },
    silent = { "first_links" },
}

test "the blog knows somebody that this run does not" {
    comment = { author = "Ann", email = "ann@example.org", body = two, approved_comments = 12 },
    silent = { "first_links" },
}

test "the blog knows that nothing was approved so far" {
    before = { { author = "Ann", email = "ann@example.org", body = "I was there, too." } },
    comment = { author = "Ann", email = "ann@example.org", body = two, approved_comments = 0 },
    fires = { "first_links" },
}
