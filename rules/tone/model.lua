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

-- How sure the model has to be; 1 is never.
local function least(comment)
    local hits = rude:hits(comment)
    if #hits == 0 then
        if names:any(comment) then return 1 end
        -- It learned from English and Chinese.
        local is_known = english:any(comment) or comment.body:find("[\xE4-\xE9][\x80-\xBF][\x80-\xBF]")
        -- "the word 'retard'": a word that is talked about.
        local is_about_word = comment.body:find("[\"']%w+[\"']") or comment.body:find("“[^%s“]-”")
        return (topics:any(comment) or is_about_word or not is_known) and 0.9 or 0.5
    end
    if not aim.judge(comment, hits) then return 1 end
    if mild:count(comment) >= #hits and not reader:any(comment) then return 1 end
    return above
end

rule {
    name = "tone_model",
    category = "tone",
    score = 5,
    about = "Reads like abuse that people have marked",
    model = { "models/tone.model", above = above },
    check = function(comment, sure)
        -- What is quoted is not the commenter's.
        if comment.body:find("^%s*>") or comment.body:find("\n%s*>") then return false end
        return sure > least(comment) and (sure - above) / (1 - above)
    end,
}
