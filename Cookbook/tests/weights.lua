local function says(body)
    return { author = "Kim", email = "kim@example.org", body = body }
end

test "half a weight is half the points" { comment = says "She hit the jackpot.", fires = { "gambling" }, score = 1 }
test "the heaviest entry counts" { comment = says "casino with a jackpot", fires = { "gambling" }, score = 2 }
test "the longer entry counts" { comment = says "the online casinos", fires = { "gambling" }, score = 3 }
test "an entry of weight three is enough alone" { comment = says "时时彩", fires = { "gambling" }, score = 6 }
test "a pattern has a weight, too" { comment = says "Bet 365 is back", fires = { "gambling" }, score = 6 }
test "a poke is no poker" { comment = says "He gave me a poke.", silent = { "gambling" }, score = 0 }
