-- What points add up to. Two or three settings are all that most blogs change; rules/README.md has the rest.
policy {
    hold = 3,    -- points from which on a moderator looks at the comment
    reject = 6,  -- points from which on nobody has to

    -- Rudeness alone is never enough to reject (5 is below 6): a person decides.
    categories = { tone = { cap = 5 } },

    -- The people who run the blog are not judged.
    exempt = { role = { "administrator", "editor", "author", "moderator" } },

    -- A rule that fails lifts the comment to the hold queue, so that nothing slips through by accident.
    on_error = "hold",

    -- Your own domains: links to them count as your own.
    -- site = { "blog.example" },

    -- Fields of the comment that each verdict carries along.
    -- echo = { "post" },
}

-- Change what the rules are worth here, not in their files:
-- scores { many_links = 2.0, shouting = false }
