local function says(body)
    return { author = "Kim", email = "kim@example.org", body = body, created_at = "2026-11-03T10:00:00Z" }
end

test "block" { comment = says "Replica watches here", fires = { "watched_block" }, verdict = "reject" }
test "require approval" { comment = says "Join our Telegram channel", fires = { "watched_approval" }, verdict = "hold" }
test "flag" { comment = says "He was suicidal at that time.", fires = { "watched_flag" }, verdict = "accept" }
test "censor" { comment = says "A damn good bakery.", fires = { "watched_censor" }, verdict = "accept" }
test "words that only look alike" {
    comment = says "The damned are dancing, a replica of the watchtower is on channel 4.",
    silent = { "watched_block", "watched_approval", "watched_flag", "watched_censor" },
    verdict = "accept",
}
