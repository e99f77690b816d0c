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

local selling = {
    "Cheap Nike Air Jordans", "louis vuitton bags outlet", "best seo company in delhi", "Online Casino Bonus",
    "how to lose weight fast", "payday loans", "essay writing service", "car insurance quotes", "buy instagram likes",
    "rv awning repair", "personal injury lawyer", "代写论文", "网站优化公司",
}
for _, name in ipairs(selling) do
    test("a name that sells is held: " .. name) {
        comment = { author = name, email = "x@example.org", body = body },
        fires = { "spam_name" },
    }
end

local people = {
    "Chanel Williams", "Jordan Coach", "Celine Ugo", "Hermes da Silva", "Roland Ncube", "Lauren Bond", "Judi Leeson",
    "Dr. Loan Tran", "Diesel Mike", "Gift Orji", "Precious Price", "Mark Slot", "Casey Porter", "李优", "王代文", "Paul from Goa",
}
for _, name in ipairs(people) do
    test("a person may be called " .. name) {
        comment = { author = name, email = "x@example.org", body = body },
        silent = { "spam_name", "url_in_author", "long_name" },
    }
end

test "a name of four commercial words is rejected" {
    comment = { author = "Cheap Jerseys Wholesale Outlet", email = "x@example.org", body = body },
    fires = { "spam_name" },
    verdict = "reject",
}

local shops = {
    "http://cheap-jerseys-from-china.example/", "https://www.bestonlinecasino.example", "http://nikeshoesoutlet.example",
    "https://payday-loans.example/apply", "http://seo.expert.example",
}
for _, url in ipairs(shops) do
    test("an address that sells is seen: " .. url) {
        comment = { author = "Ann", email = "x@example.org", url = url, body = body },
        fires = { "spam_site" },
    }
end

for _, url in ipairs {
    "https://specialist.example", "https://ann.essex.example/book", "https://www.betsy-ross.example/pillsbury",
    "https://museum.example/sexton",
} do
    test("an address that sells nothing is left alone: " .. url) {
        comment = { author = "Ann", email = "x@example.org", url = url, body = body },
        silent = { "spam_site" },
        verdict = "accept",
    }
end

test "a name like a search, with an address, is seen" {
    comment = { author = "top rated vpn for students", email = "x@example.org", url = "https://vpn.example", body = body },
    fires = { "long_name" },
}

test "a long name has capitals, or no address" {
    comment = { author = "Juan Carlos de la Cruz Ortega", email = "x@example.org", url = "https://juan.example", body = body },
    silent = { "long_name" },
    verdict = "accept",
}

test "a name like a search without an address sells nothing" {
    comment = { author = "just another reader from leeds", email = "x@example.org", body = body },
    silent = { "long_name" },
    verdict = "accept",
}
