-- my_name.lua
rule {
    name = "my_name",
    category = "tone",
    verdict = "hold",
    about = "Signs with the name of somebody who runs the blog",
    fields = { "author" },
    words = { "Julia Brandt", "admin*", "moderator*", "站长" },
    none = { "editors" },
}
