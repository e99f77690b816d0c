-- "Nice! http://…": the link is the message. Takes the links out and counts the words that are left.

-- The words that an <a> or [url] shows are part of the link.
local function without_shown(comment)
    local rest, links = comment.text, comment.links
    for n = 1, #links do
        local shown = links[n].text
        if shown and shown ~= "" then
            local first, last = rest:find(shown, 1, true)
            if first then rest = rest:sub(1, first - 1) .. " " .. rest:sub(last + 1) end
        end
    end
    return rest
end

-- Addresses end at white space and at anything that is not ASCII, such as Chinese.
local function without_addresses(rest)
    return (rest:gsub("https?://[%w%p]+", " "):gsub("[%w%-]+%.[%w%-%.]+[%w%p]*", " "))
end

-- Taking out addresses and finding words takes time, and most comments plainly say something beside their links: four
-- words in a row that begin with a letter or digit and can't be part of an address, as they have no dot and no colon.
local piece = "%s%w[^%s.:]*"
local four_words = piece:rep(4) .. "%s"
-- The longest word that ICU finds in Chinese has 20 characters (maxWordSize in its dictbe.cpp), so that 64 characters,
-- from U+5000 to U+9FFF here, are four words at least. Looked for in four parts, as long patterns are not kept compiled.
local some_chinese = ("[\xE5-\xE9][^\xE5-\xE9]*"):rep(16)
local function has_four_words(rest)
    if rest:find(four_words) then return true end
    local place = 0
    for _ = 1, 4 do
        _, place = rest:find(some_chinese, place + 1)
        if not place then return false end
    end
    return true
end

rule {
    name = "link_only",
    category = "spam",
    score = 3,
    about = "Little but a link",
    types = { "comment", "review", "message" },
    check = function(comment)
        if #comment.links == 0 then return end
        local rest = without_shown(comment)
        if has_four_words(rest) then return end
        local left = #text(without_addresses(rest)).words
        if left > 3 then return end
        -- "Source: …" is a reader's; nothing at all, or "Nice!", is rarely one.
        local strength = left < 2 and 1 or 2 / 3
        return strength, "little beside a link to " .. comment.links[1].host
    end,
}
