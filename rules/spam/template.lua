-- Robots fill in templates. Now and then one goes out unfilled, and often many blogs get the same filling.

rule {
    name = "template_left",
    category = "spam",
    score = 4,
    about = "A template that nobody filled in: {nice|great} post, %keyword%",
    types = { "comment", "review", "message", "trackback" },
    fields = { "body", "author" },
    form = "raw",
    pattern = table.concat({
        -- "{nice|great}", but no "{{template|name}}" of a wiki and no program.
        [=[(^|[^{$\\])\{[^{}|<>=;:()\n]{1,40}(\|[^{}|<>=;:()\n]{0,40})+\}($|[^}])]=],
        "[%#](keyword|anchor_text|anchor|file_links|blogtitle|blog_title|author_name|random|spin|title|link|email)[%#\\[]",
        [=[\[(keyword|anchor text|your name|your site|website url|blog title|insert [a-z ]{2,20})\]]=],
        "\\{(keyword|name|username|blog_?title|post_?title|url|link|anchor)\\}",
    }, "|"),
    check = function(comment, found)
        return true, "an unfilled " .. found[1].found:gsub("%s+", " "):sub(1, 60)
    end,
}

rule {
    name = "template_phrases",
    category = "spam",
    score = 2,
    per_hit = 3,
    about = "Phrases that comment robots fill in everywhere",
    types = { "comment" },
    quoted = false,
    words = list "lists/template_phrases.txt",
}
