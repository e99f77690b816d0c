-- tell.lua
rule {
    name = "needs_name",
    category = "required",
    score = 6,
    about = "No name",
    types = { "comment" },
    required = { "author" },
    tell = "Please give your name.",
}

rule {
    name = "needs_email",
    category = "required",
    score = 6,
    about = "No e-mail address",
    types = { "comment" },
    required = { "email" },
    tell = "Please give your e-mail address. It will not be shown.",
}
