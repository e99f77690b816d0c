test "five links are held" {
    comment = {
        author = "Ann",
        email = "ann@example.org",
        body = "http://a.example http://b.example http://c.example http://d.example http://e.example",
    },
    fires = { "many_links", "link_only" },
    silent = { "shouting" },
    verdict = "hold",
}

test "two links are a reader's sources" {
    comment = {
        author = "Ann",
        email = "ann@example.org",
        body = "There are two studies on this, http://a.example/study and http://b.example/another, and they disagree.",
    },
    silent = { "many_links", "link_only" },
    verdict = "accept",
}

test "two words and a link are little but a link" {
    comment = {
        author = "Ann",
        email = "ann@example.org",
        body = "Cool stuff: https://shoes.example/sale?id=7",
    },
    fires = { "link_only" },
    silent = { "many_links" },
    verdict = "accept",
}

test "the words of a link are part of the link" {
    comment = {
        author = "Ann",
        email = "ann@example.org",
        body = '<a href="http://shoes.example">the best running shoes you can get</a>',
    },
    fires = { "link_only", "markup_links" },
    verdict = "hold",
}

test "a Chinese sentence with a link is more than a link" {
    comment = {
        author = "王芳",
        email = "fang@example.org",
        body = "关于这个问题，这篇文章http://a.example/post写得很清楚，推荐大家看看。",
    },
    silent = { "link_only" },
    verdict = "accept",
}

test "a shortened link is seen" {
    comment = {
        author = "Ann",
        email = "ann@example.org",
        body = "The original interview has moved, you find it here now: https://bit.ly/3xAmPl3",
    },
    fires = { "shortener" },
    silent = { "link_only" },
    verdict = "accept",
}

test "a shortener as the author's address is seen" {
    comment = {
        author = "Ann",
        email = "ann@example.org",
        url = "http://tinyurl.com/abc123",
        body = "The numbers in the second table look odd to me.",
    },
    fires = { "shortener" },
}

test "a site whose name ends like a shortener is none" {
    comment = {
        author = "Ann",
        email = "ann@example.org",
        body = "My tracker is described at https://rabbit.example/bit.ly for anyone who wants to try it.",
    },
    silent = { "shortener", "link_only", "many_links" },
}

test "a BBCode link is markup that the form does not take" {
    comment = {
        author = "Ann",
        email = "ann@example.org",
        body = "I liked the part on censorship most, there is more on it [URL=http://a.example]here[/URL].",
    },
    fires = { "markup_links" },
}

test "square brackets and a less-than sign are no markup" {
    comment = {
        author = "Ann",
        email = "ann@example.org",
        body = "The share [of urls] is < 5 %, and a < href is not a link either.",
    },
    silent = { "markup_links", "many_links" },
    verdict = "accept",
}
