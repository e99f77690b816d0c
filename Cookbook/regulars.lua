-- regulars.lua
rule {
    name = "marta",
    category = "spam",
    score = -2,
    about = "Marta, who has written here for years",
    is = { author = { "Marta Lindqvist" }, email = { "marta@example.org" } },
}

rule {
    name = "regulars",
    category = "spam",
    score = -2,
    about = "An address from our list of regulars",
    is = { email = list "lists/regulars.txt" },
}
