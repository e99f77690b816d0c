-- What a trained model knows beyond the lists; models/README.md says what it learned from. It counts words and does not
-- see whom they are for, so that it asks what the rules on insults ask (_aim.lua).

local aim = require "_aim"

local rude = words {
    list "lists/insults_en.txt", list "lists/insults_mild_en.txt", list "lists/at_reader_en.txt",
    list "lists/at_reader_words_en.txt", list "lists/insults_zh.txt", list "lists/insults_mild_zh.txt",
    list "lists/insults_other.txt", list "lists/swearing_en.txt", list "lists/threats.txt",
}
-- Said of a thing these are a hint at most.
local mild = words {
    "damn", "damned", "crap", "crappy", "hell", "bloody", "stupid", "dumb", "silly", "idiotic", "ridiculous", "sucks",
    "骗子", "没教养", "不要脸",
}
local reader = words { "you", "your", "you're", "yourself", "u", "ur", "ya", "你", "你们", "您" }
local topics = words(list "lists/topics.txt")
-- Names with rude letters.
local names = words { "scunthorpe", "penistone", "cockburn*", "hitchcock*", "clitheroe", "lightwater", "essex", "sussex" }
local english = words { "the", "is", "are", "to", "of", "and", "in", "it", "this", "that", "you", "your", "my" }

local above = 0.3

-- Whether the model may be believed of a comment without a word of the lists: there it has to be surer.
local function is_sure_alone(comment, body, sure)
    if sure <= 0.5 or names:any(comment) then return false end
    if sure > 0.9 then return true end
    -- It learned from English and Chinese.
    if not english:any(comment) and not body:find("[\xE4-\xE9][\x80-\xBF][\x80-\xBF]") then return false end
    -- "the word 'retard'": a word that is talked about.
    return not (topics:any(comment) or body:find("[\"']%w+[\"']") or body:find("“[^%s“]-”"))
end

-- The same of one that holds such words. Their places are looked at last, since that takes longest.
local function is_sure(comment, count, sure)
    if sure <= above then return false end
    if mild:count(comment) >= count and not reader:any(comment) then return false end
    return aim.any(comment, rude:hits(comment))
end

rule {
    name = "tone_model",
    category = "tone",
    score = 5,
    about = "Reads like abuse that people have marked",
    model = { "models/tone.model", above = above },
    check = function(comment, sure)
        -- What is quoted is not the commenter's.
        local body = comment.body
        if body:find(">", 1, true) and (body:find("^%s*>") or body:find("\n%s*>")) then return false end
        local count = rude:count(comment)
        local believed = count > 0 and is_sure(comment, count, sure) or count == 0 and is_sure_alone(comment, body, sure)
        return believed and (sure - above) / (1 - above)
    end,
}
