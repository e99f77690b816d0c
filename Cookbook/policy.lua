-- policy.lua
policy {
    hold = 3,
    reject = 6,
    categories = { promotion = { hold = 2 } },
    site = { "blog.example" },
}

policy {
    name = "kids",
    when = function(comment) return comment.section == "kids" end,
    hold = 1,
    reject = 3,
}

policy {
    name = "debate",
    when = function(comment) return comment.section == "debate" end,
    hold = 5,
    reject = 9,
}
