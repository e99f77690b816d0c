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
