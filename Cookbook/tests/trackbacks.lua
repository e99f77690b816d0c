local function trackback(links_here)
    return {
        type = "trackback", author = "Garden news", url = "http://garden.example/9", links_here = links_here,
        body = "A post about roofs made me think of our own garden.",
    }
end

test "a trackback that nobody looked after is held" {
    comment = trackback(nil),
    fires = { "trackbacks" },
    verdict = "hold",
}

test "a trackback of a page without a link is held" {
    comment = trackback(false),
    fires = { "trackbacks" },
}

test "a trackback of a page with a link is none of our business" {
    comment = trackback(true),
    silent = { "trackbacks" },
}
