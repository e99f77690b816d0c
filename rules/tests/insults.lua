local function by(body, author)
    return { author = author or "Ann", email = "ann@example.org", body = body }
end

local to_the_reader = {
    "You are such a complete idiot.",
    "u r pathetic",
    "Get a life.",
    "Why don't you just shut up?",
    "Nobody is interested in your stupid opinion.",
    "you're nothing but a bunch of lying cowards",
}
for _, body in ipairs(to_the_reader) do
    test("an insult to somebody's face is seen: " .. body) {
        comment = by(body),
        fires = { "insults_reader" },
        score = { above = 2.3 },
    }
end

local insults_nobody = {
    "You are not an idiot, the form is badly made.",
    "I'm such an idiot, I had the page upside down.",
    "He called me a moron, and I laughed.",
    'The word "retard" stood in the old law until 2010.',
    "Calling people morons doesn't help anybody, does it?",
    "I never said that you are stupid, I said that the table is wrong.",
    "> you are an asshole\n\nCould somebody remove the comment above?",
    "Are you all right? You are so kind to answer all of this.",
}
for _, body in ipairs(insults_nobody) do
    test("this insults nobody: " .. body) {
        comment = by(body),
        silent = { "insults", "insults_mild", "insults_reader" },
        verdict = "accept",
    }
end

-- What stands right before and around the word decides. Some of these have the capitals, marks and line ends of hurry.
local harmless_before = {
    "He is NOT\n a moron.", "That isn't a moron, that is a clerk.", "Surely it wasn’t, a moron did not write that book.",
    "I was a moron then.", "i'm really such a moron", "I’m a moron when it comes to maps.", "Never say that they are morons, please.",
    "I didn't mean, like, moron.", "She called everyone morons, and left.", "The term moron is from 1910.",
    "Somebody wrote „moron“ here.", "Somebody wrote «moron» here.", "Somebody wrote `moron` here.", "Somebody wrote 'moron' here.",
    "Somebody wrote “moron” here.", "Somebody wrote ‘moron’ here.",
}
for _, body in ipairs(harmless_before) do
    test("this calls nobody a moron: " .. body) {
        comment = by(body),
        silent = { "insults", "insults_reader", "tone_model" },
    }
end

local aimed = {
    "moron", "Moron, go home.", "You are not kind, moron.", "I never said so, you moron.", "I said that they are morons.",
    "Those are morons.", "We was morons.", "He likes me moron.", "(moron)", "Somebody wrote \"moron here.", "é moron", "émoron 。moron",
    "It is not that all of these nice people here are morons.",
}
for _, body in ipairs(aimed) do
    test("this calls somebody a moron: " .. body) {
        comment = by(body),
        fires = { "insults" },
    }
end

test "hits that insult nobody take from what the others count" {
    comment = by("I am a moron, but you are a bigger moron."),
    fires = { "insults" },
    score = { above = 4 },
    reason = "^moron$",
}

test "the reason names five of the words" {
    comment = by("moron! moron? moron; moron: moron. moron"),
    fires = { "insults" },
    reason = "^moron, moron, moron, moron, moron$",
}

test "a mild insult is a hint" {
    comment = by("Some fool has parked in front of the door again."),
    fires = { "insults_mild" },
    silent = { "insults" },
    verdict = "accept",
}

test "two mild insults are held" {
    comment = by("What idiots run this, and which imbecile let them?"),
    fires = { "insults_mild" },
    verdict = "hold",
}

test "a single swear word is a hint" {
    comment = by("Damn, that took me three hours, and the result is crap."),
    fires = { "swearing" },
    silent = { "insults" },
    verdict = "accept",
}

test "strong swearing is held" {
    comment = by("Fuck this shit."),
    fires = { "swearing" },
    verdict = "hold",
}

for _, body in ipairs {
    "The class assembled in Scunthorpe, and Dr. Cockburn passed the assignment to Essex.",
    "Pass me the bass, the grass is wet. The Hitchcock film was shot in Penistone.",
} do
    test("rude letters within words are harmless: " .. body) {
        comment = by(body),
        silent = { "swearing", "insults", "insults_mild", "insults_other", "insults_reader" },
        verdict = "accept",
    }
end

for _, body in ipairs { "你是不是脑残", "是脑残", "他说你是个脑残", "我们都是脑残", "你们都是垃圾", "这帮脑残又来了", "太恶心了你们这种人", "你是不是有病" } do
    test("a strong Chinese insult is held: " .. body) {
        comment = by(body, "小李"),
        fires = { "insults_zh" },
        verdict = "hold",
    }
end

for _, body in ipairs { "真不要脸", "这人就是个骗子，没教养" } do
    test("a milder Chinese insult is a hint: " .. body) {
        comment = by(body, "小李"),
        fires = { "insults_mild_zh" },
        silent = { "insults_zh" },
        verdict = "accept",
    }
end

for _, body in ipairs {
    "他们骂我白痴，我没理他们。", "你不是蠢货，别难过。", "垃圾分类从七月开始，废物要放进另一个桶。", "“脑残”这个词最早是从哪里来的？", "「脑残」是什么意思？",
    "我是脑残", "我真是个脑残", "不是脑残", "他们把我当脑残", "所谓的脑残", "他被骂脑残", "别人老是当我是脑残",
    "小时候妈妈逼着我练琴。", "滚动到最下面就能看到，操作很简单。",
} do
    test("this insults nobody in Chinese: " .. body) {
        comment = by(body, "小李"),
        silent = { "insults_zh", "insults_mild_zh" },
        verdict = "accept",
    }
end

local other_languages = {
    "Du Arschloch, lern erst mal lesen.", "Quel connard, celui-là.", "Eres un gilipollas.", "Sei uno stronzo.", "Ты просто мудак.", "Co za skurwysyny.",
    "씨발 뭐야", "このクズ野郎", "Vai tomar no cu", "Orospu çocuğu", "ไอ้เหี้ย", "يا شرموطة", "Putang ina mo", "Haista vittu", "तू चूतिया है",
}
for _, body in ipairs(other_languages) do
    test("an insult in another language is a hint: " .. body) {
        comment = by(body),
        fires = { "insults_other" },
    }
end

local plain_words = {
    "Bitte schreiben Sie mir, das Fest war am Ende dick besucht.",
    "Le concert de Pédale douce commence à huit heures.",
    "Troia è in Asia Minore, la regina tira la pompa dell'acqua.",
    "자위대에 대한 기사를 보지 못했습니다.",
    "La concha y el martillo son símbolos, el asno también.",
    "Slut på dagen. Fan av Lund är jag också.",
    "O corno da floresta é um instrumento, e a aranha fica no saco.",
    "Какая разница, голый бугор или хрен с горчицей.",
}
for _, body in ipairs(plain_words) do
    test("a plain word is no insult: " .. body) {
        comment = by(body),
        silent = { "insults_other" },
        verdict = "accept",
    }
end

for _, body in ipairs {
    "I know where you live.", "You all should be shot.", "kys", "I'm going to find and kill you", "怎么不去死",
} do
    test("a threat goes to a moderator: " .. body) {
        comment = by(body),
        fires = { "threats" },
        verdict = "hold",
    }
end

for _, body in ipairs {
    "The wolf was shot in 1904.", "My grandmother died in that hospital.", "I could kill for a coffee now.", "这部电影里坏人最后死了。",
} do
    test("talk of death threatens nobody: " .. body) {
        comment = by(body),
        silent = { "threats" },
        verdict = "accept",
    }
end
