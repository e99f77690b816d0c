-- The original counts "http://" and "https://" wherever they stand; `links` knows what a link is: each address counts
-- once, and one without a scheme counts too.

local shorteners = list "lists/shorteners.txt"

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
