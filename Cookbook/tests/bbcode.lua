test "BBCode is held" {
    comment = { author = "Kim", email = "kim@example.org", body = "Look [URL=http://shop.example]here[/URL]" },
    fires = { "bbcode" },
    verdict = "hold",
}

test "an array index is no BBCode" {
    comment = { author = "Kim", email = "kim@example.org", body = "It has to be list[url_count], not list[1]." },
    silent = { "bbcode" },
}
