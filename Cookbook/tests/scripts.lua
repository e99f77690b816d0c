local function says(body, language)
    return { author = "Kim", email = "kim@example.org", body = body, post_language = language }
end

test "Russian under an English post is seen" {
    comment = says "Лучшие цены на квартиры в Москве, звоните сейчас",
    fires = { "other_script" },
}

test "Russian under a Russian post is not" {
    comment = says("Очень интересно, спасибо. А как обстоят дела сейчас?", "ru-RU"),
    silent = { "other_script" },
}

test "an English post may be answered with Chinese words in it" {
    comment = says "We say 社交网络 for social network and 微博 for microblog.",
    silent = { "other_script" },
}
