local function says(body)
    return { author = "Kim", email = "kim@example.org", body = body }
end

test "stars hide nothing" { comment = says "What a load of bull****, really.", fires = { "masked" } }
test "dots hide nothing" { comment = says "You b.a.s.t.a.r.d", fires = { "masked" } }
test "digits hide nothing" { comment = says "What an a55h0le he is.", fires = { "masked" } }
test "a space in a Chinese word hides nothing" { comment = says "你就是个傻 逼", fires = { "masked" } }
test "plain swearing is seen as well" { comment = says "That is bullshit.", fires = { "masked" }, verdict = "hold" }
test "a bullfinch and some stars are none" {
    comment = says "We saw a bullfinch **and** a kite. *Lovely*.",
    silent = { "masked" },
}
