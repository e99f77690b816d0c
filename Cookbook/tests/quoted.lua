local function says(body)
    return { author = "Kim", email = "kim@example.org", body = body, created_at = "2026-11-03T10:00:00Z" }
end

test "an insult is held" {
    comment = says "Only an idiot would say so.",
    fires = { "unquoted_insults" },
    verdict = "hold",
}
test "an insult behind a quotation is held" {
    comment = says "> The bakery is open again.\nOnly idiots go there.",
    fires = { "unquoted_insults" },
}
test "who quotes an insult in a line with > is not blamed" {
    comment = says "> Only an idiot would say so.\nPlease stay polite.",
    silent = { "unquoted_insults" },
    verdict = "accept",
}
test "who quotes an insult in HTML is not blamed" {
    comment = says "<blockquote>Only an idiot would say so.</blockquote>Please stay polite.",
    silent = { "unquoted_insults" },
}
