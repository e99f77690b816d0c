-- quoted.lua
rule {
    name = "unquoted_insults",
    category = "tone",
    score = 3,
    about = "Insults, but not those that the comment quotes",
    words = { "idiot*", "moron", "morons", "白痴" },
    quoted = false,
}
