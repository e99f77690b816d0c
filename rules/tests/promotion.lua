local function by(author, body, url)
    return { author = author, email = "reader@example.org", url = url, body = body }
end

local promoting = {
    "Hey guys, check out my channel, I make guitar covers!",
    "CHECK OUT MY NEW YOUTUBE CHANNEL",
    "Plz subscribe to me and I will subscribe back",
    "sub4sub anyone?",
    "Please help me get 100 subscribers, I post a video every day!",
    "Nice song. Come and take a look at my videos, and please subscribe.",
    "It would mean the world to me if you could check out our band's first video",
    "Look into my web-site :: garden furniture",
}
for _, body in ipairs(promoting) do
    test("self-promotion is held or rejected: " .. body) {
        comment = by("Ann", body),
        fires = { "self_promotion" },
        score = { above = 2.9 },
    }
end

local harmless = {
    "I check my phone far too often, and so do my friends.",
    "The newspaper that ran this story has lost most of its subscribers.",
    "Which channel crossing was cancelled that week? Check the timetable, please.",
    "The video on their channel is older than this post, I think.",
    "I wrote about the same thing on my blog last year and came to another view.",
}
for _, body in ipairs(harmless) do
    test("nobody promotes anything here: " .. body) {
        comment = by("Ann", body),
        silent = { "self_promotion" },
        verdict = "accept",
    }
end

test "what somebody else promoted can be quoted" {
    comment = by("Ann", "> please subscribe to my channel\n\nPlease leave such comments out, this is a blog about history."),
    silent = { "self_promotion" },
    verdict = "accept",
}

for _, body in ipairs { "互粉吗？有粉必回", "写得不错，欢迎访问我的博客，求回访！", "想看更多请关注我的公众号" } do
    test("Chinese self-promotion is held or rejected: " .. body) {
        comment = by("小李", body),
        fires = { "self_promotion_zh" },
        score = { above = 2.9 },
    }
end

for _, body in ipairs { "我关注这个话题很久了，访问量好像一直在下降。", "很多公众号都转载过这篇文章，但没有注明出处。" } do
    test("nobody promotes anything in Chinese: " .. body) {
        comment = by("小李", body),
        silent = { "self_promotion_zh" },
        verdict = "accept",
    }
end

test "a link with a call to click is a hint" {
    comment = by("Ann", "There is an easier way, please click on http://tricks.example/easy and register now, it costs nothing."),
    fires = { "link_with_call" },
    verdict = "accept",
}

test "a source is no call" {
    comment = by("Ann", "The numbers are in table 3 of http://stats.example/2014, they are higher than I thought."),
    silent = { "link_with_call", "paid_link" },
    verdict = "accept",
}

test "a call without a link leads nowhere" {
    comment = by("Ann", "To see the second page you have to click on the small arrow, please don't miss it."),
    silent = { "link_with_call" },
    verdict = "accept",
}

test "asking for money on a collection's page is held" {
    comment = by("Ann", "Our dog needs an operation, please help us: https://www.gofundme.com/f/our-dog"),
    fires = { "paid_link", "link_with_call" },
    verdict = "hold",
}

test "a link to a collection alone is a hint" {
    comment = by("Ann", "The book was paid for by its readers, see https://www.kickstarter.com/projects/atlas for the story."),
    fires = { "paid_link" },
    silent = { "link_with_call" },
    verdict = "accept",
}

test "a link that pays its sender is seen" {
    comment = by("Ann", "I use this one for the trains in China: https://tickets.example/?ref=ann4711"),
    fires = { "paid_link" },
    verdict = "accept",
}

test "a question mark in an address is no referral" {
    comment = by("Ann", "It is on page two: https://forum.example/topic?page=2&order=asc#post-7, the long answer."),
    silent = { "paid_link" },
    verdict = "accept",
}
