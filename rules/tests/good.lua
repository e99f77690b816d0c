-- What ordinary people write must not stir a single rule. A new rule joins this list.
local every_rule = {
    "many_links", "link_only", "shortener", "url_in_author", "spam_name", "spam_words", "spam_words_zh",
    "markup_links", "repeated_comment", "flood", "contact_bait", "praise", "praise_for_link", "scripted_client",
    "invisible_characters", "ping_without_excerpt", "shouting", "stretched_letters", "stretched_marks", "insults",
    "insults_zh", "threats", "missing_fields", "missing_text", "missing_ping_fields", "email_shape",
    "disposable_email", "too_short", "lost_characters", "mojibake", "bare_ping", "chat_number",
    "contact_call", "insults_mild", "insults_mild_zh", "insults_other", "insults_reader", "link_with_call",
    "long_name", "paid_link", "scam", "scraper_ping", "self_promotion", "self_promotion_zh", "selling_ping",
    "spam_site", "swearing", "template_left", "template_phrases",
}

-- Language, name, text.
local readers = {
    { "English", "Ann", "I was in Beijing when Facebook went dark, and it took a week until everybody was on Renren." },
    { "Chinese", "王芳", "写得很有意思。我大学的时候大家都用人人网，现在只剩下微信和微博了。" },
    { "German", "Jörg", "Danke für den Überblick! Mich würde noch interessieren, wie es bei älteren Leuten ist." },
    { "French", "Zoé", "Très bon résumé… Est-ce que « Weibo » est encore utilisé par les étudiants ?" },
    { "Russian", "Ольга", "Очень интересно, спасибо. А как обстоят дела с Вконтакте среди китайских студентов?" },
    { "Japanese", "健太", "とても興味深い記事でした。日本ではまだLINEのほうが人気ですね。" },
    { "Korean", "민수", "한국에서는 카카오톡을 주로 씁니다. 좋은 글 감사합니다." },
    { "Spanish", "Íñigo", "¿Y qué pasa con los que viven fuera? Mi hermana en Shanghái usa las dos redes." },
}

for _, reader in ipairs(readers) do
    local language, author, body = table.unpack(reader)
    test("an ordinary comment in " .. language .. " stirs no rule") {
        comment = { author = author, email = "reader@example.org", body = body },
        silent = every_rule,
        verdict = "accept",
    }
end

test "an ordinary pingback stirs no rule" {
    comment = {
        type = "pingback",
        author = "Links of the week | Far and Near",
        url = "https://farandnear.example/links-of-the-week",
        body = "[…] a long and personal look at social media in China, with numbers […]",
    },
    silent = every_rule,
    verdict = "accept",
}

test "a reply to a comment stirs no rule" {
    comment = {
        parent = "12",
        author = "Ann",
        email = "ann@example.org",
        body = "@Zoé: yes, but mostly for news. See the table at the end of the post.",
    },
    silent = every_rule,
    verdict = "accept",
}

test "staff are not judged" {
    comment = {
        author = "Ann",
        role = "administrator",
        body = "http://a.example http://b.example http://c.example http://d.example http://e.example",
    },
    silent = every_rule,
    verdict = "accept",
}
