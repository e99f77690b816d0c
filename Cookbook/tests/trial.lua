test "eight questions would be held, but the rule is on trial" {
    comment = {
        author = "Kim", email = "kim@example.org", created_at = "2026-11-03T10:00:00Z",
        body = "Why? How? Since when? Who says so? Where? And then? Is it true? Really?",
    },
    fires = { "many_questions" },
    verdict = "accept",
    score = 0,
}

test "two questions are a conversation" {
    comment = { author = "Kim", email = "kim@example.org", body = "Is it open? And do they have beds?" },
    silent = { "many_questions" },
}
