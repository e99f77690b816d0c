-- A name in capitals is worth one point: enough for the kids' section only.
local function named(section)
    return {
        author = "JOHN SMITHSON", email = "john@example.org", body = "I built one of these with my father.",
        created_at = "2026-11-03T10:00:00Z", section = section,
    }
end

test "one point is held in the kids' section" {
    comment = named "kids",
    fires = { "capital_names" },
    verdict = "hold",
    score = 1,
}

test "one point is nothing elsewhere" {
    comment = named "travel",
    fires = { "capital_names" },
    verdict = "accept",
}

-- One insult is worth three points.
local function insulted(section)
    return {
        author = "John", email = "john@example.org", body = "Only an idiot would say so.",
        created_at = "2026-11-03T10:00:00Z", section = section,
    }
end

test "three points are held elsewhere" { comment = insulted "travel", verdict = "hold", score = 3 }
test "three points pass in the debate section" { comment = insulted "debate", verdict = "accept", score = 3 }
test "three points are rejected in the kids' section" { comment = insulted "kids", verdict = "reject", score = 3 }
