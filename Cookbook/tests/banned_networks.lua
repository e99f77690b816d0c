test "the last address of a banned network is rejected" {
    comment = { author = "Kim", email = "kim@example.org", body = "They closed it last year.", ip = "203.0.113.255" },
    fires = { "banned_networks" },
    verdict = "reject",
}

test "an IPv6 address of a banned network is rejected" {
    comment = { author = "Kim", email = "kim@example.org", body = "They closed it last year.", ip = "2001:DB8:bad::7" },
    fires = { "banned_networks" },
    verdict = "reject",
}

test "the network beside it is not banned" {
    comment = { author = "Kim", email = "kim@example.org", body = "They closed it last year.", ip = "203.0.114.0" },
    silent = { "banned_networks" },
}
