local function by(author, body)
    return { author = author, email = "kim@example.org", body = body }
end

test "the fourth name with one address is held" {
    before = { by("Kim", "I was there in May."), by("Lea", "So was I."), by("Max", "It rained a lot.") },
    comment = by("Tom", "I agree with Kim, Lea and Max."),
    fires = { "many_names" },
    verdict = "hold",
}

test "one name may come as often as it likes" {
    before = { by("Kim", "I was there in May."), by("Kim", "So was my aunt."), by("Kim", "It rained a lot.") },
    comment = by("Kim", "The bakery is open again."),
    silent = { "many_names" },
}
