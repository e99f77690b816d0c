local function says(body)
    return { author = "Kim", email = "kim@example.org", body = body, created_at = "2026-11-03T10:00:00Z" }
end

test "one word of sales is one point" {
    comment = says "Students get a discount on Mondays.",
    fires = { "sales" },
    verdict = "accept",
    score = 1,
}

test "three words of sales are held" {
    comment = says "Best prices, free shipping: order now!",
    fires = { "sales" },
    verdict = "hold",
    score = 3,
}

test "more than four count as four" {
    comment = says "Discount! Discount! Discount! Discount! Discount! Discount! Click here!",
    fires = { "sales" },
    verdict = "hold",
    score = 4,
}

test "the order of things is no order" { comment = says "Who limited the offer, and why now?", silent = { "sales" } }
