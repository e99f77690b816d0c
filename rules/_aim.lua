-- Whom a rude word is for. Rules on tone ask this about their hits; a hit that insults nobody does not count. It sees
-- what can be told from the words right before and the marks around: denied, reported, said of oneself, quoted.
--
-- This is asked for each hit of each rule, so it looks at no more than it needs. The last word before a hit says most:
-- what stands before it is turned round and read word by word from its beginning, and so the words below are turned
-- round as well once the file has loaded.

local aim = {}

local function set(list)
    local words = {}
    for word in list:gmatch("%S+") do words[word:reverse()] = true end
    return words
end

-- Between the words below and the rude one: "such an", "that you are a".
local fillers = set "a an the such so really like that you're you’re he's she's"
local subjects = set "you he she they it"
-- "not an idiot", "never a fool"; all that end in n't as well.
local denials = set "not never no nor without hardly nobody"
-- "he called me a moron", "I never said that you are stupid"
local calls = set "call calls called calling"
local reports = set "say saying said think thinking thought mean meant believe imply implying claim call calling called"
local persons = set "me us him her them people others someone somebody anyone everyone myself opponents"
local names = set "word words term terms called named"
local oneself = set "i'm i’m"
-- "I'm such an idiot", "I felt like a fool"
local states = set "am was felt feel"

-- What the last word before a hit tells of it; most words tell nothing.
local HARMLESS, FILLER, VERB, PERSON, REPORT, STATE = 1, 2, 3, 4, 5, 6
local kinds = {}
for kind, words in ipairs { names, fillers, set "are is", persons, reports, states } do
    for word in pairs(words) do kinds[word] = kinds[word] or kind end
end
for word in pairs(denials) do kinds[word] = HARMLESS end
for word in pairs(oneself) do kinds[word] = HARMLESS end

-- Chinese: what ends right before the word. By their last characters, since most hits stand behind another one.
local before_chinese, last_chinese = {}, {}
for ending in ([[
    不是 并非 没说你 没有说你 骂我 骂人 骂别人 说我 说我是 叫我 叫别人 当我是 把我当 我是 我真是 我真是个 我就是个 我是个
    自己是 自己是个 所谓 所谓的 别骂 不要骂 被骂 被骂成 被人骂
]]):gmatch("%S+") do
    before_chinese[ending] = true
    last_chinese[ending:sub(-3)] = true
end

-- Quotation marks, by the last byte of the one that opens.
local quotes = {}
for open, close in pairs {
    ['"'] = '"', ["“"] = "”", ["„"] = "“", ["«"] = "»", ["「"] = "」", ["‘"] = "’", ["'"] = "'", ["`"] = "`",
} do
    quotes[open:byte(-1)] = { open = open, close = close }
end

-- Whether the hit stands alone between these quotation marks, as somebody else's word.
local function is_quoted(text, hit, first, marks)
    if text:sub(first - #marks.open, first - 1) ~= marks.open then return false end
    local last = hit.last
    return text:sub(last + 1, last + #marks.close) == marks.close
end

local function denies(word)
    -- "n't" and "n’t" from behind.
    return denials[word] or word:find("^t'n") ~= nil or word:find("^t\x99\x80\xE2n") ~= nil
end

-- The word of a text from behind that follows a place, in small letters, and where it ends; "" where there is none.
local function next_word(before, place)
    local word, after = before:match("^[%s,]*([^%s,]+)()", place)
    if word then return word:lower(), after end
    return "", place
end

-- The last bytes before a place, from behind.
local function last_bytes(text, place, count)
    return text:sub(place > count and place - count or 1, place - 1):reverse()
end

local function is_harmless(text, first)
    local before = last_bytes(text, first, 40)
    local word, place = next_word(before, 1)
    local kind = kinds[word]
    while kind == FILLER or kind == VERB do
        if kind == VERB then
            word, place = next_word(before, place)
            if not subjects[word] then return false end
        end
        word, place = next_word(before, place)
        kind = kinds[word]
    end
    if kind == HARMLESS then return true end
    if not kind then return denies(word) end
    local previous = next_word(before, place)
    if kind == PERSON then return calls[previous] end
    if kind == REPORT then return denies(previous) end
    return previous == "i"
end

local function is_harmless_chinese(text, first)
    if not last_chinese[text:sub(first - 3, first - 1)] then return false end
    for length = 6, 12, 3 do
        if before_chinese[text:sub(first - length, first - 1)] then
            -- "你是不是…" asks, and denies nothing.
            return text:sub(first - 9, first - 1) ~= "是不是"
        end
    end
    return false
end

local function is_aimed(text, hit)
    local first = hit.first
    local byte = text:byte(first - 1)
    -- Nearly always there is a space: 32, or a line's end and the like from 9 on.
    if byte == 32 then return not is_harmless(text, first) end
    if not byte then return true end
    local marks = quotes[byte]
    if marks and is_quoted(text, hit, first, marks) then return false end
    if byte >= 0x80 then return not is_harmless_chinese(text, first) end
    return byte < 9 or byte > 13 or not is_harmless(text, first)
end

-- Between "you" and what it is called: "you people are such a bunch of …", "your own …".
local between = set("people guys all lot are were is r such a an the just so really truly clearly obviously nothing but only bunch pack of one "
    .. "another total complete absolute utter real little big biggest fat ugly sad silly old poor damn goddamn bloody fucking "
    .. "fuckin freaking stupid dumb ignorant pathetic lying arrogant sick lazy own and also both too")
local you = set "you u ya you're you’re youre ur your thou"

-- Whether the hit is said to the reader: "you are such a …", "your … edits", "you …".
function aim.at_reader(comment, hit)
    local before = last_bytes(comment[hit.field], hit.first, 60)
    local word, place = next_word(before, 1)
    while between[word] do word, place = next_word(before, place) end
    return you[word] == true
end

-- Whether any of the hits insults somebody.
function aim.any(comment, found)
    for n = 1, #found do
        local hit = found[n]
        if is_aimed(comment[hit.field], hit) then return true end
    end
    return false
end

-- The share of the hits that insult somebody, and their words: what a rule's check answers.
function aim.judge(comment, found)
    local count, aimed, words = #found, 0, nil
    for n = 1, count do
        local hit = found[n]
        if is_aimed(comment[hit.field], hit) then
            aimed = aimed + 1
            if aimed <= 5 then words = words and words .. ", " .. hit.found or hit.found end
        end
    end
    if aimed > 0 then return aimed / count, words end
end

return aim
