local function ping(body)
    return { type = "pingback", author = "Ten Tea Houses | City Notes", url = "http://notes.example/tea", body = body }
end

test "a pingback of its own title is held" {
    comment = ping "[…] Ten Tea Houses – City Notes […]",
    fires = { "title_pings" },
}

test "a pingback of a part of its title is held" {
    comment = ping "[&#8230;] TEN TEA HOUSES [&#8230;]",
    fires = { "title_pings" },
    verdict = "hold",
}

test "a pingback that quotes nothing is held" {
    comment = ping "[…] […]",
    fires = { "title_pings" },
}

test "a pingback that quotes a sentence is a reader's" {
    comment = ping "[…] Julia has a map of all ten tea houses, and of the two that closed […]",
    silent = { "title_pings" },
}
