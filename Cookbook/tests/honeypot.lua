test "who fills in the hidden field is a program" {
    comment = { author = "Kim", email = "kim@example.org", body = "The bakery is open again.", fax = "555 0100" },
    fires = { "honeypot" },
    verdict = "reject",
}

test "who leaves it blank is a reader" {
    comment = { author = "Kim", email = "kim@example.org", body = "The bakery is open again.", fax = "" },
    silent = { "honeypot" },
}

test "a form without it says nothing" {
    comment = { author = "Kim", email = "kim@example.org", body = "My fax number is on the website." },
    silent = { "honeypot" },
}
