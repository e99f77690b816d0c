local function by(author)
    return { author = author, email = "kim@example.org", body = "The bakery is open again." }
end

test "a name in capitals is seen" { comment = by "JOHN SMITHSON", fires = { "capital_names" }, score = 1 }
test "Greek has capitals, too" { comment = by "ΝΙΚΟΣ ΠΑΠΠΑΣ", fires = { "capital_names" } }
test "initials are no capitals throughout" { comment = by "J. R. R. Tolkien", silent = { "capital_names" } }
test "a short name may be one of letters" { comment = by "DJ BO", silent = { "capital_names" } }
test "Chinese has no capitals" { comment = by "欧阳小明和他的朋友", silent = { "capital_names" } }
