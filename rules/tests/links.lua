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

local little = {
    "http://a.example one two three", "one two three\nhttp://a.example", "http://a.example " .. ("a"):rep(200),
    "http://a.example" .. (" "):rep(40) .. "!", "see http://a.example b.example c.example d.example e.example",
    "http://a.example http://b.example http://c.example http://d.example http://e.example http://f.example",
    "一二三 http://a.example", '<a href="http://a.example">one two three four five six</a> seven', "http://a.example ... !! -- ?? ** :)",
    "[one two three four five](http://a.example)",
}
for _, body in ipairs(little) do
    test("this is little but a link: " .. body:sub(1, 60)) {
        comment = { author = "Ann", email = "ann@example.org", body = body },
        fires = { "link_only" },
    }
end

local enough = {
    "http://a.example one two three four", "one, two (three) four! http://a.example", "one\ttwo\nthree four http://a.example",
    "Один два три четыре http://a.example", "1 2 3 4 http://a.example", "http://a.example 你好，我们昨天看了这个电影",
    "http://a.example one. two. three. four.", "http://a.example " .. ("经济发展"):rep(20),
}
for _, body in ipairs(enough) do
    test("this is more than a link: " .. body:sub(1, 60)) {
        comment = { author = "Ann", email = "ann@example.org", body = body },
        silent = { "link_only" },
    }
end

test "a shortened link behind others is seen" {
    comment = {
        author = "Ann",
        email = "ann@example.org",
        url = "https://ann.example/",
        body = "Compare http://a.example with https://b.example and then with https://bit.ly/3xAmPl3 please.",
    },
    fires = { "shortener" },
    reason = "^a bit.ly link$",
}
