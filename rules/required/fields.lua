-- What each type of comment must come with. A pingback has no e-mail address: it is signed by a page.

rule {
    name = "missing_fields",
    category = "required",
    score = 6,
    about = "A comment needs a name, an e-mail address and a text",
    types = { "comment" },
    required = { "author", "email", "body" },
    tell = "Please give your name, your e-mail address and a comment.",
}

rule {
    name = "missing_text",
    category = "required",
    score = 6,
    about = "A review or message needs a name and a text",
    types = { "review", "message" },
    required = { "author", "body" },
    tell = "Please give your name and write something.",
}

rule {
    name = "missing_ping_fields",
    category = "required",
    score = 6,
    about = "A ping needs the title and the address of the page that it comes from",
    types = { "pingback", "trackback" },
    required = { "author", "url" },
}
