local function by(body, author, url)
    return { author = author or "Ann", email = "ann@example.org", url = url, body = body }
end

test "spam that no list knows is held by what the model learned together with a hint" {
    comment = by("I made 300 dollars today with this app, txt WIN to 80082 to claim now"),
    fires = { "spam_model" },
}

test "a name like an advertisement counts where it leads somewhere" {
    comment = by("A quiet day at the lake.", "moving companies", "https://carpets.example/"),
    fires = { "author_model" },
}

test "the same name without an address sells nothing" {
    comment = by("A quiet day at the lake.", "moving companies"),
    silent = { "author_model" },
    verdict = "accept",
}

test "people's names are no advertisements" {
    comment = by("A quiet day at the lake.", "Grace Hopper", "https://grace.example/"),
    silent = { "author_model", "spam_model" },
    verdict = "accept",
}

test "abuse without a word of the lists is held" {
    comment = by("nobody here likes you, go away and take your garbage edits with you"),
    fires = { "tone_model" },
    verdict = "hold",
}

test "abuse in Chinese without a word of the lists is seen" {
    comment = by("这种女人就是下贱，嫁出去也没人要", "小李"),
    fires = { "tone_model" },
    verdict = "hold",
}

test "what is quoted to be answered is not the commenter's" {
    comment = by("> nobody here likes you, go away and take your garbage edits with you\n\nPlease keep to the subject."),
    silent = { "tone_model" },
    verdict = "accept",
}

test "a sign for greater is no quotation" {
    comment = by("nobody here likes you, 5 > 4, go away and take your garbage edits with you"),
    fires = { "tone_model" },
}
