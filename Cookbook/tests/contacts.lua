for what, body in pairs {
    ["a phone number"] = "Tickets left, call +49 151 23456789 now",
    ["a Chinese phone number in full-width digits"] = "需要的联系１３８１２３４５６７８",
    ["a QQ number"] = "资料在群里，QQ群：123456789",
    ["a WeChat name"] = "想了解的加微信 abc_12345",
} do
    test(what .. " is held") {
        comment = { author = "Kim", email = "kim@example.org", body = body },
        fires = { "contacts" },
        verdict = "hold",
    }
end

test "a price, a date and a year are no phone number" {
    comment = {
        author = "Kim", email = "kim@example.org",
        body = "We paid 12,500 yuan on 2019-05-17, in 2024 it was 15,000.",
    },
    silent = { "contacts" },
}

test "who writes about WeChat asks nobody to add him" {
    comment = { author = "王芳", email = "fang@example.org", body = "现在大家都用微信，没有人用QQ了。" },
    silent = { "contacts" },
}
