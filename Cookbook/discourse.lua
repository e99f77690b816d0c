-- discourse.lua
rule {
    name = "watched_block",
    category = "watched",
    verdict = "reject",
    about = "Discourse: block",
    fields = { "body", "post_title" },
    words = { "buy followers", "replica watch*" },
}

rule {
    name = "watched_approval",
    category = "watched",
    verdict = "hold",
    about = "Discourse: require approval",
    fields = { "body", "post_title" },
    words = { "telegram channel", "passive income" },
}

rule {
    name = "watched_flag",
    category = "watched",
    score = 0,
    about = "Discourse: flag",
    words = { "suicid*", "self-harm" },
}

rule {
    name = "watched_censor",
    category = "watched",
    score = 0,
    about = "Discourse: censor",
    words = { "damn", "crap*" },
}
