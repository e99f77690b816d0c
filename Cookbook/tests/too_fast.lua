local opened = 1793700000   -- 2026-11-03T10:00:00Z in Unix seconds

local function after(span)
    return {
        author = "Kim", email = "kim@example.org", body = "The bakery is open again.",
        form_opened_at = opened, created_at = opened + span,
    }
end

test "two seconds are too few" { comment = after(2), fires = { "too_fast" }, verdict = "hold" }
test "a form that opens after it was sent is a lie" { comment = after(-60), fires = { "too_fast" } }
test "three seconds are enough for a yes" { comment = after(3), silent = { "too_fast" }, verdict = "accept" }
test "a blog that doesn't say when is not held against anybody" {
    comment = { author = "Kim", email = "kim@example.org", body = "The bakery is open again." },
    silent = { "too_fast" },
}
