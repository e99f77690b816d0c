test "a ping of a page that copies others is held" {
    comment = {
        type = "pingback",
        author = "Daily news",
        url = "http://news.example/1",
        body = "Ann wrote an interesting post today on Weibo. Here’s a quick excerpt: […] most students […]",
    },
    fires = { "scraper_ping" },
    score = { above = 2.9 },
}

test "a ping that quotes is no copy" {
    comment = {
        type = "pingback",
        author = "Reading list | Far and Near",
        url = "http://far.example/1",
        body = "[…] she posted the numbers on her blog, and I think that they are too low […]",
    },
    silent = { "scraper_ping", "selling_ping", "bare_ping" },
    verdict = "accept",
}

test "a ping without an excerpt whose title is an address is held" {
    comment = { type = "pingback", author = "cheap.example.com", url = "http://cheap.example.com/1", body = "cheap.example.com" },
    fires = { "bare_ping", "ping_without_excerpt" },
    verdict = "hold",
}

test "a ping whose title is an address may quote" {
    comment = {
        type = "pingback",
        author = "reading.example.com",
        url = "http://reading.example.com/1",
        body = "[…] a long post on Renren […]",
    },
    silent = { "bare_ping" },
    verdict = "accept",
}

test "a ping that sells is held" {
    comment = {
        type = "trackback",
        author = "Online Casino Bonus | Free Spins",
        url = "http://play.example/1",
        body = "[…] social media in China […]",
    },
    fires = { "selling_ping" },
}

test "a ping about social media sells nothing" {
    comment = {
        type = "trackback",
        author = "Social media marketing in China: a reading list",
        url = "http://blog.example/1",
        body = "[…] social media in China […]",
    },
    silent = { "spam_name" },
}
