test "who gives no name is told so" {
    comment = { email = "kim@example.org", body = "The bakery is open again." },
    fires = { "needs_name" },
    silent = { "needs_email" },
    verdict = "reject",
}

test "blanks are no address" {
    comment = { author = "Kim", email = "  ", body = "The bakery is open again." },
    fires = { "needs_email" },
    silent = { "needs_name" },
    verdict = "reject",
}

test "a pingback has no address" {
    comment = { type = "pingback", url = "http://notes.example", body = "[…] what she says of the bakery […]" },
    silent = { "needs_name", "needs_email" },
}
