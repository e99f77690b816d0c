local function says(body)
    return { author = "Kim", email = "kim@example.org", body = body }
end

test "a row of emoji is held" { comment = says "👍🏽 ❤️ 😀😀", fires = { "emoji" }, verdict = "hold" }
test "families and flags are emoji" { comment = says "👨‍👩‍👧 🇨🇳", fires = { "emoji" } }
test "a word among emoji is a word" { comment = says "😀 好 😀", silent = { "emoji" } }
test "an old smiley is left alone" { comment = says ":-)", silent = { "emoji" } }
