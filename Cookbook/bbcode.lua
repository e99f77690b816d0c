-- bbcode.lua
rule {
    name = "bbcode",
    category = "spam",
    score = 3,
    about = "BBCode, which this blog doesn't take",
    types = { "comment" },
    form = "raw",
    pattern = [==[(?i)\[(url|link|img)[=\]]]==],
}
