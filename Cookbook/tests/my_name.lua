local function by(author, role)
    return {
        author = author, role = role, email = "kim@example.org", body = "The bakery is open again.",
        created_at = "2026-11-03T10:00:00Z",
    }
end

test "who signs as Julia Brandt is held" { comment = by "julia  brandt", fires = { "my_name" }, verdict = "hold" }
test "Cyrillic letters are no disguise" { comment = by "Juliа Brаndt", fires = { "my_name" }, verdict = "hold" }
test "Julia herself may" { comment = by("Julia Brandt", "editor"), silent = { "my_name" }, verdict = "accept" }
test "another Julia may" { comment = by "Julia Brandtner", silent = { "my_name" }, verdict = "accept" }
