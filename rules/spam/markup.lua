-- Scripts that fill in every form on the web leave markup where none is taken. The raw form is searched,
-- since the others have the markup taken out.

rule {
    name = "markup_links",
    category = "spam",
    score = 2,
    about = "Links in BBCode or HTML",
    types = { "comment" },
    form = "raw",
    -- [=[ … ]=] is a Lua string like [[ … ]] that may hold a "]]".
    pattern = [=[(?i)(<a +href|\[(url|link)[=\]])]=],
    check = function(comment, found)
        if found[1].found:sub(1, 1) == "[" then return 1, "a BBCode link" end
        -- Some readers know HTML.
        return 0.5, "an HTML link"
    end,
}
