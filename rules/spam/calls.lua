-- A link, and a call to go there. Either alone is what readers write too.

rule {
    name = "link_with_call",
    category = "spam",
    score = 2,
    about = "A link, and a call to click, register, buy, vote or give",
    types = { "comment", "review", "message" },
    quoted = false,
    words = list "lists/calls_en.txt",
    check = function(comment)
        -- Who writes more than a few sentences has something to say.
        if comment.length > 500 then return end
        for _, link in ipairs(comment.links) do
            if not link.own then return true, "a call to go to " .. link.host end
        end
    end,
}

rule {
    name = "paid_link",
    category = "spam",
    score = 2,
    about = "A link that collects money, votes or visitors for whoever spread it",
    types = { "comment", "review", "message" },
    -- Raw, since an address within HTML is not in the text.
    form = "raw",
    words = list "lists/paid_links.txt",
    check = function(comment, found)
        if #comment.links > 0 then return true, "a link with " .. found[1].found end
    end,
}
