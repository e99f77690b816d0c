-- People sign with a name, advertisers with what they sell. Pings are signed with a page's title and left alone.

-- Not every top-level domain: "Dr.No" and "Node.js" are names.
local endings = "com|net|org|info|biz|shop|store|online|site|club|xyz|top|vip|ru|cn"

rule {
    name = "url_in_author",
    category = "spam",
    score = 3,
    about = "The author's name is a web or e-mail address",
    types = { "comment", "review", "message" },
    fields = { "author" },
    pattern = [[\b(https?://[^ ]+|www\.[^ ]+|([a-z0-9._+-]+@)?[a-z0-9.-]+\.(]] .. endings .. [[))\b]],
}

rule {
    name = "spam_name",
    category = "spam",
    score = 3,
    per_hit = 2,
    about = "The author's name sells something",
    types = { "comment", "review", "message" },
    fields = { "author" },
    words = list "lists/spam_names.txt",
    none = { "url_in_author" },
}

rule {
    name = "spam_site",
    category = "spam",
    score = 2,
    per_hit = 2,
    about = "The author's address sells something",
    types = { "comment", "review", "message" },
    fields = { "url" },
    words = list "lists/spam_sites.txt",
}

rule {
    name = "long_name",
    category = "spam",
    score = 1.5,
    about = "A name of many words without a capital, and an address",
    types = { "comment" },
    fields = { "author" },
    form = "raw",
    -- Small letters only: "Juan Carlos de la Cruz Ortega" is a name, "top rated vpn for students" is not.
    pattern = [[^ *[a-z0-9]+([ -][a-z0-9'&]+){3,} *$]],
    check = function(comment) return comment.site ~= nil, "a name like a search" end,
}
