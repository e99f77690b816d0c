-- weights.lua
rule {
    name = "gambling",
    category = "spam",
    score = 2,
    about = "Words of gambling",
    fields = { "author", "body" },
    words = list "lists/gambling.txt",
}
