local body = "Is there a list of the sites that were reachable at that time?"

test "a comment sent by a program is seen" {
    comment = {
        author = "Ann",
        email = "ann@example.org",
        body = body,
        user_agent = "python-requests/2.31.0",
    },
    fires = { "scripted_client" },
}

test "a browser is no program" {
    comment = {
        author = "Ann",
        email = "ann@example.org",
        body = body,
        user_agent = "Mozilla/5.0 (X11; Linux x86_64; rv:131.0) Gecko/20100101 Firefox/131.0",
    },
    silent = { "scripted_client" },
    verdict = "accept",
}

test "a WeChat number to add is seen" {
    comment = { author = "小李", email = "li@example.org", body = "想了解更多的朋友可以聊聊，微信：abc_123456" },
    fires = { "contact_bait" },
}

test "talking about WeChat is no bait" {
    comment = { author = "小李", email = "li@example.org", body = "我妈妈现在每天都用微信和QQ跟我联系。" },
    silent = { "contact_bait" },
    verdict = "accept",
}

test "invisible characters in words are counted" {
    comment = {
        author = "Ann",
        email = "ann@example.org",
        body = "A ca\u{200B}sino\u{2060} n\u{200B}ear you is open again.",
    },
    fires = { "invisible_characters", "spam_words" },
}

test "an emoji family is joined lawfully" {
    comment = {
        author = "Ann",
        email = "ann@example.org",
        body = "We all joined last year \u{1F468}\u{200D}\u{1F469}\u{200D}\u{1F467} and like it.",
    },
    silent = { "invisible_characters" },
    verdict = "accept",
}

test "a pingback that quotes nothing is seen" {
    comment = {
        type = "pingback",
        author = "Reading list",
        url = "http://reading.example/1",
        body = "Hello",
    },
    fires = { "ping_without_excerpt" },
    verdict = "accept",
}

test "a pingback with an excerpt is fine" {
    comment = {
        type = "pingback",
        author = "Reading list",
        url = "http://reading.example/1",
        body = "[&#8230;] the best overview so far is on a blog about China [&#8230;]",
    },
    silent = { "ping_without_excerpt", "missing_fields", "missing_ping_fields", "too_short" },
    verdict = "accept",
}
