-- A blog that mentions a post quotes it: "[…] the sentence around the link […]". Folding turns "…" into "...".

rule {
    name = "ping_without_excerpt",
    category = "spam",
    score = 1,
    about = "A pingback that quotes nothing",
    types = { "pingback" },
    check = function(comment)
        return not comment.folded:find("[...]", 1, true), "no […] in the excerpt"
    end,
}

-- Scrapers copy the feeds of many blogs to fill pages with advertisements, and say so in the same few words.
rule {
    name = "scraper_ping",
    category = "spam",
    score = 3,
    per_hit = 2,
    about = "A ping from a page that copies others",
    types = { "pingback", "trackback" },
    words = list "lists/scraper_pings.txt",
}

rule {
    name = "bare_ping",
    category = "spam",
    score = 2,
    about = "A ping whose title is an address",
    types = { "pingback", "trackback" },
    fields = { "author" },
    pattern = [[^ *(https?://[^ ]+|www\.[^ ]+|[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,})/? *$]],
    all = { "ping_without_excerpt" },
}

rule {
    name = "selling_ping",
    category = "spam",
    score = 3,
    about = "A ping from a page that sells something",
    types = { "pingback", "trackback" },
    fields = { "author" },
    words = list "lists/spam_names.txt",
}
