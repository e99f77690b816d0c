test "a link through a shortener is held" {
    comment = {
        author = "Kim", email = "kim@example.org",
        body = "There is a map at https://bit.ly/3abc, with prices.",
    },
    fires = { "shorteners" },
    verdict = "hold",
}

test "a shortener as the author's address is held" {
    comment = {
        author = "Kim", email = "kim@example.org", url = "http://t.cn/abc",
        body = "The bakery is open again.",
    },
    fires = { "shorteners" },
}

test "a domain that only ends alike is no shortener" {
    comment = {
        author = "Kim", email = "kim@example.org",
        body = "There is a map at https://rabbit.ly/tea, with prices.",
    },
    silent = { "shorteners" },
}
