-- What is counted in the text, with what comments bring along; ../string-rules/counts.lua has the same over strings.

-- The original counts "http://" and "https://" wherever they stand; `links` knows what a link is: each address counts
-- once, and one without a scheme counts too.
rule {
  name = "links",
  category = "spam",
  score = 3,
  check = function(comment)
    local count = #comment.links
    if count >= 3 then return true, count .. " links" end
    if count == 2 then return 1 / 3, "2 links" end
  end,
}

-- The original asks for twenty letters from A to Z; this one for twenty characters, and knows every script's capitals.
rule {
  name = "caps",
  category = "tone",
  score = 2,
  check = function(comment) return comment.length >= 20 and comment.caps > 0.6 end,
}

rule {
  name = "repeat",
  category = "tone",
  score = 1,
  check = function(comment) return comment.repeats >= 6 end,
}

-- The original looks for bytes beyond ASCII, at least half of them: three for each Chinese character.
rule { name = "nonascii", category = "spam", score = 0.5, check = function(comment) return comment.scripts.han > 0.25 end }

rule { name = "digits", category = "spam", score = 1, check = function(comment) return comment.digits > 0.3 end }
