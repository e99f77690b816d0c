local function says(body)
    return { author = "小李", email = "li@example.org", body = body }
end

test "an entry is found within a sentence" { comment = says "本公司代开发票，价格优惠", fires = { "chinese_ads" }, score = 2 }
test "traditional characters are the same" { comment = says "免費領取，先到先得", fires = { "chinese_ads" } }
test "spaces and dots hide nothing" { comment = says "网 上 赌 博", fires = { "chinese_ads" } }
test "a pattern of the list" { comment = says "在家日赚５００元", fires = { "chinese_ads" } }
test "two entries are held" { comment = says "刷单日赚500元", fires = { "chinese_ads" }, verdict = "hold" }
test "who says that gambling is forbidden advertises nothing" {
    comment = says "在中国赌博是违法的，网上也一样。",
    silent = { "chinese_ads" },
}
