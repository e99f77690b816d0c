test "great post, signed with an address, is held" {
    comment = {
        author = "Jo", email = "jo@example.org", url = "http://cheap-shoes.example",
        body = "Great post! Really.",
    },
    fires = { "praises", "empty_praise" },
    verdict = "hold",
}

test "great post without an address is only kind" {
    comment = { author = "Jo", email = "jo@example.org", body = "Great post! Really." },
    fires = { "praises" },
    silent = { "empty_praise" },
}

test "praise with something to say is read" {
    comment = {
        author = "Jo", email = "jo@example.org", url = "http://jo.example",
        body = "Great post! We walked the same way in spring, but the second bridge was closed, so we had to take the "
            .. "road on the other bank. Is it open again?",
    },
    silent = { "empty_praise" },
}

test "regulars may praise" {
    comment = { author = "Hanna", email = "hanna@example.com", url = "http://hanna.example", body = "Great post!" },
    silent = { "empty_praise" },
}

test "a great postman is no great post" {
    comment = { author = "Jo", email = "jo@example.org", url = "http://jo.example", body = "He was a great postman." },
    silent = { "praises" },
}
