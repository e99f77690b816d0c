local function links(list)
    return { author = "Kim", email = "kim@example.org", body = "I found these: " .. table.concat(list, " and ") }
end

test "three links to elsewhere are held" {
    comment = links { "http://one.example", "http://two.example", "http://three.example" },
    fires = { "outside_links" },
    verdict = "hold",
}

test "links to social networks and to this blog are left out" {
    comment = links {
        "https://weibo.com/u/1", "https://www.bilibili.com/video/1", "http://blog.example/tea", "http://one.example",
    },
    silent = { "outside_links" },
}
