-- many_names.lua
rule {
    name = "many_names",
    category = "spam",
    score = 3,
    about = "One e-mail address, several names",
    history = { by = "email", distinct = "author", within = "30d", more_than = 2 },
    check = function(comment, found)
        return true, found .. " names before with this address"
    end,
}
