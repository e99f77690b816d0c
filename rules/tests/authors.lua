local body = "I lived in Chengdu for two years and everybody around me used it daily."

test "an address as the author's name is held" {
    comment = { author = "www.cheap-shoes.example", email = "x@example.org", body = body },
    fires = { "url_in_author" },
    verdict = "hold",
}

test "a bare domain as the author's name is held" {
    comment = { author = "BestLoans24.com", email = "x@example.org", body = body },
    fires = { "url_in_author" },
    verdict = "hold",
}

test "an e-mail address as the author's name is held" {
    comment = { author = "kim@mail.example.com", email = "kim@mail.example.com", body = body },
    fires = { "url_in_author" },
    verdict = "hold",
}

test "names with dots are names" {
    comment = { author = "J. R. Smith-Müller, Dr.No", email = "x@example.org", body = body },
    silent = { "url_in_author", "spam_name" },
    verdict = "accept",
}

test "a pingback may be signed with an address" {
    comment = {
        type = "pingback",
        author = "reading.example.com",
        url = "http://reading.example.com/links",
        body = "[…] has a long post on Weibo and what it replaced […]",
    },
    silent = { "url_in_author", "spam_name" },
    verdict = "accept",
}

test "a name that sells something is seen" {
    comment = { author = "Cheap Handbags Outlet", email = "x@example.org", body = body },
    fires = { "spam_name" },
}

test "a Chinese name that sells something is seen" {
    comment = { author = "北京代开发票", email = "x@example.org", body = body },
    fires = { "spam_name" },
}

test "part of a name sells nothing" {
    comment = { author = "Loan Nguyen of Cheapside", email = "x@example.org", body = body },
    silent = { "spam_name" },
    verdict = "accept",
}
