-- Whom a rude word is for. Rules on tone ask this about their hits; a hit that insults nobody does not count. It sees
-- what can be told from the words right before and the marks around: denied, reported, said of oneself, quoted.

local aim = {}

local function set(list)
    local words = {}
    for word in list:gmatch("%S+") do words[word] = true end
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
-- "I'm such an idiot", "I felt like a fool"
local states = set "am was felt feel"

-- Chinese: what ends right before the word.
local before_chinese = {
    "不是", "并非", "没说你", "没有说你", "骂我", "骂人", "骂别人", "说我", "说我是", "叫我", "叫别人", "当我是", "把我当", "我是", "我真是",
    "我真是个", "我就是个", "我是个", "自己是", "自己是个", "所谓", "所谓的", "别骂", "不要骂", "被骂", "被骂成", "被人骂",
}

local closing = { ['"'] = '"', ["“"] = "”", ["„"] = "“", ["«"] = "»", ["「"] = "」", ["‘"] = "’", ["'"] = "'", ["`"] = "`" }

-- Whether the hit stands alone between quotation marks, as somebody else's word.
local function quoted(text, hit)
    -- Nearly always there is a space.
    if not text:find("^[^%s%w]", hit.first - 1) then return false end
    for open, close in pairs(closing) do
        if text:sub(hit.first - #open, hit.first - 1) == open and text:sub(hit.last + 1, hit.last + #close) == close then
            return true
        end
    end
    return false
end

local function denies(word)
    return denials[word] or word:find("n't$") ~= nil or word:find("n’t$") ~= nil
end

-- The words of a piece of text, in small letters.
local function words_of(text)
    local words, count = {}, 0
    for word in text:lower():gmatch("[^%s,]+") do
        count = count + 1
        words[count] = word
    end
    return words, count
end

local function harmless_after(before)
    if before:find("[\x80-\xFF]$") then
        for _, ending in ipairs(before_chinese) do
            -- "你是不是…" asks, and denies nothing.
            if before:sub(-#ending) == ending and before:sub(-9) ~= "是不是" then return true end
        end
        return false
    end
    if not before:find("%s$") then return false end
    local words, last = words_of(before)
    while last > 0 do
        if fillers[words[last]] then
            last = last - 1
        elseif (words[last] == "are" or words[last] == "is") and subjects[words[last - 1]] then
            last = last - 2
        else
            break
        end
    end
    local word, previous = words[last] or "", words[last - 1] or ""
    return denies(word)
        or names[word]
        or persons[word] and calls[previous]
        or reports[word] and denies(previous)
        or word == "i'm" or word == "i’m"
        or previous == "i" and states[word]
end

-- Between "you" and what it is called: "you people are such a bunch of …", "your own …".
local between = set("people guys all lot are were is r such a an the just so really truly clearly obviously nothing but only bunch pack of one "
    .. "another total complete absolute utter real little big biggest fat ugly sad silly old poor damn goddamn bloody fucking "
    .. "fuckin freaking stupid dumb ignorant pathetic lying arrogant sick lazy own and also both too")
local you = set "you u ya you're you’re youre ur your thou"

-- Whether the hit is said to the reader: "you are such a …", "your … edits", "you …".
function aim.at_reader(comment, hit)
    local before = comment[hit.field]:sub(math.max(1, hit.first - 60), hit.first - 1)
    if not before:find("[YyUu]") then return false end
    local words, last = words_of(before)
    while last > 0 and between[words[last]] do last = last - 1 end
    return you[words[last] or ""] == true
end

-- The share of the hits that insult somebody, and their words: what a rule's check answers.
function aim.judge(comment, found)
    local words, aimed = {}, 0
    for _, hit in ipairs(found) do
        local text = comment[hit.field]
        local before = text:sub(math.max(1, hit.first - 40), hit.first - 1)
        if not quoted(text, hit) and not harmless_after(before) then
            aimed = aimed + 1
            if aimed <= 5 then words[aimed] = hit.found end
        end
    end
    if aimed > 0 then return aimed / #found, table.concat(words, ", ") end
end

return aim
