test "Marta is known by her name and address" {
    comment = { author = "Marta Lindqvist", email = "Marta@Example.org", body = "They closed it last year." },
    fires = { "marta" },
    silent = { "regulars" },
    score = -2,
}

test "Marta's name with another address is not Marta" {
    comment = { author = "Marta Lindqvist", email = "marta@mail.example", body = "They closed it last year." },
    silent = { "marta" },
}

test "the university's people are regulars" {
    comment = { author = "Ines", email = "ines@university.example", body = "They closed it last year." },
    fires = { "regulars" },
}

test "a domain that only ends alike is not the university's" {
    comment = { author = "Ines", email = "ines@not-university.example", body = "They closed it last year." },
    silent = { "regulars" },
}
