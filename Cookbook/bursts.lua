-- bursts.lua
rule {
    name = "bursts",
    category = "spam",
    score = 3,
    about = "Three comments from one IP address in five minutes",
    types = { "comment" },
    history = { by = "ip", within = "5m", more_than = 1 },
}
