-- Where links lead to.

local shorteners = list "lists/shorteners.txt"

-- The original wants a slash behind the name; as a whole word it is not missed without one either.
rule { name = "shortener", category = "spam", score = 2, words = shorteners }

rule { name = "url_short", category = "spam", score = 2, is = { url = shorteners } }

-- Raw, since the other forms have no tags any more.
rule { name = "anchor", category = "spam", score = 2, pattern = [[(?i)<a href]], form = "raw" }

rule {
  name = "trackback",
  category = "spam",
  score = 2,
  types = { "trackback" },
  check = function(comment) return #comment.links > 0 end,
}
