local function by(author, body, url)
    return { author = author, email = "reader@example.org", url = url, body = body }
end

local stories = {
    "My sister made $18,000 last month working from home on her laptop, just see for yourself.",
    "I am so happy, Dr Ehi brought back my ex lover. He is a powerful spell caster.",
    "Are you in need of a genuine loan? We give out loans at 3% interest rate.",
    "I never believed it, but this expert recovered my stolen bitcoin within a day.",
    "Congratulations! You have won a guaranteed £1000 cash prize.",
    "I was cured of herpes by the herbal medicine of a great man.",
}
for _, body in ipairs(stories) do
    test("a swindler's story is held: " .. body) {
        comment = by("Ann", body),
        fires = { "scam" },
    }
end

local harmless = {
    "Minimum wage here is $15 an hour, and I make a little more than that.",
    "Half of the office is working from home since spring, the trains are empty.",
    "She won an award for that book, the prize was shared by two writers.",
    "My doctor told me that herpes stays in the body for good.",
    "The bank asked for 7 percent, so we rented the flat instead of taking a loan.",
}
for _, body in ipairs(harmless) do
    test("this is no swindler's story: " .. body) {
        comment = by("Ann", body),
        silent = { "scam" },
        verdict = "accept",
    }
end

local unfilled = {
    "{Nice|Great|Awesome} {post|article}, {thanks|thank you} for sharing!",
    "I really like %keyword% and will come back to your blog.",
    "Thank you for this, see #file_links[C:\\links.txt,1,N] for more.",
    "Hello {username}, I loved this article of yours.",
}
for _, body in ipairs(unfilled) do
    test("an unfilled template is held: " .. body) {
        comment = by("Ann", body),
        fires = { "template_left" },
        verdict = "hold",
    }
end

local braces = {
    "In C you write if (a || b) { return c | d; } and nobody minds.",
    "{{cite web|title=Censorship|year=2012}} is how Wikipedia does it.",
    "The set {1, 2, 3} has six permutations, and 100% of them are shown above.",
    "Use ${HOME} in the path, or {a} as in f-strings.",
}
for _, body in ipairs(braces) do
    test("braces and percent signs are no template: " .. body) {
        comment = by("Ann", body),
        silent = { "template_left" },
        verdict = "accept",
    }
end

test "phrases of comment robots add up" {
    comment = by("Ann", "Hello there, just became aware of your blog through Google, and found that it's truly "
        .. "informative. I'm gonna watch out for brussels. Lots of people will be benefited from your writing."),
    fires = { "template_phrases" },
    score = { above = 3.9 },
}

test "who asks about the design of the blog is no robot" {
    comment = by("Ann", "The new layout is easier to read on my telephone. Which theme do you use now?"),
    silent = { "template_phrases", "praise" },
    verdict = "accept",
}

test "a call to a number is held" {
    comment = by("Ann", "Best rates in town! Call us now on 020 7946 0018 for a free offer."),
    fires = { "contact_call", "contact_bait" },
    verdict = "hold",
}

test "a call to a number in Chinese digits is held" {
    comment = by("小李", "需要办理的朋友请联系：一三八〇〇一三八〇〇〇"),
    fires = { "contact_call", "contact_bait" },
    verdict = "hold",
}

test "a call to a WeChat name is held" {
    comment = by("小李", "本店长期供货，详情请加我微信：abc_123456"),
    fires = { "contact_call", "contact_bait" },
    verdict = "hold",
}

test "an e-mail address after a call is a hint" {
    comment = by("Ann", "I still have the old screenshots, so please write me at ann@example.org if you want them."),
    fires = { "contact_call" },
    verdict = "accept",
}

test "calls without a number are talk" {
    comment = by("Ann", "They call me every week and I never answer, so now they write instead."),
    silent = { "contact_call", "contact_bait", "chat_number" },
    verdict = "accept",
}

test "calls in Chinese without a number are talk" {
    comment = by("小李", "我联系过他们的客服，电话一直打不通。"),
    silent = { "contact_call", "contact_bait", "chat_number" },
    verdict = "accept",
}

for _, body in ipairs {
    "Original documents for every country. WhatsApp: +1 (202) 555-0143",
    "Add me on whats app number 4479 1112 3456 to learn more",
    "对签证有疑问请加WhatsApp +852 5555 0143",
} do
    test("a WhatsApp number is held: " .. body) {
        comment = by("Ann", body),
        score = { above = 2.9, below = 6 },
    }
end

test "a Viber number without a call is held" {
    comment = by("Ann", "Documents for every country, viber 4479 1112 3456"),
    fires = { "chat_number" },
    verdict = "hold",
}

test "talking about WhatsApp is no number" {
    comment = by("Ann", "In 2017 WhatsApp was blocked in China, Viber had 3 users in my family by then."),
    silent = { "chat_number" },
    verdict = "accept",
}
