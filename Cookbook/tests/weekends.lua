local function at(time)
    return { author = "Kim", email = "kim@example.org", body = "The bakery is open again.", created_at = time }
end

test "Saturday is held" { comment = at "2026-11-21T15:00:00Z", fires = { "weekends" }, verdict = "hold" }
test "the last minute of Sunday is held" { comment = at "2026-11-22T22:59:00Z", fires = { "weekends" } }
test "Monday begins an hour before Greenwich" { comment = at "2026-11-22T23:00:00Z", silent = { "weekends" } }
test "Friday is a working day" { comment = at "2026-11-20T15:00:00Z", silent = { "weekends" }, verdict = "accept" }
